"""Pages as readers adapt them: larger text, wider spacing, no motion, on paper."""

import shutil
import subprocess

import pytest

from organisation.dates import long_date, today
from tests.browser.looking import Looker, lost_text, sideways
from tests.browser.states import AREA, AREAS, GROUPS, PAST

pytestmark = pytest.mark.browser

PATHS = [
    "/",
    "/organisation/",
    "/om/",
    "/om/kontakt/",
    "/english/",
    "/tillganglighet/",
    AREA,
    f"{AREA}?datum={PAST}",
    AREAS,
    f"{AREAS}?rad=0",
    "/kunskapsrad/",
    "/kunskapsrad/kirurgi-och-cancer/",
    "/samverkansnamnden/",
    f"{GROUPS}motionsrad/",
    "/finns-inte/",
]
# WCAG 2.2, 1.4.12, through a sheet that the page's policy does not concern.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize("path", PATHS)
def test_wider_text_spacing_loses_nothing(visit, path):
    for width in (1280, 320):
        page = visit(path)
        page.set_viewport_size({"width": width, "height": 700})
        before = page.evaluate("document.body.innerText.length")
        page.evaluate(SPACING)
        assert page.evaluate("parseFloat(getComputedStyle(document.body).letterSpacing)") > 1
        assert sideways(page) == []
        assert lost_text(page) == []
        assert page.evaluate("document.body.innerText.length") == before


@pytest.fixture(scope="module")
def large_print(browser, browser_type_launch_args, site):
    """Opens pages in a browser where the reader has set the text to twice the usual size."""
    settings = (
        # Playwright's own, which an argument of the same name takes the place of.
        *("primaryHoverType=2", "availableHoverTypes=2"),
        *("primaryPointerType=4", "availablePointerTypes=4"),
        "defaultFontSize=32",
    )
    arguments = [*browser_type_launch_args["args"], f"--blink-settings={','.join(settings)}"]
    large = browser.browser_type.launch(**browser_type_launch_args | {"args": arguments})
    looker = Looker(large, site)
    yield looker
    looker.close()
    large.close()


@pytest.mark.parametrize("path", PATHS)
def test_text_at_200_percent_by_the_browsers_setting_loses_nothing(large_print, path):
    page = large_print.open(path, "1280-light")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    # 640 at twice the text holds as much as 320.
    for width in (1280, 640):
        page.set_viewport_size({"width": width, "height": 700})
        assert sideways(page) == [], width
        assert lost_text(page) == [], width
    page.close()


@pytest.mark.parametrize("path", PATHS)
def test_text_alone_at_200_percent_loses_nothing(visit, path):
    page = visit(path)
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(size) == 2 * before
    assert sideways(page) == []
    assert lost_text(page) == []


@pytest.mark.parametrize("path", ["/", AREA, AREAS, f"{AREA}?datum={PAST}"])
def test_nothing_moves_for_those_who_ask_for_less_motion(visit, path):
    page = visit(path)
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    page.locator(".footer summary, .banner button").first.hover()
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((each) => {
      const style = getComputedStyle(each);
      return style.animationName !== "none" || style.scrollBehavior !== "auto"
        || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
    }).map((each) => each.tagName)""")
    assert moving == []
    assert page.evaluate("document.getAnimations().length") == 0


def test_scrolling_is_smooth_for_the_others(visit):
    page = visit(AREA)
    page.emulate_media(reduced_motion="no-preference")
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(behaviour) == "smooth"


@pytest.mark.parametrize(
    "path", [AREA, f"{AREA}?datum={PAST}", "/samverkansnamnden/", AREAS, "/regioner/ostergotland/"]
)
def test_paper_shows_what_is_read_and_not_what_is_pressed(visit, path):
    page = visit(path)
    page.emulate_media(media="print")
    shown = """(selector) => [...document.querySelectorAll(selector)]
      .filter((each) => each.checkVisibility() && each.getClientRects()[0]?.height)
      .map((each) => each.outerHTML.slice(0, 60))"""
    assert page.evaluate(shown, "nav, form, button, input, select, .footer, .skip") == []
    assert page.evaluate(shown, "h1") != []
    for selector in ("h1", "h2", ".facts > div", "table tbody tr", ".seat"):
        count = f"document.querySelectorAll('main {selector}').length"
        hidden = page.evaluate(f"""[...document.querySelectorAll('main {selector}')]
          .filter((each) => !each.checkVisibility()).length""")
        assert hidden == 0, (selector, page.evaluate(count))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


PRINTED = [
    "/",
    AREA,
    f"{AREA}?datum={PAST}",
    AREAS,
    f"{AREAS}?namn=sjuk",
    "/organisation/skiss/",
    "/organisation/skiss/stor/",
    "/regioner/kalmar-lan/",
    "/personer/karin-exempelsson/",
]


@pytest.mark.parametrize("path", PRINTED)
def test_paper_says_where_and_when_it_came_from_and_which_day_it_shows(visit, site, path):
    page = visit(path)
    line = page.locator(".printed")
    assert not line.is_visible()
    page.emulate_media(media="print")
    assert line.count() == 1
    assert line.is_visible()
    said = " ".join(line.inner_text().split())
    assert f"Hämtad från {site}{path} den {long_date(today())}." in said
    shown = "1 juni 2019" if "datum=" in path else long_date(today())
    assert said.endswith(f"Visar det som gäller {shown}.".replace("gäller 1 juni", "gällde 1 juni"))


def test_paper_gives_the_addresses_of_links_that_lead_away(visit):
    page = visit("/om/")
    page.emulate_media(media="print")
    page.evaluate("""document.querySelector(".prose").insertAdjacentHTML("beforeend",
      '<p><a id="bort" href="https://exempel.example/sida">En sida</a>' +
      '<a id="hemma" href="/om/">Om</a></p>')""")
    after = "(element) => getComputedStyle(element, '::after').content"
    assert "https://exempel.example/sida" in page.locator("#bort").evaluate(after)
    assert page.locator("#hemma").evaluate(after) == "none"


@pytest.mark.parametrize(
    "path", [AREA, "/samverkansnamnden/", "/regioner/kalmar-lan/", "/kunskapsrad/"]
)
def test_no_heading_is_left_alone_at_the_foot_of_a_sheet(visit, tmp_path, path):
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext saknas. På Debian: apt-get install poppler-utils")
    page = visit(path)
    headings = page.evaluate(r"""() => [...document.querySelectorAll("main h2, main h3, .intro")]
      .map((each) => each.innerText.replaceAll("\u00ad", "").split("\n").at(-1).trim())""")
    assert headings
    file = tmp_path / "page.pdf"
    page.pdf(path=file, format="A4", tagged=True)
    done = subprocess.run([pdftotext, "-layout", file, "-"], capture_output=True, check=True)
    sheets = [each.strip() for each in done.stdout.decode().split("\f") if each.strip()]
    assert len(sheets) > 1
    last = [each.splitlines()[-1].replace("\u00ad", "").strip() for each in sheets]
    assert [each for each in last if each in headings] == []


@pytest.mark.parametrize("day", ["", f"?datum={PAST}"])
@pytest.mark.parametrize("path", ["/organisation/skiss/", "/organisation/skiss/stor/"])
def test_chart_is_printed_on_one_sheet(visit, path, day):
    sheets = visit(path + day).pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert sheets == 1


@pytest.mark.parametrize("day", ["", f"?datum={PAST}"])
def test_large_chart_is_as_wide_as_its_sheet(visit, day):
    page = visit("/organisation/skiss/stor/" + day)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1016, "height": 1497})  # A3 standing, within its margins
    chart = page.locator("svg.chart").bounding_box()
    shape = page.locator("svg.chart").evaluate(
        "(svg) => svg.viewBox.baseVal.width / svg.viewBox.baseVal.height"
    )
    assert min(chart["width"], chart["height"] * shape) > 0.95 * 1016


def test_folded_posts_of_a_region_open_without_a_script_and_on_paper(look, tmp_path):
    page = look("/regioner/ostergotland/", "320-light")
    folded = page.locator("main details").first
    assert not folded.locator(".seat").first.is_visible()
    folded.locator("summary").press("Enter")
    assert folded.locator(".seat").first.is_visible()
    page.reload()
    page.emulate_media(media="print")
    assert folded.get_attribute("open") is None
    hidden = """[...document.querySelectorAll('main .seat')]
      .filter((each) => !each.checkVisibility() || !each.getClientRects()[0].height).length"""
    assert page.evaluate(hidden) == 0


def test_printed_area_has_its_facts_and_posts(visit, tmp_path):
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext saknas. På Debian: apt-get install poppler-utils")
    page = visit(AREA)
    wanted = page.evaluate("""() => [...document.querySelectorAll(
        "h1, main h2:not(.visually-hidden), .facts dt, .seat-name, .source-part")]
      .map((each) => each.innerText)""")
    assert len(wanted) > 15
    file = tmp_path / "page.pdf"
    page.pdf(path=file, format="A4", tagged=True)

    done = subprocess.run([pdftotext, "-layout", file, "-"], capture_output=True, check=True)

    def bare(text):
        # A line may end in a hyphen.
        return "".join(text.split()).replace("\N{SOFT HYPHEN}", "").replace("-", "")

    printed = bare(done.stdout.decode())

    def stands(text):
        # Between two lines of a text those of the other column may stand.
        return all(bare(word) in printed for word in text.split())

    assert [each for each in wanted if not stands(each)] == []
    assert "Hoppatillinnehållet" not in printed
    assert "Huvudmeny" not in printed
    assert "Visaettannatdatum" not in printed
    for entrance in page.locator(".nav a").all_text_contents()[-2:]:
        assert bare(entrance) not in printed

"""Every task with the keyboard alone: no mouse, no value set from outside."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

from tests.browser.looking import focused_by_page
from tests.browser.states import AREA, AREAS

pytestmark = pytest.mark.browser

MOST_STOPS = 200
# Of Playwright only what opens a page, presses a key and reads.
BY_HAND = {"click", "dblclick", "fill", "check", "uncheck", "hover", "tap", "drag_to", "focus"} | {
    *(
        "select_option",
        "set_checked",
        "dispatch_event",
        "type",
        "clear",
        "scroll_into_view_if_needed",
    ),
    *("mouse", "touchscreen", "press_sequentially", "set_input_files", "insert_text"),
}
# What has the focus, in words and in numbers; null when nothing has.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getClientRects()[0] || element.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const there = document.elementFromPoint(x, y);
  const regions = [".skip", ".demo", ".banner", ".masthead", ".trail", ".head, .opening",
                   ".side, .regions", ".text, .contents", ".aside", "main", ".footer"];
  const ring = parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
  let cut = false;
  for (let above = element.parentElement; above; above = above.parentElement) {
    if (getComputedStyle(above).overflow === "visible" || above === document.body) continue;
    const edge = above.getBoundingClientRect();
    cut ||= box.left - ring < edge.left || box.right + ring > edge.right
      || box.top - ring < edge.top || box.bottom + ring > edge.bottom;
  }
  return {
    number: [...document.querySelectorAll("*")].indexOf(element),
    tag: element.tagName,
    id: element.id,
    text: (element.innerText || element.name || "").trim().replace(/\\s+/g, " "),
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left,
    region: regions.findIndex((each) => element.closest(each)),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    covered: !there || !(element.contains(there) || there.contains(element)),
    inside: box.top - ring >= -0.5 && box.bottom + ring <= innerHeight + 0.5
      && box.left - ring >= -0.5 && box.right + ring <= innerWidth + 0.5,
    cut,
  };
}"""
# What a keyboard must reach: everything that can be acted on and is shown.
REACHABLE = """() => [...document.querySelectorAll("*")]
  .map((each, number) => [each, number])
  .filter(([each]) => each.matches("a[href], button, input, select, summary")
    && each.type !== "hidden" && each.checkVisibility({visibilityProperty: true}))
  .map(([, number]) => number)"""


def press(page, *keys: str) -> dict | None:
    """Press keys one after the other; returns what then has the focus."""
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate(FOCUSED)


def stops_of(page) -> list[dict]:
    """What Tab stops at, from the top until it leaves the page."""
    stops = []
    for _ in range(MOST_STOPS):
        focused = press(page, "Tab")
        if focused is None:
            return stops
        # A date field has several stops inside.
        if not stops or focused["number"] != stops[-1]["number"]:
            stops.append(focused)
    raise AssertionError(f"Tab lämnar inte sidan på {MOST_STOPS} tryck")


def tab_to(page, text: str) -> dict:
    """Press Tab until what is called `text` has the focus."""
    for _ in range(MOST_STOPS):
        focused = press(page, "Tab")
        if focused is None:
            break
        if text in (focused["text"], focused["id"]):
            return focused
    raise AssertionError(f"Tab når inte {text}")


def follow(page, key: str = "Enter") -> None:
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page, text: str) -> None:
    for each in text:
        page.keyboard.press("Enter" if each == "\n" else each)


@pytest.mark.parametrize(
    "name",
    [
        *("test_keyboard.py", "keys.py", "test_turns_by_keyboard.py"),
        *("test_editing_by_keyboard.py", "test_signing_in_by_keyboard.py"),
        *("test_filling_a_post_by_keyboard.py", "test_plan_by_keyboard.py"),
    ],
)
def test_these_tests_use_the_keyboard_alone(name):
    calls = {
        getattr(node, "attr", None) or getattr(node, "id", "")
        for node in ast.walk(ast.parse(Path(__file__).with_name(name).read_text()))
        if isinstance(node, (ast.Attribute, ast.Name))
    }
    assert calls & {"press", "press_on"}
    assert calls & BY_HAND == set()


@pytest.mark.parametrize("path", ["/", AREA, AREAS])
def test_skip_link_comes_first_and_leads_past_the_menu(look, path):
    page = look(path)
    skip = press(page, "Tab")
    assert skip["text"] == "Hoppa till innehållet"
    assert (skip["inside"], skip["covered"]) == (True, False)
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#innehall"
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") < 100
    after = press(page, "Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), after


@pytest.mark.parametrize("combination", ["1280-light", "320-dark"])
@pytest.mark.parametrize("path", ["/", AREA, AREAS, f"{AREA}?datum=2019-06-01", "/organisation/"])
def test_tab_follows_the_reading_order_with_the_focus_in_sight(look, path, combination):
    page = look(path, combination)
    stops = stops_of(page)

    assert [each["number"] for each in stops] == page.evaluate(REACHABLE)
    for before, after in pairwise(stops):
        assert after["region"] >= before["region"], (before, after)
        if after["region"] == before["region"]:
            below = after["top"] >= before["top"] - 8
            # On the same line, or at the top of the next column.
            beside = after["left"] > before["left"]
            assert below or beside, (before, after)
    for stop in stops:
        assert stop["ring"] >= 2, stop
        assert not stop["covered"], stop
        assert not stop["cut"], stop
        assert stop["inside"], stop


def test_another_day_is_chosen_and_left(look):
    page = look(AREA)
    tab_to(page, "Visa ett annat datum")
    page.keyboard.press("Enter")
    tab_to(page, "datum")
    write(page, "06012019")
    assert page.evaluate("document.activeElement.value") == "2019-06-01"
    follow(page)

    assert page.url.endswith(f"{AREA}?datum=2019-06-01")
    banner = page.locator(".banner").inner_text()
    assert "Du ser organisationen som den var 1 juni 2019" in banner

    tab_to(page, "Till i dag")
    follow(page)
    assert page.url.endswith(AREA)
    assert page.locator(".banner").count() == 0


def test_another_day_is_changed_in_the_banner(look):
    page = look(f"{AREA}?datum=2019-06-01")
    tab_to(page, "datum")
    write(page, "03012022")
    tab_to(page, "Byt datum")
    follow(page)
    assert page.url.endswith(f"{AREA}?datum=2022-03-01")


def test_list_is_narrowed_by_name_region_and_vacancy(look):
    page = look(AREAS)
    tab_to(page, "val-query")
    write(page, "sjuk")
    follow(page)
    named = page.locator("table.a-to-z tbody tr").count()
    assert 0 < named < 24
    assert page.locator(".count").inner_text().startswith(f"Visar {named} av 24")

    tab_to(page, "val-region")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.selectedOptions[0].text")
    assert chosen.startswith("Region ")
    tab_to(page, "Visa")
    follow(page)
    shown = page.locator("table.a-to-z td.chair").all_inner_texts()
    assert 0 < len(shown) < named
    assert [each for each in shown if chosen not in each] == []

    page = look(AREAS)
    tab_to(page, "val-vacant")
    page.keyboard.press("Space")
    tab_to(page, "Visa")
    follow(page)
    shown = page.locator("table.a-to-z td.chair").all_inner_texts()
    assert len(shown) > 0
    assert [each for each in shown if "Vakant" not in each] == []


def test_letters_and_nothing_found_lead_on(look):
    page = look(AREAS)
    tab_to(page, "T")
    page.keyboard.press("Enter")
    assert press(page, "Tab")["text"] == "Tandvård"

    page = look(f"{AREAS}?namn=xyzzy")
    tab_to(page, "Visa alla")
    follow(page)
    assert page.locator("table.a-to-z tbody tr").count() == 24


def test_faults_are_read_first_and_lead_to_their_fields(look):
    page = look(f"{AREAS}?rad=0&region=atlantis")
    assert focused_by_page(page) == "errors"
    for field in ("val-council", "val-region"):
        page = look(f"{AREAS}?rad=0&region=atlantis")
        while press(page, "Tab")["text"] not in page.locator(f"[href='#{field}']").inner_text():
            pass
        assert press(page, "Enter")["id"] == field
        named = page.evaluate(
            "document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText"
        )
        assert "Välj" in named


def test_menu_of_a_phone_opens_and_leads_on(look):
    page = look("/", "320-dark")
    tab_to(page, "Meny")
    assert page.locator(".menu nav").is_visible() is False
    page.keyboard.press("Enter")
    assert page.locator(".menu nav").is_visible()
    first = press(page, "Tab")
    follow(page)
    assert page.locator(".menu a[aria-current]").text_content() == first["text"]


def test_faults_of_focus_are_found(look):
    page = look("/om/")
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".nav a { outline: none !important } .masthead-row { overflow: hidden }");
      document.adoptedStyleSheets = [sheet];
      const cover = document.createElement("div");
      cover.style.cssText = "position: fixed; inset: auto 0 0 0; height: 40vh; background: #fff";
      document.querySelector(".footer").append(cover);
      const mouse = document.createElement("a");
      mouse.href = "/";
      mouse.tabIndex = -1;
      mouse.textContent = "Bara med mus";
      document.querySelector("main").append(mouse);
    }""")
    stops = stops_of(page)
    assert {each["ring"] for each in stops if each["region"] == 3} == {0, 3}
    assert any(each["cut"] for each in stops)
    assert any(each["covered"] for each in stops)
    assert len(page.evaluate(REACHABLE)) == len(stops) + 1

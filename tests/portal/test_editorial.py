"""Editorial pages: their place among others, their sections, language, and what data adds."""

import datetime
import re

import pytest

from organisation.models import HealthcareRegion, Page, Shortcut, Source
from organisation.richtext import shown
from portal.templatetags.days import on_day
from portal.views.editorial import ADDITIONS
from tests import factories as make
from tests.sources.reading import text_of

pytestmark = pytest.mark.django_db

PAST = "2019-06-01"


@pytest.fixture(autouse=True)
def site():
    make.healthcare_region()


@pytest.fixture
def read(client):
    """A page's HTML, without soft hyphens."""

    def read(path: str) -> str:
        response = client.get(path)
        assert response.status_code == 200, path
        return response.content.decode().replace("\N{SOFT HYPHEN}", "")

    return read


def page(path: str, **values) -> Page:
    return Page.objects.create(**{"path": path, "title": path.capitalize()} | values)


def body(number: int) -> str:
    return "<p>Först.</p>" + "".join(f"<h3>Del {each}</h3><p>Text.</p>" for each in range(number))


def part(html: str, element: str) -> str:
    """The HTML of the first element of a name whose start holds what's given after it."""
    name = element.split()[0]
    return re.search(rf"<{element}[^>]*>.*?</{name}>", html, re.DOTALL).group()


def test_page_below_another_leads_up_to_it(read):
    page("om", title="Om oss")
    page("om/kontakt", title="Kontakt")

    trail = part(read("/om/kontakt/"), 'nav class="trail" aria-label="Plats på webbplatsen"')

    assert re.findall(r'<a href="(.+?)">(.+?)</a>', trail) == [("/om/", "Om oss")]
    assert 'class="trail"' not in read("/om/")


def test_page_with_pages_below_lists_them_in_their_order(read):
    page("om", title="Om oss")
    page("om/sist", title="Sist", order=2, lead="Den tredje.")
    page("om/b", title="B", order=1, lead="Den andra.")
    page("om/a", title="A", order=1, lead="Den första.")
    page("omega", title="Utanför")

    text = text_of(read("/om/"), within="main")

    wanted = ["I det här avsnittet", "A Den första.", "B Den andra.", "Sist Den tredje."]
    assert text.split("\n")[1:] == wanted


def test_page_below_another_leads_to_its_siblings_and_marks_itself(read):
    page("om")
    for each in ("a", "b"):
        page(f"om/{each}", title=each.upper(), lead=f"Om {each}.")

    section = part(read("/om/a/"), 'nav class="section')

    assert re.findall(r'<a href="(.+?)">', section) == ["/om/b/"]
    assert re.search(r'aria-current="page"[^>]*>A<', section)
    assert "Om b." not in section


def test_only_child_and_page_alone_list_nothing(read):
    page("om")
    page("om/ensam")
    page("english")

    for path in ("/om/ensam/", "/english/"):
        assert "I det här avsnittet" not in read(path)


def test_page_below_an_address_without_a_page_stands_alone(read):
    page("annat/sida")
    html = read("/annat/sida/")
    assert 'class="trail"' not in html
    assert "I det här avsnittet" not in html


@pytest.mark.parametrize(("number", "links"), [(3, 0), (4, 4)])
def test_links_to_the_sections_stand_where_there_are_four(read, number, links):
    page("lang", body=body(number))

    html = read("/lang/")

    assert len(re.findall(r"<h2 id=\"del-\d\">Del \d</h2>", html)) == number
    found = re.findall(r'<a href="#(del-\d)">', html)
    assert found == [f"del-{each}" for each in range(1, links + 1)]
    assert ('aria-label="På sidan"' in html) == bool(links)


def test_links_within_the_page_lead_to_what_data_adds_and_to_the_pages_below(read):
    page("om", body=body(4), addition="people")
    page("om/a")

    found = re.findall(r'<li><a href="#([a-z].+?)">', read("/om/"))

    assert found == ["del-1", "del-2", "del-3", "del-4", "personer", "avsnittet"]


def test_page_in_another_language_says_so_and_its_frame_stays_swedish(read):
    page("english", title="Sjukvårdsregionen in English", lead="Hi.", body=body(4), language="en")

    html = read("/english/")

    assert '<html lang="sv">' in html
    assert '<title lang="en">Sjukvårdsregionen in English' in html
    assert part(html, 'div class="head" lang="en"')
    assert part(html, 'div class="prose" lang="en"')
    assert len(re.findall(r'<section class="section" lang="en">', html)) == 4
    assert '<nav aria-label="På sidan" lang="sv">' in html
    assert '<meta property="og:locale" content="en_GB">' in html
    assert html.count('lang="en"') == 8


def test_english_heading_is_not_broken_as_swedish(client):
    page("english", title="Responsibilities", language="en", body="<h3>Responsibilities</h3>")
    page("svenska", title="Samverkansgrupperna")
    assert "\N{SOFT HYPHEN}" not in client.get("/english/").content.decode()
    assert "\N{SOFT HYPHEN}" in client.get("/svenska/").content.decode()


def test_swedish_page_needs_no_word_on_its_language(read):
    page("svenska", body=body(4))
    html = read("/svenska/")
    assert re.findall(r"\blang=\"\w+\"", html) == ['lang="sv"']
    assert '<meta property="og:locale" content="sv_SE">' in html


def test_footer_link_to_another_language_says_so(read):
    page("english", language="en")
    Shortcut.objects.create(
        place="footer_site", label="In English", target="/english/", language="en"
    )
    html = read(f"/?datum={PAST}")
    link = f'<a href="/english/?datum={PAST}" lang="en" hreflang="en">In English</a>'
    assert link in html


def test_every_addition_is_made_by_a_function():
    assert set(ADDITIONS) == set(Page.Addition)


def test_regions_are_those_of_the_day(read):
    make.region(name="Norra regionen", slug="norr", end=datetime.date(2020, 1, 1))
    make.region(name="Södra regionen", slug="soder")
    page("kontakt", addition="regions")

    then, now = read(f"/kontakt/?datum={PAST}"), read("/kontakt/")

    assert f'href="/regioner/norr/?datum={PAST}"' in then
    assert "Norra regionen" not in now
    assert 'href="/regioner/soder/"' in part(now, "main")


@pytest.mark.parametrize(
    ("years", "indexed", "said"),
    [
        (None, False, ["Det finns ingen gräns", "Sökmotorer får inte"]),
        (1, True, ["har varit slut i ett år", "Sökmotorer får visa"]),
        (5, False, ["har varit slut i fem år", "Sökmotorer får inte"]),
    ],
)
def test_how_long_posts_are_told_is_what_the_setting_says(read, years, indexed, said):
    row = HealthcareRegion.objects.get()
    row.former_posts_years, row.people_indexed = years, indexed
    row.save()
    page("personuppgifter", addition="people")

    text = text_of(read("/personuppgifter/"), within="main")

    assert [each for each in said if each not in text] == []


def test_supervisor_stands_with_the_way_to_it_or_not_at_all(read):
    page("tillganglighet", addition="supervisor")
    assert "tillsyn" not in text_of(read("/tillganglighet/"), within="main").lower()
    row = HealthcareRegion.objects.get()
    row.supervisor_name = "Provmyndigheten"
    row.save()
    assert "Provmyndigheten" in read("/tillganglighet/")
    row.supervisor_url = "https://prov.example/"
    row.save()

    html = part(read("/tillganglighet/"), "main")

    assert '<a href="https://prov.example/">' in html


@pytest.mark.parametrize(
    ("nature", "title", "line"),
    [
        ("law", "Provlagen (2020:1)", "Enligt provlagen (2020:1)"),
        ("own", "Webbplatsens egna uppgifter", "Webbplatsens egna uppgifter"),
        ("document", "Provprotokoll", "Enligt Provprotokoll. Källan är odaterad"),
    ],
)
def test_source_line_says_what_kind_of_source_it_is(read, nature, title, line):
    source = Source.objects.create(code="prov", title=title, nature=nature)
    page("prov", source=source)

    html = read("/prov/")

    assert text_of(part(html, 'div class="source"')).split("\n")[0] == line
    assert ("Källa" in html) == (nature != "own")


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("/om/", f"/om/?datum={PAST}"),
        ("/om/#del-1", f"/om/?datum={PAST}#del-1"),
        ("/synpunkter/?sida=/om/", "/synpunkter/?sida=/om/"),
        ("//annan.example/", "//annan.example/"),
        ("https://annan.example/", "https://annan.example/"),
        ("#del-1", "#del-1"),
    ],
)
def test_link_in_a_text_stays_on_the_day_where_it_can(link, kept, rf):
    class Day:
        query = f"?datum={PAST}"

    assert on_day(shown(f'<p><a href="{link}">x</a></p>'), Day) == f'<p><a href="{kept}">x</a></p>'


def test_page_asks_as_often_with_thirty_siblings_as_with_one(client, django_assert_num_queries):
    page("om", body=body(5))
    page("om/a", addition="regions")
    make.region()
    for number in range(2):
        with django_assert_num_queries(6):
            client.get("/om/")
        with django_assert_num_queries(5):
            client.get("/om/a/")
        for each in range(30):
            page(f"om/sida-{number}-{each}")
            make.region()

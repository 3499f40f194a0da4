"""The walk over the pages of another healthcare region, and each kind of page that it has."""

import pytest

from tests.browser import reading
from tests.browser.axe import add_axe, violations
from tests.browser.looking import USUAL, Looker, foreign_requests, look_as, lost_text, sideways
from tests.browser.test_walk import CHECKS, faults
from tests.sets import SETS, pattern

STARTS = {"today": "/", "past": "/?datum=2026-01-15", "future": "/?datum=2031-01-15"}
# Home, organisation with its two charts, 6 editorial pages, two lists, the regions, five bodies and
# the forums' text: what the document gives; beside them what the demo adds.
LEAST_PAGES = 21
FORUM = "/chefsamrad/exempelsamrad-ogonsjukvard/"
# What a reader sees of each kind of page, and that it's there.
PAGES = {
    "/": ".entrances",
    "/organisation/": ".body-links",
    "/organisation/skiss/": ".chart-list",
    "/regioner/": "main h1",
    "/regioner/skane/": "main h1",
    "/styrgruppen/": ".posts",
    "/regionvardsnamnden/": ".empty",
    "/regionvardsnamnden/kansli/": ".posts",
    "/styrgruppen/arligt-mote/": ".posts",
    "/chefsamrad/": ".register",
    "/chefsamrad/?namn=finns-inte": ".empty",
    FORUM: ".posts",
    f"{FORUM}uppdrag/": "main h2",
    "/gemensamma-texter/chefsamrad/": "main h2",
    "/arbetsgrupper/": "main h1",
    "/tillganglighet/": "main h2",
    "/om/lattlast/": "main h2",
}


@pytest.fixture(scope="module")
def reader(sodra_site):
    reader = reading.Reader(sodra_site)
    yield reader
    reader.close()


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_every_page_that_links_lead_to_is_sound(reader, start):
    pages = reading.crawl(reader, start)

    print(f"{start}: {len(pages)} sidor gångna")
    assert [(path, page.status) for path, page in pages.items() if page.status != 200] == []
    assert len(pages) >= LEAST_PAGES
    assert [fault for page in pages.values() for fault in faults(page)] == []
    titles = [page.document.query("title")[0].to_text() for page in pages.values()]
    assert [each for each in titles if titles.count(each) > 1] == []
    assert [each for each in titles if "– Södra sjukvårdsregionen" not in each] == []
    others = pattern(SETS["sydostra"], "programmes.patientpromise")
    told = [(path, others.findall(page.body.decode().lower())) for path, page in pages.items()]
    assert [each for each in told if each[1]] == []


@pytest.mark.parametrize("path", ["/loften/", "/nationellt/", "/programomraden/", "/om/overklaga/"])
def test_what_the_healthcare_region_has_nothing_of_is_not_there(reader, path):
    page = reader.get(path)
    assert page.status == 404
    assert faults(page, [each for each in CHECKS if each != "dagen"]) == []


@pytest.fixture(scope="module")
def another_looker(browser, sodra_site):
    looker = Looker(browser, sodra_site)
    yield looker
    looker.close()


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_each_kind_of_page_can_be_read(another_looker, sodra_site, path):
    page = another_looker.visit(path, USUAL[0])
    assert page.answer.status == 200
    assert page.locator(PAGES[path]).first.is_visible()
    for combination in USUAL:
        look_as(page, combination)
        assert sideways(page) == [], combination
        assert lost_text(page) == [], combination
    assert page.seen_errors == []
    assert foreign_requests(page, sodra_site) == []
    add_axe(page)
    for combination in USUAL:
        look_as(page, combination)
        assert violations(page) == [], combination
    another_looker.leave(page)

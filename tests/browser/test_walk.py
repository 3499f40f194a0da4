"""Every page that links lead to, today, on a past day and on one to come, as the wire has it."""

import http.client
import io

import pytest

from tests.browser import reading
from tests.browser.states import AREA, FUTURE, PAST, STATES

STARTS = {"today": "/", "past": f"/?datum={PAST}", "future": f"/?datum={FUTURE}"}
# Home, organisation, 13 editorial pages, five lists, the board, the executive with its two bodies,
# four councils, 24 areas, ten groups: 61, which the sources name; beside them what the demo adds.
LEAST_PAGES = 61
CHECKS = {
    "rubriker": reading.faults_of_headings,
    "landmärken": reading.faults_of_landmarks,
    "uppmärkning": reading.faults_of_markup,
    "ankare": reading.faults_of_anchors,
    "dagen": reading.faults_of_day,
    "filer": reading.faults_of_files,
    "huvuden": reading.faults_of_headers,
}
FIRST_VISIT, NEXT_PAGE = 60_000, 15_000
BESIDES = [
    ("GET", "/livez"),
    ("GET", "/readyz"),
    ("GET", "/robots.txt"),
    ("GET", "/favicon.ico"),
    ("GET", "/finns-inte"),
    ("GET", "/%00/"),
    ("GET", "/static/finns-inte.css"),
    ("HEAD", "/"),
    ("POST", "/"),
    ("DELETE", AREA),
]


@pytest.fixture(scope="module")
def reader(site):
    reader = reading.Reader(site)
    yield reader
    reader.close()


def faults(answer: reading.Answer, checks=CHECKS) -> list[str]:
    """What each check has against an answer."""
    return [f"{answer.path}: {name}: {fault}" for name in checks for fault in CHECKS[name](answer)]


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_every_page_that_links_lead_to_is_sound(reader, start):
    pages = reading.crawl(reader, start)

    print(f"{start}: {len(pages)} sidor gångna")
    assert [(path, page.status) for path, page in pages.items() if page.status != 200] == []
    assert len(pages) >= LEAST_PAGES
    assert [fault for page in pages.values() for fault in faults(page)] == []
    titles = [page.document.query("title")[0].to_text() for page in pages.values()]
    assert [each for each in titles if titles.count(each) > 1] == []
    assert [each for each in titles if not each.split("–")[0].strip()] == []

    files = [
        reader.get(each)
        for each in sorted({file for page in pages.values() for file in page.files()})
    ]
    assert len(files) > 5
    assert [(each.path, each.status) for each in files if each.status != 200] == []
    assert [fault for each in files for fault in faults(each, ["huvuden"])] == []
    assert [each.path for each in files if "immutable" not in each.headers["Cache-Control"]] == []


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_sound(reader, name):
    page = reader.get(STATES[name].path)
    assert page.status == STATES[name].status
    # What can't be shown leads to today too.
    left_out = {"dagen"} if page.status >= 400 else set()
    assert faults(page, [each for each in CHECKS if each not in left_out]) == []


@pytest.mark.parametrize(("method", "path"), BESIDES)
def test_other_answers_have_the_security_headers_too(reader, method, path):
    answer = reader.get(path, method=method)
    assert answer.status < 500
    assert faults(answer, ["huvuden"]) == []


def test_a_visit_fits_the_budget(reader):
    encoding = "gzip, br"
    first, following = {}, {}
    paths = [
        state.path
        for name, state in STATES.items()
        if name.startswith(("body-", "region", "person")) and "datum=" not in state.path
    ]
    assert len(paths) > 12
    for path in paths:
        page = reader.get(path)
        wire = reader.get(path, encoding).wire
        first[path] = wire + sum(reader.get(each, encoding).wire for each in page.files())
        new = set(page.files()) - set(reader.get("/").files())
        following[path] = wire + sum(reader.get(each, encoding).wire for each in new)

    for name, sizes in (("första besöket", first), ("nästa sida", following)):
        most = max(sizes, key=sizes.get)
        print(f"{name}: högst {sizes[most]} byte ({most}), {len(sizes)} sidor mätta")
    assert max(first.values()) <= FIRST_VISIT
    assert max(following.values()) <= NEXT_PAGE


def test_faults_that_the_walk_looks_for_are_found():
    page = reading.Answer(
        "/?datum=2019-06-01",
        200,
        http.client.parse_headers(io.BytesIO(b"Set-Cookie: a=b\r\n\r\n")),
        b"""<!doctype html><html lang="en"><title>x</title><h3>x</h3><nav></nav><p id="a"><p id="a">
        <ul><p>x</p></ul><a href="#b"></a><a href="/om/"><button onclick="x">y</button></a>
        <label for="c">z</label><img src="https://other.example/x.png"><p style="color: red"></b>
        """,
        wire=0,
    )
    found = "\n".join(faults(page))
    for each in (
        "rubriker: 0 h1",
        "rubriker: h3 efter h0",
        "landmärken: 0 main",
        "landmärken: nav utan eget namn",
        "uppmärkning: lang är inte sv",
        "uppmärkning: id två gånger: a",
        "uppmärkning: p direkt i ul",
        "uppmärkning: button inuti a",
        "uppmärkning: a utan text",
        "uppmärkning: for pekar på c",
        "uppmärkning: p med innehåll som policyn stoppar",
        "uppmärkning: button onclick",
        "unexpected-end-tag",
        "ankare: #b",
        "dagen: /om/ lämnar dagen",
        "filer: https://other.example/x.png",
        "huvuden: Content-Security-Policy: None",
        "huvuden: kaka: a=b",
    ):
        assert each in found

"""The comparison as a page shows it."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings

from documents.compare import Change, SectionText, compare
from tests.browser.reading import Answer, faults_of_anchors, faults_of_headings, faults_of_markup
from tests.documents.texts import editions

PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Jämför</title></head>
<body><main><h1>Vad ändrades?</h1>{}</main></body></html>"""


def shown(old, new, query=""):
    context = {"comparison": compare(old, new), "day": SimpleNamespace(query=query)}
    html = render_to_string("documents/_comparison.html", context)
    return Answer("/", 200, None, PAGE.format(html).encode(), 0)


def section(html, key="a", heading="Uppdrag", level=2):
    return SectionText(key, heading, level, html)


def texts(page, selector):
    return [" ".join(each.to_text().split()) for each in page.all(selector)]


@pytest.fixture
def page():
    old = [
        section("<p>Gruppen skriver en verksamhetsplan.</p>"),
        section("<p>Regionerna betalar.</p>", "b", "Finansiering"),
    ]
    new = [
        section("<p>Gruppen skriver en handlingsplan.</p><ul><li>varje år</li></ul>"),
        section("<p>Regionerna betalar.</p>", "b", "Finansiering"),
    ]
    return shown(old, new)


def test_changes_are_said_in_words_and_not_only_drawn(page):
    assert texts(page, ".compared ins") == [
        "tillagt: handlingsplan slut på tillagt",
        "tillagt: varje år slut på tillagt",
    ]
    assert texts(page, ".compared del") == ["struket: verksamhetsplan slut på struket"]
    assert texts(page, ".change-notes") == ["1 ord utbytt", "Ny punkt"]


def test_changed_sections_are_listed_with_links_and_the_others_folded(page):
    assert texts(page, ".comparison-contents li") == ["Uppdrag 1 ny punkt, 1 ord utbytt"]
    assert [each.attrs["href"] for each in page.all(".comparison-contents a")] == ["#avsnitt-1"]
    assert texts(page, "details > summary") == ["Finansiering Oförändrat, 1 stycke"]
    assert texts(page, ".intro") == ["1 avsnitt ändrat. 1 avsnitt är oförändrat."]
    assert "open" not in page.all("details")[0].attrs


def test_equal_texts_are_said_to_be_equal():
    page = shown([section("<p>Lika.</p>")], [section("<p>Lika. </p>")])
    assert texts(page, "h2") == ["Inga skillnader", "Uppdrag"]
    assert texts(page, "ins, del") == []


def test_hostile_text_is_shown_as_text():
    hostile = "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>"
    link = '<p><a href="javascript:alert(1)">Läs</a> <a href="/a&quot; onclick=&quot;b">mer</a></p>'
    page = shown([], [section(hostile + link, heading="<img src=x onerror=alert(1)>")])
    assert page.all("script, img, [onclick]") == []
    assert [each.attrs["href"] for each in page.all(".prose a")] == ['/a" onclick="b']
    assert "<script>alert(1)</script> &amp;" in texts(page, ".prose ins")[0]


def test_links_keep_the_day_when_they_lead_within_the_site():
    links = [
        "/loften/",
        "/loften/?sida=2",
        "/loften/#mal",
        "//example.org/",
        "https://example.org/",
    ]
    html = "<p>" + " ".join(f'<a href="{each}">länk</a>' for each in links) + "</p>"
    page = shown([section("")], [section(html)], "?datum=2026-03-01")
    given_links = [each.attrs["href"] for each in page.all(".prose a")]
    assert given_links == ["/loften/?datum=2026-03-01", *links[1:]]


def test_struck_links_lead_nowhere_and_stay_readable():
    page = shown([section('<p><a href="/a/">Läs planen</a></p>')], [section("")])
    assert page.all(".prose a") == []
    assert texts(page, ".prose del") == ["struket: Läs planen slut på struket"]


def test_nested_lists_and_numbers_stand_as_in_the_new_text():
    html = "<ol><li>ett<ul><li>inne</li></ul></li>{}<li>två<p>mera</p></li></ol>"
    page = shown([section(html.format(""))], [section(html.format("<li>emellan</li>"))])
    assert [each.attrs["value"] for each in page.all("ol > li")] == ["1", "2", "3"]
    assert texts(page, "ol > li > ul > li") == ["inne"]
    assert texts(page, "ol > li:last-child p") == ["två", "mera"]


def test_table_rows_have_as_many_cells_as_its_columns():
    old = (
        "<table><tr><th>Region</th><th>Antal</th></tr><tr><td>Kalmar</td><td>3</td></tr>"
        "<tr><td>Halland län</td><td>4</td></tr></table>"
    )
    new = (
        "<table><tr><th>Region</th><th>Roll</th><th>Antal</th></tr>"
        "<tr><td>Kalmar</td><td>ja</td><td>3</td></tr>"
        "<tr><td>Jönköping</td><td>nej</td><td>9</td></tr></table>"
    )
    page = shown([section(old)], [section(new)])
    rows = page.all("tr")
    assert len(rows) == 4
    assert {len([cell for cell in row.children if cell.name in ("td", "th")]) for row in rows} == {
        3
    }


def test_a_new_table_is_said_once_and_a_new_section_too():
    table = "<table><tr><td>Kalmar</td></tr><tr><td>Jönköping</td></tr></table>"
    assert texts(shown([section("")], [section(table)]), ".change-notes") == ["Ny tabell"]
    assert texts(shown([], [section(table + "<p>Text.</p>")]), ".change-notes") == ["Nytt avsnitt"]


@settings(deadline=None, max_examples=40)
@given(editions())
def test_any_comparison_is_sound_html(texts):
    page = shown(*texts)
    assert faults_of_markup(page) == []
    assert faults_of_headings(page) == []
    assert faults_of_anchors(page) == []
    found = compare(*texts)
    marked = [
        run.words
        for section in found.sections
        for run in section.all_runs
        if run.change in (Change.INSERTED, Change.DELETED)
    ]
    assert len(page.all(".compared ins, .compared del")) == len(marked)


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("Alltså: gruppen leder", "gruppen leder", "[Alltså:] gruppen leder"),
        ("(gruppen) leder", "gruppen leder", "[(]gruppen[)] leder"),
        ("Gruppen och staben", "Gruppen, staben", "Gruppen [och]<,> staben"),
        ("Gruppen, staben", "Gruppen och staben", "Gruppen[,] <och> staben"),
        ("Alltså leder", "Nu leder", "[Alltså] <Nu> leder"),
    ],
)
def test_spaces_stand_between_words_and_not_before_signs(old, new, seen):
    found = compare([section(f"<p>{old}</p>")], [section(f"<p>{new}</p>")])
    signs = {Change.INSERTED: "<{}>", Change.DELETED: "[{}]", Change.KEPT: "{}"}
    told = ""
    for run in found.sections[0].blocks[0].runs:
        text = "".join(piece.text for piece in run.pieces)
        told += " " * run.space + signs[run.change].format(text)
    assert told == seen


def test_a_row_alone_between_two_others_is_the_same_row_with_other_words():
    table = "<table><tr><td>Jönköping</td></tr><tr><td>{}</td></tr><tr><td>Kalmar</td></tr></table>"
    page = shown([section(table.format("Halland"))], [section(table.format("Östergötland"))])
    assert texts(page, ".change-notes") == ["1 ord utbytt"]
    assert len(page.all("tr")) == 3

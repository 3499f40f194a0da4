"""Word files that are made: read again they are the same text, and they are such as Word makes."""

import datetime
import io
import re
import tomllib
import zipfile
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from documents.markup import normal
from documents.word import WordFacts, WordSection, WordText, read_word, word_of
from tests.documents import texts
from tests.documents.word_files import zipped

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FACTS = WordFacts(
    kind="Uppdragsbeskrivning",
    bodies=("Rådet", "Utskottet"),
    healthcare_region="Norra provregionen",
    version="Version 3",
    valid="Gäller från 1 januari 2026",
    decision="uppgift saknas",
    address="https://portal.example/radet/uppdrag/version/3/",
    language="sv",
    date=datetime.date(2025, 12, 3),
)
SITE = "https://portal.example"
# Everything that a text can hold besides what `texts` makes: odd signs, what looks like markup or
# like a list, lists nine levels deep and tables in them.
SIGNS = st.text(
    st.one_of(
        st.sampled_from(" \u00a0\u00ad\u2011–•*#|[]()1.a\uf0b7\u200b😀åÄß<&>\"'"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    ),
    min_size=1,
    max_size=12,
)
PIECES = st.one_of(
    SIGNS.map(escape),
    SIGNS.map(lambda text: f"<strong>{escape(text)}</strong>"),
    SIGNS.map(lambda text: f"<em>{escape(text)}<br>x</em>"),
    SIGNS.map(
        lambda text: f'<a href="https://exempel.se/?a={ord(text[0])}&amp;b#c">å{text[1:0]}</a>'
    ),
    SIGNS.map(lambda text: f'<strong>x<a href="/organ/"><em>{escape(text)}</em></a></strong>'),
    st.sampled_from(["<br>", "1. ett", "– två", "[1] ", '<a href="mailto:a@exempel.se">brev</a>']),
)
LINES = st.lists(PIECES, min_size=1, max_size=5).map("".join)


@st.composite
def deep(draw, depth=1):
    """A list with all that an item may hold."""
    tag = draw(st.sampled_from(["ul", "ol"]))
    items = []
    for _ in range(draw(st.integers(1, 2))):
        more = ""
        if depth < 9:
            more = draw(
                st.one_of(
                    st.just(""),
                    LINES.map(lambda line: f"<p>{line}</p>"),
                    st.deferred(lambda: deep(depth=depth + 1)),
                    st.deferred(lambda: deep(depth=depth + 1)).map(lambda it: it + "<p>åter</p>"),
                    texts.table(),
                    texts.table().map(lambda it: it + it),
                )
            )
        items.append(f"<li>x{draw(LINES)}{more}</li>")
    return f"<{tag}>{''.join(items)}</{tag}>"


BLOCKS = st.one_of(
    texts.block,
    LINES.map(lambda line: f"<p>{line}</p>"),
    LINES.map(lambda line: f"<h3><strong>{line}</strong></h3>"),
    LINES.map(lambda line: f"<table><tr><th>{line}</th><td></td></tr><tr><td>a</td></tr></table>"),
    LINES.map(lambda line: f"<table><thead><tr><td>{line}</td></tr></thead></table>"),
    deep(),
)
HTML = st.lists(BLOCKS, max_size=5).map("".join).map(normal)
LINE = st.one_of(texts.words.map(" ".join), SIGNS.map(lambda text: f"x{text}y")).map(
    lambda text: " ".join(part for part in text.split(" ") if part)
)


@st.composite
def editions(draw):
    """A title, a lead, and sections whose levels skip none."""
    level, sections = 0, []
    for _ in range(draw(st.integers(1, 4))):
        level = draw(st.integers(1, min(level + 1, 3)))
        sections.append(WordSection(draw(LINE), level, draw(HTML)))
    lead = draw(st.lists(LINE, max_size=2))
    return WordText(draw(LINE), "\n".join(lead), tuple(sections))


NINE = "<ul><li>a" * 5 + "<ol><li>b" * 4 + "</li></ol>" * 4 + "</li></ul>" * 5
ADJACENT = "<ol><li>a</li></ol><ol><li>b</li></ol><table><tr><td>c</td></tr></table>"


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@example(WordText("T", "", (WordSection("Ett", 1, normal(NINE)),)), FACTS)
@example(WordText("T", "a\nb", (WordSection("Ett", 1, normal(ADJACENT * 2)),)), None)
@given(editions(), st.sampled_from([FACTS, None]))
def test_text_is_the_same_when_it_is_read_again(text, facts):
    found = read_word(word_of(text, facts), "fil.docx", site=SITE if facts else "")
    for made, given_ in zip(found.text.sections, text.sections, strict=True):
        assert made == given_
    assert found.text == text
    assert found.told == ()


# What Word does to a file that it opens and saves: ids of its own language, and much strewn about.
SWEDISH_IDS = {
    "Title": "Rubrik",
    "Subtitle": "Underrubrik",
    "Heading": "Rubrik",
    "ListBullet": "Punktlista",
    "ListNumber": "Numreradlista",
    "ListContinue": "Listafortstt",
    "TableGrid": "Tabellrutnt",
    "Hyperlink": "Hyperlnk",
}


def saved_by_word(content):
    """The file as Word would save it again: the names of styles stay, all else may change."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        made = {name: package.read(name).decode() for name in package.namelist()}
    ids = "|".join(sorted(SWEDISH_IDS, key=len, reverse=True))
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        made[name] = re.sub(
            rf'(<w:\w*[sS]tyle w:val="|w:styleId="|<w:basedOn w:val=")({ids})(?=\d?")',
            lambda found: found[1] + SWEDISH_IDS[found[2]],
            made[name],
        )
    text = made["word/document.xml"]
    assert 'w:val="Rubrik1"' in text
    text = re.sub(
        r"<w:r>((?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)"
        r'<w:t xml:space="preserve">(\w+)( [^<]*)</w:t></w:r>',
        r'<w:r w:rsidR="00A1"><w:lastRenderedPageBreak/>\1<w:t>\2</w:t></w:r><w:proofErr '
        r'w:type="spellEnd"/><w:r>\1<w:t xml:space="preserve">\3</w:t></w:r>',
        text,
    )
    text = text.replace("<w:p>", '<w:p w:rsidR="00B2" w:rsidRDefault="00B2">')
    text = text.replace("</w:p>", '<w:bookmarkStart w:id="7" w:name="_x"/></w:p>')
    made["word/document.xml"] = text.replace("rId1", "rId7001")
    relations = made["word/_rels/document.xml.rels"]
    made["word/_rels/document.xml.rels"] = relations.replace("rId1", "rId7001")
    return zipped(made)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(editions())
def test_text_is_the_same_after_word_has_saved_it(text):
    again = saved_by_word(word_of(text, FACTS))
    found = read_word(again, "fil.docx", site=SITE)
    assert (found.text, found.told) == (text, ())


@pytest.mark.full
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(editions())
def test_any_text_is_the_same_when_it_is_read_again(text):
    assert read_word(word_of(text, FACTS), "fil.docx", site=SITE).text == text


def texts_of_fixtures():
    for path in sorted((Path(__file__).parents[2] / "fixtures").rglob("*.toml")):
        for edition in tomllib.loads(path.read_text()).get("documents", {}).get("edition", []):
            sections = tuple(
                WordSection(
                    " ".join(each.get("heading", each["key"]).split()),
                    each.get("level", 1),
                    each["html"],
                )
                for each in edition.get("section", ())
                # What is taken from a shared text has its words, or only its heading, there.
                if "html" in each
            )
            if sections:
                yield pytest.param(
                    edition["title"], sections, id=f"{path.stem}-{edition['number']}"
                )


@pytest.mark.parametrize(("title", "sections"), list(texts_of_fixtures()))
def test_commission_of_the_fixtures_is_the_same_when_it_is_read_again(title, sections):
    sections = tuple(WordSection(s.heading, s.level, normal(s.html)) for s in sections)
    text = WordText(" ".join(title.split()), "", sections)
    found = read_word(word_of(text, FACTS), "fil.docx", site=SITE)
    assert (found.text, found.told) == (text, ())


TEXT = WordText(
    "Uppdrag för Rådet",
    "En underrubrik",
    (
        WordSection("Bakgrund", 1, '<p>Se <a href="/radet/">rådet</a>.</p>', note="Delat avsnitt."),
        WordSection(
            "Mål",
            2,
            "<h3>Ett</h3>\n<ol><li>a</li></ol>\n<ol><li>b<ul><li>c</li></ul></li></ol>\n"
            '<table><thead><tr><th scope="col">Region</th></tr></thead>'
            "<tbody><tr><td>Söder</td></tr></tbody></table>",
        ),
    ),
)


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return ElementTree.fromstring(package.read(name))


def styles_of(content):
    return [each.get(W + "val") for each in part(content, "word/document.xml").iter(W + "pStyle")]


def said_in(content):
    words = [each.text for each in part(content, "word/document.xml").iter(W + "t")]
    return "".join(filter(None, words))


def test_facts_and_notes_are_shown_and_not_read_back():
    made = word_of(TEXT, FACTS)
    for words in (
        "Uppdragsbeskrivning",
        "Avser Rådet och Utskottet",
        "Version 3",
        "Gäller från 1 januari 2026",
        "Beslut: uppgift saknas",
        "Permanent adress: https://portal.example/radet/uppdrag/version/3/",
        "Delat avsnitt.",
    ):
        assert words in said_in(made)
    found = read_word(made, "fil.docx", site=SITE)
    assert found.told == ()
    assert [each.note for each in found.text.sections] == ["", ""]
    assert found.text.sections[0].html == TEXT.sections[0].html


def test_styles_are_words_own():
    assert styles_of(word_of(TEXT)) == [
        "Title",
        "Subtitle",
        "Heading1",
        "PortalNote",
        "Heading2",
        "PortalHeading1",
        *("ListNumber", "ListNumber", "ListBullet2"),
        *("PortalTableHeading", "TableText", "PortalGap"),
    ]
    made = word_of(TEXT)
    known = {
        each.get(W + "styleId"): each.find(W + "name").get(W + "val")
        for each in part(made, "word/styles.xml").iter(W + "style")
    }
    used = set(styles_of(made)) | {
        each.get(W + "val")
        for kind in ("rStyle", "tblStyle")
        for each in part(made, "word/document.xml").iter(W + kind)
    }
    assert used <= set(known)
    for id_, name in (
        ("Title", "Title"),
        ("Heading1", "heading 1"),
        ("ListBullet2", "List Bullet 2"),
        ("TableGrid", "Table Grid"),
        ("Hyperlink", "Hyperlink"),
    ):
        assert known[id_] == name


def test_each_numbered_list_begins_with_one():
    made = word_of(TEXT)
    numbers = part(made, "word/numbering.xml")
    restarting = {
        each.get(W + "numId")
        for each in numbers.iter(W + "num")
        if each.find(f"{W}lvlOverride/{W}startOverride") is not None
    }
    items = [
        each.find(f"{W}pPr/{W}numPr/{W}numId").get(W + "val")
        for each in part(made, "word/document.xml").iter(W + "p")
        if each.find(f"{W}pPr/{W}numPr") is not None
    ]
    assert len(items) == 3
    assert items[0] != items[1]
    assert set(items[:2]) <= restarting


def test_header_row_is_repeated_on_each_page():
    rows = list(part(word_of(TEXT), "word/document.xml").iter(W + "tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("language", "code", "foot"), [("sv", "sv-SE", "Sida 1 av 1"), ("en", "en-GB", "Page 1 of 1")]
)
def test_language_and_page_numbers_follow_the_text(language, code, foot):
    made = word_of(TEXT, WordFacts(language=language))
    [lang] = part(made, "word/styles.xml").iter(W + "lang")
    assert lang.get(W + "val") == code
    footer = part(made, "word/footer.xml")
    assert "".join(each.text for each in footer.iter(W + "t")).endswith(foot)
    fields = [each.get(W + "instr").strip() for each in footer.iter(W + "fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert read_word(made, "fil.docx").told == ()


def test_same_text_gives_the_same_bytes_and_names_no_machine():
    made = word_of(TEXT, FACTS)
    assert made == word_of(TEXT, FACTS)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert re.findall(r"<dc:(?:title|creator|language)>(.*?)</", core) == [
        "Norra provregionen",
        "sv-SE",
        "Uppdrag för Rådet",
    ]
    assert re.findall(r">(\d{4}-\S+?)<", core) == ["2025-12-03T00:00:00Z"] * 2


def test_every_relation_leads_somewhere_and_every_part_has_a_type():
    with zipfile.ZipFile(io.BytesIO(word_of(TEXT, FACTS))) as package:
        names = set(package.namelist())
        types = package.read("[Content_Types].xml").decode()
        document = package.read("word/document.xml").decode()
        relations = ElementTree.fromstring(package.read("word/_rels/document.xml.rels"))
    inside = {e.get("Target") for e in relations if e.get("TargetMode") != "External"}
    assert {f"word/{target}" for target in inside} <= names
    ids = {each.get("Id") for each in relations}
    assert set(re.findall(r'r:id="(\w+)"', document)) <= ids
    links = {e.get("Target") for e in relations if e.get("TargetMode") == "External"}
    assert links == {FACTS.address, "https://portal.example/radet/"}
    for name in names - {"[Content_Types].xml"}:
        assert f'PartName="/{name}"' in types or name.endswith(".rels")


@pytest.mark.parametrize(
    "text", ["<w:p/>", "]]>", "&amp;", '"><x y="', "\x00\x0b\ufffe\ud800", "{x}"]
)
def test_hostile_text_is_text(text):
    made = word_of(
        WordText(
            f"x {text}", text, (WordSection(f"x {text}", 1, f"<p>{escape(text)} y</p>", text),)
        ),
        WordFacts(text, (text,), text, text, text, text),
    )
    found = read_word(made, "fil.docx").text
    expected = text.replace("\x00\x0b\ufffe\ud800", "\ufffd\ufffd")
    assert found.title.replace(" ", "") == f"x {expected}".replace(" ", "")
    assert found.sections[0].heading == found.title


def test_link_that_is_too_long_for_word_is_text():
    html = f'<p><a href="https://a.example/{"x" * 2000}">hit</a></p>'
    [section] = read_word(
        word_of(WordText("T", "", (WordSection("Ett", 1, html),))), "fil.docx"
    ).text.sections
    assert section.html == "<p>hit</p>"

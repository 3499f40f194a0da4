"""What is read of Word files: `word_cases/` holds them, with what must come of each."""

import tomllib
from html import escape
from pathlib import Path

import pytest

from documents.markup import normal
from documents.word import WordError, WordSection, WordText, read_word
from documents.word.text import INTRODUCTION
from tests.documents.word_files import paragraphs, word_file

CASES = {
    path.stem: tomllib.loads(path.read_text())
    for path in sorted(Path(__file__).with_name("word_cases").glob("*.toml"))
}
HEADED = paragraphs("Titel", look="Rubrik") + paragraphs("Ett", look="Rubrik1")


def file_of(case):
    given = {key: case[key] for key in case.keys() & {"links", "parts", "styles", "section"}}
    # In the files a line for each paragraph is easier to read; Word writes one line.
    body = case["body"].replace("\n", "")
    return word_file(
        body, title=case.get("core_title", ""), strict=case.get("strict", False), **given
    )


def test_there_are_enough_cases():
    assert len(CASES) >= 20


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_word_file_is_read(case):
    found = read_word(file_of(case), case.get("name", "fil.docx"))
    sections = tuple(WordSection(*each) for each in case["sections"])
    assert found.text.sections == sections
    assert found.text == WordText(case["title"], case.get("lead", ""), sections)
    assert list(found.told) == case["told"]
    assert [normal(each.html) for each in sections] == [each.html for each in sections]


def test_long_section_is_read_whole():
    words = "Många ord <b>&amp;</b> i rad. " * 40
    found = read_word(word_file(HEADED + paragraphs(*[words] * 180)), "fil.docx")
    [section] = found.text.sections
    assert len(section.html) > 200_000
    assert section.html == "\n".join([f"<p>{escape(words.strip(), quote=False)}</p>"] * 180)


def test_text_that_says_it_is_markup_is_text():
    hostile = "<script>alert('x')</script> &lt;b&gt; {% x %} ]]> \u202eabc"
    found = read_word(word_file(HEADED + paragraphs(hostile)), "fil.docx")
    assert found.text.sections[0].html == f"<p>{escape(hostile, quote=False)}</p>"


def test_paragraphs_in_quantity_are_read_in_time():
    found = read_word(word_file(HEADED + paragraphs(*["Ett stycke."] * 9000)), "fil.docx")
    assert found.text.sections[0].html.count("<p>") == 9000


def test_text_without_any_heading_has_the_section_of_its_own():
    found = read_word(word_file(paragraphs("Ett.")), "Rådets uppdrag.docx")
    assert found.text == WordText("", "", (WordSection(INTRODUCTION, 1, "<p>Ett.</p>"),))


@pytest.mark.parametrize(
    ("where", "body", "parts"),
    [
        ("titeln", paragraphs("Om 850709-9805", look="Rubrik") + paragraphs("x"), {}),
        ("underrubriken", paragraphs("850709-9805", look="Underrubrik") + paragraphs("x"), {}),
        ("avsnittet ”Ett”", HEADED + paragraphs("Ring 19850709-9805."), {}),
        (
            "avsnittet ”Ett”",
            HEADED
            + "<w:p><w:r><w:t>850709</w:t></w:r><w:r><w:noBreakHyphen/><w:t>98</w:t></w:r>"
            + "<w:r><w:rPr><w:b/></w:rPr><w:t>05</w:t></w:r></w:p>",
            {},
        ),
        ("rubriken till ett avsnitt", paragraphs("850709-9805", look="Rubrik1"), {}),
        (
            "det som inte följer med",
            HEADED + '<w:p><w:r><w:t>x</w:t><w:commentReference w:id="0"/></w:r></w:p>',
            {
                "word/comments.xml": '<w:comment w:id="0">'
                + paragraphs("850709-9805")
                + "</w:comment>"
            },
        ),
    ],
)
def test_personal_identity_number_is_refused_with_where_it_stands(where, body, parts):
    with pytest.raises(WordError) as refusal:
        read_word(word_file(body, parts=parts), "fil.docx")
    [finding] = refusal.value.findings
    assert finding.code == "word-identity-number"
    assert where in finding.message
    assert "Ta bort" in finding.message
    assert "9805" not in finding.message

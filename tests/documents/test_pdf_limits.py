"""What the PDF makes of hostile text, faulty text and too much text."""

import re
from html import escape

import pytest

from documents.pdf import PdfError, pdf_faults, pdf_of
from documents.pdf.faults import section_faults
from organisation.rules import Finding
from tests.documents.pdf_cases import CASES, FAULTS, HOSTILE, NAMED
from tests.documents.pdf_making import paragraphs, pdf_with, text_with


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_as_text(hostile):
    everywhere = f"x {hostile} x"
    pdf = pdf_with(
        (
            everywhere,
            1,
            f"<p>{escape(everywhere)}</p><ul><li>{escape(everywhere)}</li></ul>"
            f"<table><tbody><tr><td>{escape(everywhere)}</td></tr></tbody></table>",
        ),
        **dict.fromkeys(("title", "kind", "version", "valid", "decision"), everywhere),
        bodies=(everywhere,),
    )
    shown = [pdf.text(each) for each in pdf.elements("P")]
    assert shown[:1] + shown[2:5] + shown[6:7] == [everywhere] * 5
    assert shown[1] == f"Avser {everywhere}"
    for tag in ("H1", "H2", "LBody", "TD"):
        assert [pdf.text(each) for each in pdf.elements(tag)] == [everywhere]
    assert pdf.reader.metadata.title == everywhere


@pytest.mark.parametrize("words", ["שלום", "مرحبا"])
def test_text_from_right_to_left_is_set_from_right_to_left(words):
    pdf = pdf_with((words, 1, f"<p>Ordet {words} står här.</p>"), title=words)
    # Its letters lie in the file as they are seen, from left to right.
    assert pdf.tags[-2:] == [f"H2 {words[::-1]}", f"P Ordet {words[::-1]} står här."]
    assert [title for _, title in pdf.outline] == [words, words]


@pytest.mark.parametrize(("written", "shown"), NAMED)
def test_signs_that_no_font_has_are_named(written, shown):
    pdf = pdf_with((written, 1, f"<p>{written}</p>"), title=written)
    assert [pdf.text(each) for each in pdf.elements("P")][-1] == shown
    assert [title for _, title in pdf.outline] == [shown, shown]
    assert pdf.reader.metadata.title == written


def test_letters_that_no_font_has_are_refused_by_name():
    with pytest.raises(PdfError, match=r"inte visa tecknen 区 \(U\+533A\), 地 \(U\+5730\)\. Skriv"):
        pdf_of(text_with(("Ett", 1, "<p>地区 😀</p>")))


def test_two_hundred_sections_all_stand_in_the_text():
    sections = [(f"Avsnitt {number}", 1, f"<p>Ord{number} och mer.</p>") for number in range(200)]
    pdf = pdf_with(*sections)
    assert [title for _, title in pdf.outline][1:] == [heading for heading, _, _ in sections]
    assert re.findall(r"Ord\d+", pdf.text()) == [f"Ord{number}" for number in range(200)]


def test_scripts_and_styles_never_reach_the_page():
    pdf = pdf_with(("Ett", 1, "<script>alert(1)</script><style>p{}</style><p onclick=x>Ord</p>"))
    assert pdf.tags[-2:] == ["H2 Ett", "P Ord"]


@pytest.mark.parametrize(
    ("code", "sections", "beginning", "remedy"),
    [(code, *case) for code, cases in FAULTS.items() for case in cases],
)
def test_fault_is_found_and_refused_with_its_remedy(code, sections, beginning, remedy):
    [fault] = pdf_faults(text_with(*sections))
    assert (fault.code, fault.message[: len(beginning)]) == (code, beginning)
    assert remedy in fault.message
    with pytest.raises(PdfError, match=f"^{re.escape(fault.message)}$"):
        pdf_of(text_with(*sections))


@pytest.mark.parametrize("sections", [case for case, _ in CASES.values()], ids=CASES)
def test_good_sections_have_no_fault(sections):
    assert section_faults(sections) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"title": " "}, "saknar titel"),
        ({"bodies": ()}, "saknar organ"),
        ({"version": ""}, "saknar version"),
        ({"language": "de"}, "inte på ”de”"),
    ],
)
def test_missing_fact_is_named(facts, said):
    with pytest.raises(PdfError, match=said):
        pdf_of(text_with(("Ett", 1, "<p>x</p>"), **facts))


def test_every_fault_is_told_at_once():
    faults = pdf_faults(text_with(("", 1, ""), ("Två", 3, "<h4>x</h4>"), title=""))
    assert all(isinstance(fault, Finding) for fault in faults)
    assert [fault.code for fault in faults] == [
        "pdf_fact_missing",
        "pdf_empty_heading",
        "pdf_skipped_heading",
        "pdf_skipped_heading",
    ]


def test_too_little_time_is_told():
    with pytest.raises(PdfError, match=r"inte klar på 0\.01 sekunder\. Försök igen"):
        pdf_of(text_with(("Ett", 1, "<p>x</p>")), seconds=0.01)


def test_too_little_memory_is_told():
    with pytest.raises(PdfError, match=r"mer minne än de 60 MB som den får\. Dela texten"):
        pdf_of(text_with(("Ett", 1, "<p>x</p>")), megabytes=60)


def test_memory_that_ends_while_setting_is_told():
    long = ("Ett", 1, paragraphs(*["Många ord i rad. " * 50] * 3000))
    with pytest.raises(PdfError, match="mer minne än de 260 MB"):
        pdf_of(text_with(long), megabytes=260)

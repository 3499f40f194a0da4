"""Each file of the cases comes in or is refused as they say; and the check survives them."""

import resource
import subprocess
import sys

import pytest

from documents.attachments import UploadError, check_upload
from documents.attachments.accessibility import Mark, mark_of, wanting
from documents.attachments.checking import READER
from documents.attachments.faults import SENTENCES
from documents.attachments.kinds import KINDS
from organisation.apart.asking import Unread, ask
from tests.documents import word_bad
from tests.documents.upload_cases import BAD, GOOD
from tests.documents.upload_files import pdf, sheet, word


@pytest.mark.parametrize(("make", "name", "code"), BAD.values(), ids=BAD)
def test_bad_file_is_refused_with_its_remedy(make, name, code):
    with pytest.raises(UploadError) as refusal:
        check_upload(make(), name)
    assert refusal.value.code == code
    [finding] = refusal.value.findings
    assert (finding.code, finding.subject) == (code, "file")
    assert finding.message == str(refusal.value)
    assert "{" not in finding.message


@pytest.mark.parametrize(("make", "name", "kind", "lacking"), GOOD.values(), ids=GOOD)
def test_good_file_comes_in(make, name, kind, lacking):
    content = make()
    checked = check_upload(content, name)
    assert (checked.kind, checked.name, checked.content) == (KINDS[kind], name, content)
    found = wanting(kind, checked.facts)
    assert lacking == (None if found is None else [each.code for each in found])
    mark = Mark.UNCHECKED if lacking is None else Mark.WANTING if lacking else Mark.NONE_FOUND
    assert mark_of(kind, checked.facts) is mark


def test_there_are_cases_enough():
    print(f"{len(BAD)} files refused, {len(GOOD)} come in")
    assert len(GOOD) >= 20


@pytest.mark.parametrize(
    "make",
    # A file without text is no fault in one that goes with a text.
    [made for name, (made, *_) in word_bad.BAD.items() if name != "no text"],
    ids=[name for name in word_bad.BAD if name != "no text"],
)
def test_what_is_no_word_file_to_read_from_is_none_to_attach(make):
    content = make()
    with pytest.raises(UploadError):
        check_upload(content, "plan.docx")


def test_text_and_facts_of_a_pdf():
    checked = check_upload(
        pdf("Öppna mål för året", "Sida två", title="Plan", language="sv", tagged=True), "p.pdf"
    )
    assert checked.text == "Öppna mål för året\nSida två"
    assert checked.facts == {
        "title": "Plan",
        "language": "sv",
        "tagged": True,
        "pages": 2,
        "pages_with_text": 2,
    }


def test_text_and_facts_of_a_word_file():
    checked = check_upload(word("Det vi gör.", title="Plan"), "plan.docx")
    assert checked.text == "Handlingsplan\nDet vi gör."
    assert checked.facts == {
        "title": "Plan",
        "language": "sv-SE",
        "words": 4,
        "has_headings": True,
        "pictures_without_text": 0,
    }


def test_text_of_an_excel_file():
    assert check_upload(sheet(("Mått", 12), ("Väntetid", 3.5)), "m.xlsx").text.split("\n") == [
        "Mått",
        "12",
        "Väntetid",
        "3.5",
    ]


def test_name_is_written_in_one_way():
    assert check_upload(pdf(), "  A\u030arsplan   2027.pdf ").name == "Årsplan 2027.pdf"


def test_long_file_ends_in_words_and_in_time():
    with pytest.raises(UploadError, match="Försök igen om en stund") as refusal:
        check_upload(pdf(), "p.pdf", seconds=0.01)
    assert refusal.value.code == "late"


def test_memory_is_limited():
    with pytest.raises(UploadError, match="minne") as refusal:
        check_upload(pdf(), "p.pdf", megabytes=30)
    assert refusal.value.code == "memory"


def test_program_that_breaks_is_a_refusal():
    """Whatever the libraries stumble over, no page breaks of it."""
    with pytest.raises(Unread) as refusal:
        ask(READER.with_name("none.py"), b"%PDF-", seconds=5, megabytes=200)
    assert refusal.value.code == "failed"
    assert "failed" in SENTENCES


def test_check_takes_little_of_the_site():
    """The libraries that read files are never loaded by the site itself."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, documents.attachments;"
            "print([each for each in ('pikepdf', 'pypdf', 'openpyxl') if each in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY

"""Files that go with the editions of a fixture set."""

import pytest

from documents.attachments import shelf
from documents.models import Attachment
from tests.documents.upload_files import hidden_script, pdf
from tests.portal.edition_files import DOCUMENT, LATER, faults, files

__all__ = ["files"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_shelf")]
ATTACHED = """
[[documents.edition.file]]
path = "filer/plan.pdf"

[[documents.edition.file]]
path = "filer/plan-2.pdf"
title = "Den andra"
elsewhere = "Står också i avsnitt 1."
"""


@pytest.fixture
def lying(settings, files):
    """The folder of the set's files, with two of them."""
    folder = settings.BASE_DIR / "fixtures" / "prov" / "filer"
    folder.mkdir()
    (folder / "plan.pdf").write_bytes(pdf("Planen"))
    (folder / "plan-2.pdf").write_bytes(pdf("Den andra planen"))
    return folder


def with_files(told: str = ATTACHED) -> str:
    """The published edition with files; they stand before its sections."""
    at = DOCUMENT.index("[[documents.edition.section]]")
    return DOCUMENT[:at] + told + "\n" + DOCUMENT[at:]


def told() -> list[tuple]:
    return list(Attachment.objects.values_list("position", "title", "name", "elsewhere"))


def test_published_edition_has_its_files_and_loading_again_changes_nothing(files, lying):
    files(with_files(), LATER)
    first, second = told()
    assert (first[0], first[2:]) == (1, ("plan.pdf", ""))
    assert second == (2, "Den andra", "plan-2.pdf", "Står också i avsnitt 1.")
    one = Attachment.objects.first()
    assert one.url == "/grupper/tre/uppdrag/1/filer/plan.pdf"
    with shelf.take(one.file.sha256) as file:
        assert file.read() == (lying / "plan.pdf").read_bytes()
    assert files(with_files(), LATER).writes == 0
    assert len(told()) == 2
    assert Attachment.history.count() == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('path = "filer/finns-inte.pdf"', "Filen filer/finns-inte.pdf finns inte."),
        ('path = "../../hemligt.pdf"', "Filen ../../hemligt.pdf finns inte."),
        ('title = "Utan fil"', "Skriv path"),
        ('path = "filer/plan.pdf"\nnamn = "x"', "Skriv path"),
        ('path = "filer/skript.pdf"', "skript"),
    ],
)
def test_file_that_cant_be_had_stops_the_whole(files, lying, given, said):
    (lying / "skript.pdf").write_bytes(hidden_script())
    (lying.parent.parent.parent / "hemligt.pdf").write_bytes(pdf("Hemligt"))
    (found,) = faults(files, with_files(f"[[documents.edition.file]]\n{given}\n"))
    assert said in found
    assert "fältet file" in found
    assert not Attachment.objects.exists()

"""A text from a word processor in the draft of a commission."""

from dataclasses import dataclass

import pytest

from documents import actions
from documents.actions.locking import fingerprint
from documents.actions.word import Chosen, take_in_word
from documents.models import Edition
from documents.word_plan import Choice, Place, Plan
from tests import factories
from tests.factories import NOW, user

from .sharing import draft_for, published_for, shared_text, told

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Read:
    heading: str
    html: str = "<p>Ur filen.</p>"
    level: int = 1


LONG = "<p>Gruppen ska stödja arbetet med kvalitet i alla tre regionerna varje år.</p>"
LIKE = "<p>Gruppen ska stödja arbetet med kvalitet i alla de tre regionerna varje år.</p>"


@pytest.fixture
def group():
    return factories.body(of=factories.kind("samverkansgrupp"))


def take_in(body, *read: Read, by=None, seen=None, **values) -> Edition:
    return take_in_word(
        body,
        read,
        by=by or user(),
        at=NOW,
        on=NOW.date(),
        file="uppdrag.docx",
        seen=seen,
        **values,
    )


def texts(edition: Edition) -> list[tuple[str, str]]:
    return [(each.heading, each.html) for each in edition.sections.present()]


def places(body, *read: Read) -> list[Place]:
    return [each.place for each in Plan(body, read).sections]


def test_a_body_without_a_commission_gets_a_draft_of_the_file(group):
    draft = take_in(
        group,
        Read("Mål", "<p>Vi vill.</p>"),
        Read("Delmål", "<p>Steg för steg.</p>", 2),
        title="Uppdraget",
        lead="För alla",
        told=["En bild togs bort."],
    )
    assert [(each.key, each.level) for each in draft.sections.present()] == [
        ("mal", 1),
        ("delmal", 2),
    ]
    assert (draft.title, draft.lead, draft.number) == ("Uppdraget", "För alla", 1)
    event = draft.events.get(kind="read_in")
    assert event.text == "Ur filen uppdrag.docx.\nEn bild togs bort."


def test_what_reads_like_a_shared_text_is_told_and_taken_as_shared(group):
    shared_text("Syfte", "Medel", "Form", form=LONG)
    read = [
        Read("Syfte", "<p>Gemensamt om syfte.</p>"),
        Read("Eget"),
        Read("Möten", LIKE),
    ]
    assert places(group, *read) == [Place.SHARED, Place.NEW, Place.ALIKE]
    draft = take_in(group, *read)
    # What is only like it stays as it is in the file, and what the file lacks isn't added.
    assert told(draft) == ["syfte", "+eget", "+moten"]


def test_what_is_like_a_shared_text_becomes_it_where_someone_says_so(group):
    shared_text("Form", form=LONG)
    draft = take_in(group, Read("Möten", LIKE), chosen=Chosen({0: Choice.SHARED}))
    assert told(draft) == ["form"]
    assert texts(draft) == [("Form", LONG)]


def test_the_next_version_keeps_what_each_section_is(group):
    text = shared_text("Syfte", "Medel")
    published_for(group, text)
    draft = take_in(
        group,
        Read("SYFTE", "<p>Gemensamt om  syfte.</p>"),
        Read("Uppföljning"),
        Read("Medel", "<p>Gemensamt om medel.</p>"),
    )
    assert draft.number == 2
    # The heading in capitals is other words, but the shared ones stay unless someone says else.
    assert told(draft) == ["syfte", "+uppfoljning", "medel"]
    assert draft.sections.get(key="syfte").heading == "Syfte"


def test_other_words_than_the_shared_ones_are_asked_about(group):
    published_for(group, shared_text("Syfte"))
    read = Read("Syfte", "<p>Vårt syfte.</p>")
    assert places(group, read) == [Place.DIFFERS]
    with pytest.raises(actions.Refused, match="Skriv varför"):
        take_in(group, read, chosen=Chosen({0: Choice.OWN}))
    assert not Edition.objects.filter(document__owner=group, state="draft").exists()
    draft = take_in(group, read, chosen=Chosen({0: Choice.OWN}, {0: "Vi är  en ny grupp."}))
    assert told(draft) == ["!syfte"]
    assert draft.sections.get().html == "<p>Vårt syfte.</p>"
    assert draft.sections.get().part.own_reason == "Vi är en ny grupp."


def test_shared_sections_that_the_file_lacks_stay_where_they_were(group):
    published_for(group, shared_text("Syfte", "Medel", "Form"))
    draft = take_in(group, Read("Form", "<p>Gemensamt om form.</p>"), Read("Eget"))
    assert told(draft) == ["syfte", "medel", "form", "+eget"]


def test_own_sections_that_the_file_lacks_are_taken_out_and_can_be_put_back(group):
    first = factories.published(factories.document(group), "Ett.", "Två.")
    draft = take_in(group, Read("Avsnitt-1", "<p>Ett!</p>"))
    assert texts(draft) == [("Avsnitt-1", "<p>Ett!</p>")]
    assert draft.sections.get(key="avsnitt-2").removed
    assert first.sections.present().count() == 2


def test_the_file_s_order_is_the_draft_s(group):
    factories.published(factories.document(group), "Ett.", "Två.")
    draft = take_in(group, Read("Avsnitt-2", "<p>Två.</p>"), Read("Avsnitt-1", "<p>Ett.</p>"))
    assert [each.key for each in draft.sections.present()] == ["avsnitt-2", "avsnitt-1"]


def test_an_open_draft_takes_the_file_in_if_it_is_as_it_was_seen(group):
    draft = draft_for(group, shared_text("Syfte"))
    saw = fingerprint(draft)
    with pytest.raises(actions.Conflict):
        take_in(group, Read("Eget"), seen="annat")
    with pytest.raises(actions.Conflict):
        take_in(group, Read("Eget"), seen=None)
    again = take_in(group, Read("Eget"), seen=saw)
    assert again.pk == draft.pk
    assert told(again) == ["syfte", "+eget"]
    with pytest.raises(actions.Conflict):
        take_in(group, Read("Eget"), seen=saw)


def test_the_same_file_again_changes_no_words(group):
    draft = draft_for(group, shared_text("Syfte"))
    draft = take_in(group, Read("Eget", "<p>Vi.</p>"), seen=fingerprint(draft))
    before = [(each.pk, each.revision, each.html) for each in draft.sections.all()]
    take_in(group, Read("Eget", "<p>Vi.</p>"), seen=fingerprint(draft))
    assert [(each.pk, each.revision, each.html) for each in draft.sections.all()] == before


def test_a_version_that_is_being_decided_on_takes_nothing_in(group):
    draft = draft_for(group, shared_text("Syfte"))
    actions.submit(draft, by=user(), at=NOW, seen=fingerprint(draft))
    draft.refresh_from_db()
    with pytest.raises(actions.Refused, match="skickad till beslut"):
        take_in(group, Read("Eget"), seen=fingerprint(draft))


def test_a_faulty_section_stops_the_whole_file(group):
    count = Edition.objects.count()
    for read, match in (
        (Read("Ett", "<p>" + "a" * 200_001 + "</p>"), "för långt"),
        (Read("Ett", "<p>Se 19121212-1212.</p>"), "personnummer"),
        (Read("x" * 201), "200"),
    ):
        with pytest.raises(actions.Refused, match=match):
            take_in(group, Read("Först"), read)
    with pytest.raises(actions.Refused, match="ingen text"):
        take_in(group)
    with pytest.raises(actions.Refused, match="200"):
        take_in(group, *[Read(f"Avsnitt {n}") for n in range(201)])
    with pytest.raises(actions.Refused, match="inte rätt"):
        take_in(group, Read("Ett"), by=user(office=False))
    assert Edition.objects.count() == count
    assert not group.documents.exists()

"""Editions in fixture files: each reaches its state, what is published stays, and a draft belongs
to those who work on it."""

import datetime

import pytest

from bodies.models import Body
from documents.actions import Refused
from documents.models import Document, Edition, EditionEvent, EditionPdf, Section, WorkingCopy
from portal.loading import FixtureError
from tests.portal.edition_files import BODIES, DOCUMENT, EVERY, LATER, ON, faults, files, texts

__all__ = ["files"]
pytestmark = pytest.mark.django_db


def test_editions_of_a_document_reach_their_states_one_after_the_other(files):
    files(DOCUMENT, LATER)

    assert list(Edition.objects.values_list("number", "state", "decision__body__path")) == [
        (1, "published", None),
        (2, "published", "rad/ett"),
        (3, "draft", None),
    ]
    assert texts() == [
        (1, "bakgrund", "<p>Så började det.</p>"),
        (1, "uppgift", "<p>Det här ska göras.</p>"),
        (2, "uppgift", "<p>Det här ska göras nu.</p>"),
        (3, "uppgift", "<p>Det här ska göras sedan.</p>"),
    ]
    assert sorted(EditionEvent.objects.values_list("edition__number", "kind")) == [
        (1, "published"),
        (2, "published"),
    ]


@pytest.mark.parametrize("state", ["submitted", "adopted"])
def test_edition_may_wait_to_be_decided_or_published(files, state):
    last = LATER.replace('state = "draft"', f'state = "{state}"').replace(
        "number = 3",
        "number = 3\nvalid_from = 2027-01-01\n"
        'decision = {body = "rad/ett", date = 2025-12-03}\nchange_note = "Mer."',
    )
    files(DOCUMENT, last)

    assert Edition.objects.get(number=3).state == state
    assert WorkingCopy.objects.get().name == "3-01"


def test_loading_again_changes_nothing(files):
    files(DOCUMENT, LATER, EVERY)
    counted = (Edition.history.count(), Section.history.count(), EditionEvent.objects.count())

    again = files(DOCUMENT, LATER, EVERY)

    assert again.writes == 0
    assert again.unchanged["documents.edition"] == 5
    assert (
        Edition.history.count(),
        Section.history.count(),
        EditionEvent.objects.count(),
    ) == counted


def test_a_later_version_is_added_to_what_is_published(files):
    files(DOCUMENT)
    report = files(DOCUMENT, LATER)

    assert report.created["documents.edition"] == 2
    assert Edition.objects.published().count() == 2


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        pytest.param(
            'title = "Uppdrag"', 'title = "Uppgifter"', "titel skiljer sig", id="another title"
        ),
        pytest.param(
            "<p>Det här ska göras.</p>",
            "<p>Det här ska inte göras.</p>",
            "avsnittet Uppgift skiljer sig",
            id="another text",
        ),
        pytest.param(
            'heading = "Bakgrund"',
            'heading = "Inledning"',
            "avsnittet Bakgrund skiljer sig",
            id="another heading",
        ),
        pytest.param(
            DOCUMENT,
            DOCUMENT + '[[documents.edition.section]]\nkey = "mer"\nheading = "Mer"\n'
            'html = "<p>Och det.</p>"\n',
            "avsnittet Mer finns inte i den publicerade texten",
            id="one section more",
        ),
        pytest.param(
            DOCUMENT[DOCUMENT.rindex("[[documents.edition.section]]") :],
            "",
            "avsnittet Uppgift finns inte i filen",
            id="one section less",
        ),
        pytest.param(
            'key = "bakgrund"\nheading = "Bakgrund"',
            'key = "bakgrund"\nposition = 3\nheading = "Bakgrund"',
            "avsnittet Bakgrund skiljer sig",
            id="another order",
        ),
    ],
)
def test_published_text_that_differs_is_refused_and_stays(files, was, becomes, says):
    files(DOCUMENT, LATER)
    before = texts()
    assert was in DOCUMENT

    told = faults(files, DOCUMENT.replace(was, becomes), LATER)

    assert len(told) == 1
    assert says in told[0]
    assert "Version 1 är publicerad och ändras inte" in told[0]
    assert "Lägg till en ny version i stället" in told[0]
    assert told[0].startswith("fixtures/prov/20-dokument.toml, documents.edition nr 1")
    assert texts() == before


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("göras sedan", "göras aldrig"),
        (LATER[LATER.rindex("[[documents.edition.section]]") :], ""),
        (
            'göras sedan.</p>"\n',
            'göras sedan.</p>"\n[[documents.edition.section]]\nkey = "mer"\n'
            'heading = "Mer"\nhtml = "<p>Och det.</p>"\n',
        ),
    ],
)
def test_draft_is_left_to_those_who_work_on_it(files, was, becomes):
    files(DOCUMENT, LATER)
    section = Section.objects.get(edition__number=3)
    section.html = "<p>Någon skriver på det här.</p>"
    section.save()
    Edition.objects.filter(number=3).update(title="Ny titel")
    before = texts()
    assert was in LATER

    report = files(DOCUMENT, LATER.replace(was, becomes))

    assert report.writes == 0
    assert texts() == before
    assert Edition.objects.get(number=3).title == "Ny titel"


def test_draft_that_has_been_published_since_is_left_too(files):
    files(DOCUMENT, LATER)
    draft = Edition.objects.get(number=3)
    section = draft.sections.get()
    section.html = "<p>Så blev det.</p>"
    section.save()
    draft.valid_from, draft.state = datetime.date(2026, 2, 1), "published"
    draft.save()

    assert files(DOCUMENT, LATER).writes == 0
    assert Edition.objects.get(number=3).sections.get().html == "<p>Så blev det.</p>"


def test_draft_in_the_way_of_a_published_version_is_told(files):
    files(DOCUMENT, LATER)
    before = texts()

    told = faults(files, DOCUMENT, LATER.replace('state = "draft"', 'state = "published"'))

    assert len(told) == 1
    assert "documents.edition nr 3" in told[0]
    assert "Version 3 är utkast i databasen, men publicerad i filen." in told[0]
    assert texts() == before


def test_draft_that_was_thrown_away_is_in_nobodys_way(files):
    files(DOCUMENT, LATER)
    draft = Edition.objects.get(number=3)
    draft.state = "discarded"
    draft.save()
    assert files(DOCUMENT, LATER).writes == 0
    published = LATER.replace("2026-01-01", "2026-01-02").replace("number = 2", "number = 3")
    only = LATER[: LATER.rindex("[[documents.edition]]")]
    third = published[: published.rindex("[[documents.edition]]")]

    files(DOCUMENT, only, third)

    assert sorted(Edition.objects.filter(number=3).values_list("state", flat=True)) == [
        "discarded",
        "published",
    ]
    assert files(DOCUMENT, only, third).writes == 0


WITHDRAWN = LATER[: LATER.rindex("[[documents.edition]]")].replace(
    "number = 2", 'number = 2\nwithdrawn = {on = 2026-02-01, text = "Ska ses över."}'
)


def test_published_edition_may_be_withdrawn(files):
    files(DOCUMENT, WITHDRAWN)
    event = EditionEvent.objects.get(kind="withdrawn")

    assert (event.edition.number, event.text) == (2, "Ska ses över.")
    assert event.effective_on == datetime.date(2026, 2, 1)
    assert files(DOCUMENT, WITHDRAWN).writes == 0
    assert EditionEvent.objects.filter(kind="withdrawn").count() == 1


def test_edition_withdrawn_before_it_began_makes_way_for_another_with_the_same_day(files):
    later = WITHDRAWN.replace("number = 2", "number = 3", 1).replace(
        'withdrawn = {on = 2026-02-01, text = "Ska ses över."}\n', ""
    )
    files(DOCUMENT, WITHDRAWN.replace("on = 2026-02-01", "on = 2025-12-20"), later)

    assert [each.number for each in Edition.objects.in_force(ON)] == [3]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("Ska ses över.", "", "Skriv från vilken dag"),
        ("on = 2026-02-01, ", "", "Skriv från vilken dag"),
        ("on = 2026-02-01", 'on = "i fjol"', "är inget datum"),
        ("text = ", "why = ", "Skriv från vilken dag"),
        ('state = "published"', 'state = "adopted"', "Bara en publicerad version kan återkallas"),
    ],
)
def test_withdrawal_that_says_too_little_is_told(files, was, becomes, says):
    assert was in WITHDRAWN

    told = faults(files, DOCUMENT, WITHDRAWN.replace(was, becomes))

    assert len(told) == 1
    assert says in told[0]
    assert "documents.edition nr 2" in told[0]
    assert "fältet withdrawn" in told[0]


def test_text_that_every_body_of_a_kind_shares_is_written_once(files):
    files(EVERY)

    assert list(Document.objects.values_list("owner__path", flat=True)) == ["rad/ett", "rad/tva"]
    assert texts() == [(1, "uppgift", "<p>Råden ska göra lika.</p>")] * 2
    assert sorted(Edition.objects.values_list("title", flat=True)) == [
        "Uppdrag till rådet Ett",
        "Uppdrag till rådet Två",
    ]
    assert Edition.objects.published().count() == 2


def test_body_of_the_kind_that_comes_later_gets_the_text_too(files):
    files(EVERY)
    more = (
        '[[bodies.body]]\npath = "rad/fyra"\nkind = "rad"\nfunction = "council"\n'
        '[[bodies.bodyname]]\nbody = "rad/fyra"\nname = "Fyra"\n'
    )

    report = files(EVERY, bodies=BODIES + more)

    assert dict(report.created) == {
        "bodies.body": 1,
        "bodies.bodyname": 1,
        "documents.document": 1,
        "documents.edition": 1,
        "documents.section": 1,
    }
    assert Body.objects.get(path="rad/fyra").documents.count() == 1


def test_text_of_its_own_beside_the_shared_one_is_told_with_the_body(files):
    told = faults(files, EVERY, DOCUMENT.replace("grupper/tre", "rad/tva"))

    assert "rad/tva" in told[0]
    assert "Posten står redan i fixtures/prov/20-dokument.toml" in told[0]


def test_kind_without_bodies_is_told(files):
    told = faults(files, EVERY.replace('"rad"', '"styrelse"'))

    assert told == [
        "fixtures/prov/20-dokument.toml, documents.document nr 1: Inget organ i uppsättningen har "
        "slaget styrelse. Rätta slaget eller lägg till organen.",
        "fixtures/prov/20-dokument.toml, documents.edition nr 1: Inget organ i uppsättningen har "
        "slaget styrelse. Rätta slaget eller lägg till organen.",
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('decision = {body = "rad/ett", date = 2025-12-03}\n', "", "Beslutet saknas"),
        ("valid_from = 2026-01-01\n", "", "Ange från vilken dag"),
        ('state = "published"', 'state = "finished"', "Välj en av: draft"),
        ("<p>Det här ska göras nu.</p>", "", "har ingen text"),
    ],
)
def test_edition_that_cannot_reach_its_state_is_told_and_nothing_is_loaded(
    files, was, becomes, says
):
    told = faults(files, DOCUMENT, LATER.replace(was, becomes, 1))

    assert len(told) == 1
    assert says in told[0]
    assert "documents.edition nr 2" in told[0]
    assert not Edition.objects.exists()


def test_pdf_that_cannot_be_made_is_told_and_nothing_is_loaded(files, monkeypatch):
    def refuse(editions):
        raise Refused("Det gick inte att göra en PDF. Försök igen.")

    monkeypatch.setattr("documents.actions.importing.store_pdfs", refuse)
    with pytest.raises(FixtureError, match="Det gick inte att göra en PDF"):
        files(DOCUMENT, pdfs=True)

    assert not Edition.objects.exists()


def test_published_editions_get_their_pdfs(files):
    files(DOCUMENT, LATER, pdfs=True)

    assert list(EditionPdf.objects.values_list("edition__number", flat=True)) == [1, 2]

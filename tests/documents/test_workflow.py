"""The way of an edition: who may, what is refused, what is left behind."""

import pytest

from documents import actions
from documents.actions import Conflict, Refused
from documents.actions.locking import fingerprint
from documents.models import Edition, EditionEvent, WorkingCopy
from documents.rules import State
from organisation.models import Outbox
from portal.generation import generation
from tests import factories as make
from tests.documents.stepping import TODAY, D, adopted, approver, codes, submitted, writer
from tests.factories import NOW

__all__ = ["approver", "writer"]
pytestmark = pytest.mark.django_db


def test_whole_way_leaves_its_trail(writer, approver):
    before = generation()
    edition = adopted(writer, approver)
    assert generation() == before
    edition = actions.publish(edition, by=approver, at=NOW, seen=fingerprint(edition))
    assert edition.state == State.PUBLISHED
    assert (edition.author, edition.submitter, edition.publisher) == (writer, writer, approver)
    assert list(edition.events.values_list("kind", "by")) == [
        ("submitted", writer.pk),
        ("adopted", approver.pk),
        ("published", approver.pk),
    ]
    assert generation() == before + 1
    assert edition.pdf.content
    assert edition.history.count() >= 4


def test_new_draft_has_the_last_text_and_the_next_number(writer):
    first = make.published(None, "Första.", "Andra.")
    draft = actions.start_draft(first.document, by=writer, at=NOW)
    assert (draft.number, draft.state, draft.title) == (2, State.DRAFT, first.title)
    assert list(draft.sections.values_list("key", "html")) == list(
        first.sections.values_list("key", "html")
    )


def test_second_start_gives_the_draft_there_is(writer, approver):
    first = make.published()
    one = actions.start_draft(first.document, by=writer, at=NOW)
    two = actions.start_draft(first.document, by=approver, at=NOW)
    assert one == two
    assert first.document.editions.count() == 2


def test_discarded_draft_frees_its_number_and_keeps_its_text(writer):
    first = make.published()
    draft = actions.start_draft(first.document, by=writer, at=NOW)
    actions.discard(draft, by=writer, at=NOW, seen=fingerprint(draft))
    again = actions.start_draft(first.document, by=writer, at=NOW)
    assert again.number == draft.number
    assert again != draft
    assert draft.sections.exists()


def test_draft_that_someone_writes_in_is_not_thrown_away_unseen(writer, approver):
    edition = make.edition()
    seen = fingerprint(edition)
    actions.save_section(
        edition, "avsnitt-1", by=writer, revision=1, heading="Ny", level=1, html="<p>Ny.</p>"
    )
    with pytest.raises(Conflict):
        actions.discard(edition, by=approver, at=NOW, seen=seen)
    edition.refresh_from_db()
    assert edition.state == State.DRAFT


def test_each_submission_freezes_a_working_copy(writer, approver):
    edition = submitted(writer, "Ett.")
    edition = actions.send_back(
        edition, by=approver, at=NOW, seen=fingerprint(edition), text="Skriv om."
    )
    section = edition.sections.get()
    actions.save_section(
        edition,
        section.key,
        by=writer,
        revision=section.revision,
        heading="Ny",
        level=1,
        html="<p>Två.</p>",
    )
    edition = actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))
    copies = WorkingCopy.objects.filter(edition=edition)
    assert [(each.name, each.content["sections"][0]["html"]) for each in copies] == [
        ("1-01", "<p>Ett.</p>"),
        ("1-02", "<p>Två.</p>"),
    ]


def test_own_submission_is_not_published(writer, approver):
    edition = adopted(writer, approver)
    with pytest.raises(Refused) as caught:
        actions.publish(edition, by=writer, at=NOW, seen=fingerprint(edition))
    assert codes(caught) == ["own-submission"]
    edition.refresh_from_db()
    assert edition.state == State.ADOPTED


def test_forced_publication_needs_an_admin_and_a_reason_and_stays_flagged(writer, approver):
    edition = adopted(writer, approver)
    with pytest.raises(Refused):
        actions.publish(
            edition, by=writer, at=NOW, seen=fingerprint(edition), forced=True, text="Bråttom."
        )
    writer.is_superuser = True
    writer.save()
    with pytest.raises(Refused, match="Skriv varför"):
        actions.publish(edition, by=writer, at=NOW, seen=fingerprint(edition), forced=True)
    actions.publish(
        edition, by=writer, at=NOW, seen=fingerprint(edition), forced=True, text="Bråttom."
    )
    assert Edition.objects.flagged().get() == edition
    with pytest.raises(Refused, match="Någon annan"):
        actions.approve_afterwards(edition, by=writer, at=NOW)
    actions.approve_afterwards(edition, by=approver, at=NOW)
    assert not Edition.objects.flagged().exists()
    with pytest.raises(Refused, match="redan granskad"):
        actions.approve_afterwards(edition, by=approver, at=NOW)


@pytest.mark.parametrize("values", [{"office": False}, {"is_active": False}])
def test_person_without_the_right_is_refused_everything(writer, values):
    stranger = make.user(**values)
    edition = make.edition()
    section = edition.sections.get()
    seen = fingerprint(edition)
    for attempt in (
        lambda: actions.start_draft(make.document(), by=stranger, at=NOW, title="Ny"),
        lambda: actions.change_details(edition, by=stranger, revision=1, title="Ny"),
        lambda: actions.save_section(
            edition, section.key, by=stranger, revision=1, heading="Ny", level=1, html=""
        ),
        lambda: actions.add_section(edition, by=stranger, revision=1, heading="Ny", level=1),
        lambda: actions.move_section(edition, section.key, by=stranger, revision=1, steps=1),
        lambda: actions.take_out_section(edition, section.key, by=stranger, revision=1),
        lambda: actions.discard(edition, by=stranger, at=NOW, seen=seen),
        lambda: actions.submit(edition, by=stranger, at=NOW, seen=seen),
        lambda: actions.comment(edition, section.key, by=stranger, at=NOW, token="t", text="Hej"),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert codes(caught) == ["no-right"]
    assert fingerprint(edition) == seen
    assert not EditionEvent.objects.exists()


def test_incomplete_text_is_not_submitted(writer):
    edition = make.edition()
    make.section(edition, "tom", html="")
    with pytest.raises(Refused) as caught:
        actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))
    assert codes(caught) == ["empty-section"]
    assert not WorkingCopy.objects.exists()


def test_decision_on_what_has_changed_since_it_was_seen_is_a_conflict(writer):
    edition = make.edition()
    seen = fingerprint(edition)
    section = edition.sections.get()
    actions.save_section(
        edition, section.key, by=writer, revision=1, heading="Ny", level=1, html="<p>Ny.</p>"
    )
    with pytest.raises(Conflict):
        actions.submit(edition, by=writer, at=NOW, seen=seen)


def test_edition_that_begins_too_early_is_not_adopted(writer, approver):
    first = make.published(valid_from="2026-01-01")
    draft = actions.start_draft(first.document, by=writer, at=NOW)
    actions.submit(draft, by=writer, at=NOW, seen=fingerprint(draft))
    draft.refresh_from_db()
    with pytest.raises(Refused) as caught:
        actions.adopt(
            draft,
            by=approver,
            at=NOW,
            seen=fingerprint(draft),
            decision=make.decision(),
            valid_from=D(2026, 1, 1),
        )
    assert codes(caught) == ["overlap"]


def test_unsaved_decision_is_saved_with_the_adoption_or_not_at_all(writer, approver):
    from bodies.models import Decision

    edition = submitted(writer)
    body = edition.document.owner
    wanted = Decision(body=body, date=D(2026, 2, 3), paragraph="7")
    with pytest.raises(Conflict):
        actions.adopt(
            edition, by=approver, at=NOW, seen="gammalt", decision=wanted, valid_from=TODAY
        )
    assert not Decision.objects.exists()
    actions.adopt(
        edition,
        by=approver,
        at=NOW,
        seen=fingerprint(edition),
        decision=wanted,
        valid_from=TODAY,
    )
    assert Decision.objects.get().paragraph == "7"


def test_send_back_needs_a_reason_and_lets_go_of_the_decision(writer, approver):
    edition = adopted(writer, approver)
    with pytest.raises(Refused, match="Skriv vad"):
        actions.send_back(edition, by=approver, at=NOW, seen=fingerprint(edition), text=" ")
    edition = actions.send_back(
        edition, by=approver, at=NOW, seen=fingerprint(edition), text="Fel dag."
    )
    assert (edition.state, edition.decision) == (State.DRAFT, None)


def test_published_edition_is_withdrawn_from_a_day_with_a_reason(writer):
    edition = make.published(valid_from="2026-01-01")

    def withdraw(text="Fel text.", day=TODAY):
        return actions.withdraw(edition, by=writer, at=NOW, on=TODAY, effective_on=day, text=text)

    with pytest.raises(Refused, match="Skriv varför"):
        withdraw(text="")
    with pytest.raises(Refused, match="Välj i dag"):
        withdraw(day=D(2026, 2, 5))
    before = generation()
    withdraw()
    assert generation() == before + 1
    with pytest.raises(Refused, match="redan återkallad"):
        withdraw()
    assert edition.sections.exists()


IN_FORCE = [
    ("2025-12-31", None),
    ("2026-01-01", 1),
    ("2026-03-31", 1),
    ("2026-04-01", 2),
    ("2026-06-30", 2),
    ("2026-07-01", None),  # withdrawn, and nothing until the next
    ("2026-09-01", 4),  # the third was withdrawn before it began
    ("2099-01-01", 4),
]


def test_edition_in_force_follows_from_days_and_withdrawals():
    document = make.published(valid_from="2026-01-01").document
    second = make.published(document, valid_from="2026-04-01")
    third = make.published(document, valid_from="2026-08-01")
    make.withdrawal(second, on="2026-07-01")
    make.withdrawal(third, on="2026-07-15")
    make.published(document, valid_from="2026-09-01")
    found = [
        (
            day,
            Edition.objects.in_force(D.fromisoformat(day)).values_list("number", flat=True).first(),
        )
        for day, _ in IN_FORCE
    ]
    assert found == IN_FORCE


def test_withdrawn_before_it_began_leaves_the_former_in_force():
    document = make.published(valid_from="2026-01-01").document
    second = make.published(document, valid_from="2026-04-01")
    make.withdrawal(second, on="2026-03-15")
    assert Edition.objects.in_force(D(2026, 5, 1)).get().number == 1
    assert not Edition.objects.coming(D(2026, 3, 20)).exists()


def test_those_concerned_get_one_mail_each_and_the_doer_none(writer, approver):
    third = make.user("Tredje", email="")
    edition = adopted(writer, approver)
    edition = actions.publish(edition, by=approver, at=NOW, seen=fingerprint(edition))
    assert third.email == ""
    assert sorted(Outbox.objects.values_list("subject", "to")) == sorted(
        [
            (f"Att ta ställning till: {edition.title}", approver.email),
            (f"Beslutad: {edition.title}", writer.email),
            (f"Publicerad: {edition.title}", writer.email),
        ]
    )
    assert all("http://" in each.text for each in Outbox.objects.all())


def test_refused_step_sends_no_mail(writer):
    edition = make.edition(None, "")
    with pytest.raises(Refused):
        actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))
    assert not Outbox.objects.exists()

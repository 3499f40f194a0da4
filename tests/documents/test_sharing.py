"""Commissions that take sections from a shared text."""

import pytest
from django.db import IntegrityError, transaction

from documents import actions
from documents.carrying import as_it_would_read
from documents.lagging import lags, versions_in_force
from documents.models import Document, DocumentBody, Section, SharedPart
from tests import factories
from tests.factories import NOW, user

from .renewing import add_own, group, own, renewed, seen
from .sharing import draft_for, published_for, shared_text, told, version

__all__ = ["group"]
pytestmark = pytest.mark.django_db


def test_a_new_body_begins_with_the_text_of_its_kind(group):
    text = shared_text("Syfte", "Medel")
    text.commission_title = "Uppdrag till {name}"
    text.save()
    draft = actions.begin_commission(group, by=user(), at=NOW, on=NOW.date())
    assert told(draft) == ["syfte", "medel"]
    assert draft.title == f"Uppdrag till {group.names.get().name}"
    assert [each.html for each in draft.sections.present()] == [
        "<p>Gemensamt om syfte.</p>",
        "<p>Gemensamt om medel.</p>",
    ]


def test_a_body_of_another_kind_begins_empty():
    shared_text("Syfte")
    other = factories.body(kind=factories.kind("arbetsgrupp"))
    draft = actions.begin_commission(other, by=user(), at=NOW, on=NOW.date())
    assert told(draft) == []


def test_a_withdrawn_text_is_not_begun_with(group):
    text = shared_text("Syfte")
    factories.withdrawal(text.document.editions.get(), "2026-02-01")
    assert told(actions.begin_commission(group, by=user(), at=NOW, on=NOW.date())) == []


def test_a_new_version_reaches_the_draft_and_leaves_what_is_its_own(group):
    text = shared_text("Syfte", "Medel")
    first = published_for(group, text)
    assert told(first) == ["syfte", "medel"]
    version(text, "Syfte", "Nytt", "Medel", syfte="<p>Andra syfte.</p>", valid_from="2026-02-01")
    draft = draft_for(group, text, number=1)
    add_own(draft, after="syfte")
    draft = renewed(draft, text)
    assert told(draft) == ["syfte", "+eget", "nytt", "medel"]
    assert draft.sections.get(key="syfte").html == "<p>Andra syfte.</p>"
    assert draft.sections.get(key="eget").html == "<p>Vi.</p>"
    assert {
        each.shared.edition.number for each in SharedPart.objects.filter(section__edition=draft)
    } == {2}
    assert told(first) == ["syfte", "medel"]
    assert first.sections.get(key="syfte").html == "<p>Gemensamt om syfte.</p>"


def test_renewing_again_changes_nothing(group):
    text = shared_text("Syfte")
    version(text, "Syfte", syfte="<p>Andra syfte.</p>", valid_from="2026-02-01")
    draft = draft_for(group, text)
    before = (draft.revision, SharedPart.history.count(), Section.history.count())
    draft = renewed(draft, text)
    assert (draft.revision, SharedPart.history.count(), Section.history.count()) == before


def test_what_was_written_by_hand_and_reads_the_same_is_recognised(group):
    document = factories.document(group)
    edition = factories.edition(document)
    edition.sections.all().delete()
    factories.section(edition, "syfte-hos-oss", heading="Syfte", html="<p>Gemensamt om syfte.</p>")
    factories.section(edition, "eget")
    published = factories.take_all_steps(edition, valid_from="2026-01-01")
    text = shared_text("Syfte", "Medel")
    assert told(published) == ["+syfte-hos-oss", "+eget"]
    draft = draft_for(group, text)
    assert told(draft) == ["syfte", "+eget", "medel"]
    assert draft.sections.get(key="syfte-hos-oss").part.shared.key == "syfte"


def test_a_published_text_is_recognised_and_stays_as_it_was(group, sql):
    edition = factories.edition(factories.document(group))
    edition.sections.all().delete()
    factories.section(edition, "syfte", heading="Syfte", html="<p>Gemensamt om syfte.</p>")
    factories.section(edition, "nara", heading="Medel", html="<p>Gemensamt om medel!</p>")
    published = factories.take_all_steps(edition, valid_from="2026-01-01")
    text = shared_text("Syfte", "Medel")
    tables = ("documents_edition", "documents_section", "documents_editionpdf")
    rows = {each: sql(f"SELECT * FROM {each} ORDER BY id") for each in tables}
    with transaction.atomic():
        actions.recognise(published, text.document.editions.get(), by=None)
    assert told(published) == ["syfte", "+nara"]
    assert {each: sql(f"SELECT * FROM {each} ORDER BY id") for each in tables} == rows


def test_other_words_are_never_said_to_be_shared(group):
    text = shared_text("Syfte")
    source = text.document.editions.get().sections.get()
    edition = factories.edition(factories.document(group), "Andra ord.")
    section = edition.sections.get()
    with pytest.raises(IntegrityError, match="has other words"), transaction.atomic():
        SharedPart.objects.create(section=section, shared=source)
    SharedPart.objects.create(section=section, shared=source, own_reason="Ett skäl.")
    section.part.own_reason = ""
    with pytest.raises(IntegrityError, match="has other words"), transaction.atomic():
        section.part.save()


def test_the_words_of_a_shared_section_are_not_changed_in_a_draft(group, sql):
    draft = draft_for(group, shared_text("Syfte"))
    section = draft.sections.get()
    with pytest.raises(actions.Refused, match="gemensamt med andra organ"):
        actions.save_section(
            draft,
            "syfte",
            by=user(),
            revision=section.revision,
            heading="Syfte",
            level=1,
            html="<p>Andra.</p>",
        )
    with pytest.raises(actions.Refused, match="gemensamt med andra organ"):
        actions.take_out_section(draft, "syfte", by=user(), revision=draft.revision)
    with pytest.raises(IntegrityError, match="words of a shared text"), transaction.atomic():
        sql("UPDATE documents_section SET html = '<p>Andra.</p>' WHERE id = %s", section.pk)
    assert told(draft) == ["syfte"]


def test_only_a_published_shared_text_is_taken_from(group):
    text = shared_text("Syfte")
    draft_of_text = actions.start_draft(text.document, by=user(), at=NOW)
    draft = draft_for(group, text)
    with pytest.raises(actions.Refused, match="går inte att använda"):
        actions.renew(draft, draft_of_text, by=user())
    other = factories.published(factories.document(factories.body()))
    with pytest.raises(actions.Refused, match="går inte att använda"):
        actions.renew(draft, other, by=user())
    section = factories.section(draft, "mer", heading="Syfte", html="<p>Gemensamt om syfte.</p>")
    with pytest.raises(IntegrityError, match="no section of a published"), transaction.atomic():
        SharedPart.objects.create(section=section, shared=draft_of_text.sections.get())


def test_what_a_published_edition_is_taken_from_stays(group, sql):
    part = SharedPart.objects.get(section__edition=published_for(group, shared_text("Syfte")))
    for statement in (
        "UPDATE documents_sharedpart SET own_reason = 'Ett skäl.' WHERE id = %s",
        "DELETE FROM documents_sharedpart WHERE id = %s",
    ):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            sql(statement, part.pk)


def test_an_older_version_does_not_replace_a_newer(group):
    text = shared_text("Syfte")
    version(text, "Syfte", syfte="<p>Andra syfte.</p>", valid_from="2026-02-01")
    draft = draft_for(group, text)
    with pytest.raises(actions.Refused, match="redan en nyare version"):
        renewed(draft, text, number=1)
    assert draft.sections.get().html == "<p>Andra syfte.</p>"


def test_going_ones_own_way_needs_a_reason(group):
    draft = draft_for(group, shared_text("Syfte"))
    with pytest.raises(actions.Refused, match="Skriv varför"):
        own(draft, "syfte", reason="  ")
    with pytest.raises(actions.Refused, match="personnummer"):
        own(draft, "syfte", reason="Se 19121212-1212.")
    assert told(draft) == ["syfte"]


def test_a_section_goes_its_own_way_and_back(group):
    draft = draft_for(group, shared_text("Syfte"))
    section = own(draft, "syfte")
    assert told(draft) == ["!syfte"]
    section = actions.save_section(
        draft,
        "syfte",
        by=user(),
        revision=section.revision,
        heading="Våra syfte",
        level=1,
        html="<p>V.</p>",
    )
    draft.refresh_from_db()
    actions.make_shared(draft, "syfte", by=user(), revision=draft.revision)
    section.refresh_from_db()
    assert told(draft) == ["syfte"]
    assert (section.heading, section.html) == ("Syfte", "<p>Gemensamt om syfte.</p>")
    assert section.history.filter(html="<p>V.</p>").exists()


def test_own_words_follow_to_the_next_version_with_their_reason(group):
    text = shared_text("Syfte", "Medel")
    draft = draft_for(group, text)
    section = own(draft, "syfte", reason="Vi har färre.")
    actions.save_section(
        draft,
        "syfte",
        by=user(),
        revision=section.revision,
        heading="Syfte",
        level=1,
        html="<p>V.</p>",
    )
    draft.refresh_from_db()
    factories.take_all_steps(draft, valid_from="2026-01-15")
    version(text, "Syfte", "Medel", syfte="<p>Andra syfte.</p>", valid_from="2026-02-01")
    following = draft_for(group, text)
    assert following.number == 2
    assert told(following) == ["!syfte", "medel"]
    kept = following.sections.get(key="syfte")
    assert (kept.html, kept.part.own_reason) == ("<p>V.</p>", "Vi har färre.")
    assert kept.part.shared.edition.number == 2
    # Back to the shared words: those of the new version.
    actions.make_shared(following, "syfte", by=user(), revision=following.revision)
    assert following.sections.get(key="syfte").html == "<p>Andra syfte.</p>"


def test_two_texts_in_one_commission_are_renewed_one_by_one(group):
    one, two = shared_text("Syfte"), shared_text("Former")
    draft = draft_for(group, one)
    draft = renewed(draft, two)
    assert told(draft) == ["syfte", "former"]
    version(one, "Syfte", "Mer", valid_from="2026-02-01")
    draft = renewed(draft, one)
    numbers = {
        each.section.key: each.shared.edition.number
        for each in SharedPart.objects.filter(section__edition=draft)
    }
    assert numbers == {"syfte": 2, "mer": 2, "former": 1}


def test_a_submitted_commission_is_not_renewed(group):
    text = shared_text("Syfte")
    draft = draft_for(group, text)
    actions.submit(draft, by=user(), at=NOW, seen=seen(draft))
    version(text, "Syfte", syfte="<p>Andra syfte.</p>", valid_from="2026-02-01")
    with pytest.raises(actions.Refused, match="skickad till beslut"):
        renewed(draft, text)
    assert draft.sections.get().html == "<p>Gemensamt om syfte.</p>"


def test_someone_without_rights_renews_nothing(group):
    text = shared_text("Syfte")
    draft = draft_for(group, text)
    with pytest.raises(actions.Refused, match="inte rätt"):
        actions.renew(draft, text.document.editions.get(), by=user(office=False))
    new = factories.body(kind=group.kind)
    with pytest.raises(actions.Refused, match="inte rätt"):
        draft_for(new, text, by=user(office=False))
    assert not new.documents.exists()


def test_every_change_leaves_a_trace_with_the_right_person(group):
    text = shared_text("Syfte")
    who = user()
    draft = draft_for(group, text, by=who)
    section = draft.sections.get()
    assert section.part.history.get().history_user == who
    other = user()
    actions.make_own(draft, "syfte", by=other, revision=draft.revision, reason="Ett skäl.")
    assert section.part.history.first().history_user == other
    draft.refresh_from_db()
    version(text, "Mer", valid_from="2026-02-01")
    third = user()
    actions.renew(draft, text.document.editions.get(number=2), by=third)
    assert SharedPart.history.filter(history_type="-").get().history_user == third


def test_a_working_copy_says_what_was_shared(group):
    draft = draft_for(group, shared_text("Syfte"))
    actions.submit(draft, by=user(), at=NOW, seen=seen(draft))
    copy = draft.working_copies.get()
    assert copy.content["sections"][0]["shared"] == draft.sections.get().part.shared_id


def test_how_it_would_read_is_how_it_becomes(group):
    text = shared_text("Syfte", "Medel", "Mer")
    first = draft_for(group, text)
    own(first, "medel")
    add_own(first, after="syfte")
    first.refresh_from_db()
    first = factories.take_all_steps(first, valid_from="2026-01-15")
    shared = version(text, "Mer", "Syfte", "Nytt", syfte="<p>Annat.</p>", valid_from="2026-02-01")
    foretold = [(each.key, each.html) for each in as_it_would_read(first, shared)]
    draft = draft_for(group, text)
    assert [(each.key, each.html) for each in draft.sections.present()] == foretold
    assert [each for each, _ in foretold] == ["mer", "syfte", "eget", "medel", "nytt"]


def test_a_body_whose_text_stands_at_another_body_gets_no_draft(group):
    text = shared_text("Syfte")
    DocumentBody.objects.create(document=factories.document(), body=group)
    with pytest.raises(actions.Refused, match="gemensam med ett annat organ"):
        draft_for(group, text)
    assert not Document.objects.filter(owner=group).exists()


def test_a_body_that_has_ended_lags_behind_with_nothing(group):
    text = shared_text("Syfte")
    published_for(group, text)
    version(text, "Syfte", syfte="<p>Nytt.</p>", valid_from="2026-02-01")
    on = NOW.date()
    assert list(lags(on)) == [group.pk]
    assert versions_in_force(on) == {text.pk: {1: 1}}
    group.end = on
    group.save()
    assert lags(on) == {}
    assert versions_in_force(on) == {}

"""Sections of a shared text that a commission leaves out, loses or meets again."""

import pytest

from documents import actions
from documents.carrying import as_it_would_read
from documents.models import SharedPart
from tests import factories
from tests.factories import NOW, user

from .renewing import add_own, group, own, renewed, seen
from .sharing import draft_for, published_for, shared_text, told, version

__all__ = ["group"]
pytestmark = pytest.mark.django_db


def test_a_section_that_is_gone_goes_unless_it_is_kept(group):
    text = shared_text("Syfte", "Medel")
    published_for(group, text)
    version(text, "Syfte", valid_from="2026-02-01")
    draft = draft_for(group, text)
    assert told(draft) == ["syfte"]
    assert draft.sections.get(key="medel").removed
    actions.discard(draft, by=user(), at=NOW, seen=seen(draft))
    shared = text.document.editions.get(number=2)
    kept = actions.draft_from(draft.document, shared, by=user(), at=NOW, keep=frozenset({"medel"}))
    assert told(kept) == ["syfte", "+medel"]


def test_a_commented_section_does_not_go_unasked(group):
    text = shared_text("Syfte", "Medel")
    draft = draft_for(group, text)
    remark = actions.comment(draft, "medel", by=user(), at=NOW, token="a", text="Behövs det här?")
    version(text, "Syfte", valid_from="2026-02-01")
    before = draft.revision
    with pytest.raises(actions.Refused) as refused:
        renewed(draft, text)
    assert [each.subject for each in refused.value.findings] == ["medel"]
    draft.refresh_from_db()
    assert (told(draft), draft.revision) == (["syfte", "medel"], before)
    assert told(renewed(draft, text, keep=["medel"])) == ["syfte", "+medel"]
    assert remark.edition.comments.get().section_key == "medel"


def test_a_resolved_comment_is_in_nobodys_way(group):
    text = shared_text("Syfte", "Medel")
    draft = draft_for(group, text)
    remark = actions.comment(draft, "medel", by=user(), at=NOW, token="a", text="Behövs det?")
    actions.resolve(remark, by=user(), at=NOW)
    version(text, "Syfte", valid_from="2026-02-01")
    assert told(renewed(draft, text)) == ["syfte"]


def test_a_section_that_was_left_out_stays_left_out_and_can_come_back(group):
    text = shared_text("Syfte", "Medel")
    draft = draft_for(group, text)
    own(draft, "medel")
    draft.refresh_from_db()
    actions.take_out_section(draft, "medel", by=user(), revision=draft.revision)
    assert told(draft) == ["syfte"]
    version(text, "Syfte", "Medel", "Mer", valid_from="2026-02-01")
    draft = renewed(draft, text)
    assert told(draft) == ["syfte", "mer"]
    actions.put_back_section(draft, "medel", by=user(), revision=draft.revision)
    # It was taken from version 1, and the draft has version 2 by now.
    assert sorted(told(draft)) == ["+medel", "mer", "syfte"]


def test_a_section_that_comes_back_to_the_shared_text_is_the_same_one(group):
    text = shared_text("Syfte", "Medel")
    draft = draft_for(group, text)
    version(text, "Syfte", valid_from="2026-02-01")
    draft = renewed(draft, text)
    version(text, "Syfte", "Medel", medel="<p>Igen.</p>", valid_from="2026-03-01")
    draft = renewed(draft, text)
    assert told(draft) == ["syfte", "medel"]
    assert draft.sections.count() == 2
    assert draft.sections.get(key="medel").html == "<p>Igen.</p>"


def test_an_own_section_with_the_name_of_a_new_shared_one_is_left_alone(group):
    text = shared_text("Syfte")
    draft = draft_for(group, text)
    add_own(draft, heading="Uppföljning")
    version(text, "Syfte", "Uppfoljning", valid_from="2026-02-01")
    draft = renewed(draft, text)
    assert told(draft) == ["syfte", "+uppfoljning", "uppfoljning"]
    assert [each.key for each in draft.sections.present()] == [
        "syfte",
        "uppfoljning",
        "uppfoljning-2",
    ]


def test_what_was_left_out_stays_out_also_when_something_else_is_recognised(group):
    text = shared_text("Syfte", "Medel", "Mer")
    draft = draft_for(group, text)
    for key in ("medel", "mer"):
        own(draft, key)
        draft.refresh_from_db()
        actions.take_out_section(draft, key, by=user(), revision=draft.revision)
        draft.refresh_from_db()
    factories.section(draft, "skrivet", heading="Mer", html="<p>Gemensamt om mer.</p>")
    draft = renewed(draft, text)
    assert told(draft) == ["syfte", "mer"]


def test_a_section_that_the_draft_has_already_comes_back_as_its_own(group):
    text = shared_text("Syfte", "Medel")
    draft = draft_for(group, text)
    own(draft, "syfte")
    take = {"by": factories.user()}
    draft.refresh_from_db()
    actions.take_out_section(draft, "syfte", revision=draft.revision, **take)
    again = factories.section(draft, "igen", heading="Syfte", html="<p>Gemensamt om syfte.</p>")
    source = text.document.editions.get().sections.get(key="syfte")
    SharedPart.objects.create(section=again, shared=source)
    draft.refresh_from_db()
    actions.put_back_section(draft, "syfte", revision=draft.revision, **take)
    assert sorted(told(draft)) == ["+syfte", "medel", "syfte"]
    version(text, "Syfte", "Medel", syfte="<p>Nytt.</p>", valid_from="2026-02-01")
    renewed(draft, text)
    assert sorted(told(draft)) == ["+syfte", "medel", "syfte"]


def test_a_key_that_an_older_version_used_for_something_else_is_not_used_again(group):
    first = factories.edition(factories.document(group))
    factories.section(first, "form", heading="Form", html="<p>Vårt eget.</p>")
    factories.take_all_steps(first, valid_from="2026-01-01")
    draft = actions.start_draft(first.document, by=user(), at=NOW)
    actions.take_out_section(draft, "form", by=user(), revision=draft.revision)
    draft.refresh_from_db()
    factories.take_all_steps(draft, valid_from="2026-01-15")
    draft = draft_for(group, shared_text("Form"))
    assert told(draft) == ["+avsnitt-1", "form"]
    assert [each.key for each in draft.sections.present()] == ["avsnitt-1", "form-2"]


def test_what_reads_the_same_is_recognised_beside_what_an_older_version_left_behind(group):
    text = shared_text("Syfte", "Medel")
    draft = draft_for(group, text)
    for key in ("syfte", "medel"):
        own(draft, key)
        draft.refresh_from_db()
        actions.take_out_section(draft, key, by=user(), revision=draft.revision)
        draft.refresh_from_db()
    factories.section(draft, "skrivet", heading="Syfte", html="<p>Nya ord.</p>")
    shared = version(text, "Syfte", syfte="<p>Nya ord.</p>", valid_from="2026-02-01")
    foretold = [each.key for each in as_it_would_read(draft, shared)]
    draft = renewed(draft, text)
    assert told(draft) == ["syfte"]
    assert [each.key for each in draft.sections.present()] == foretold == ["skrivet"]

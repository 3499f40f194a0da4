"""What is done with a draft's text on its way: sections, comments, and two who write at once."""

import pytest

from documents import actions
from documents.actions import Conflict, Refused
from documents.actions.locking import fingerprint
from documents.models import Comment
from tests import factories as make
from tests.documents.stepping import approver, codes, writer
from tests.factories import NOW

__all__ = ["approver", "writer"]
pytestmark = pytest.mark.django_db


def test_open_comment_stands_in_the_way_until_it_is_resolved(writer, approver):
    edition = make.edition(author=writer)
    key = edition.sections.get().key
    remark = actions.comment(edition, key, by=approver, at=NOW, token="a", text="Samordna?")
    actions.answer(remark, by=writer, at=NOW, token="b", text="Ja.")
    with pytest.raises(Refused) as caught:
        actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))
    assert codes(caught) == ["open-comment"]
    actions.resolve(remark, by=writer, at=NOW)
    actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))


def test_comment_sent_twice_is_stored_once(writer):
    edition = make.edition()
    key = edition.sections.get().key
    for _ in range(2):
        actions.comment(edition, key, by=writer, at=NOW, token="samma", text="Hej")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   "])
def test_empty_comment_is_refused(writer, text):
    edition = make.edition()
    with pytest.raises(Refused):
        actions.comment(
            edition, edition.sections.get().key, by=writer, at=NOW, token="t", text=text
        )


@pytest.mark.parametrize("given", [None, 0, 2])
def test_save_of_a_section_that_changed_meanwhile_is_a_conflict(writer, given):
    edition = make.edition()
    section = edition.sections.get()
    with pytest.raises(Conflict) as caught:
        actions.save_section(
            edition, section.key, by=writer, revision=given, heading="Ny", level=1, html="<p>N</p>"
        )
    assert caught.value.current == section
    section.refresh_from_db()
    assert section.html == "<p>En text.</p>"


def test_two_sections_can_be_saved_by_two_people_at_once(writer, approver):
    edition = make.edition(None, "Ett.", "Två.")
    for section, person in zip(edition.sections.all(), (writer, approver), strict=True):
        actions.save_section(
            edition, section.key, by=person, revision=1, heading="Ny", level=1, html="<p>Ny.</p>"
        )
    assert {each.html for each in edition.sections.all()} == {"<p>Ny.</p>"}


def test_section_taken_out_can_be_put_back_until_published(writer, approver):
    edition = make.edition(None, "Ett.", "Två.")
    key = edition.sections.first().key
    actions.take_out_section(edition, key, by=writer, revision=1)
    assert edition.sections.present().count() == 1
    edition.refresh_from_db()
    actions.put_back_section(edition, key, by=writer, revision=edition.revision)
    assert [each.key for each in edition.sections.present()] == ["avsnitt-1", "avsnitt-2"]


def test_what_was_taken_out_is_not_in_the_published_edition(writer):
    edition = make.edition(None, "Hemligt.", "Två.")
    actions.take_out_section(edition, "avsnitt-1", by=writer, revision=1)
    edition.refresh_from_db()
    make.take_all_steps(edition, valid_from="2026-01-01")
    assert [each.key for each in edition.sections.all()] == ["avsnitt-2"]


def test_sections_are_added_moved_and_never_share_a_key(writer):
    edition = make.edition(None, "Ett.", "Två.")

    def order():
        edition.refresh_from_db()
        return [each.key for each in edition.sections.present()]

    def revision():
        edition.refresh_from_db()
        return edition.revision

    new = actions.add_section(
        edition, by=writer, revision=1, heading="Arbetssätt", level=1, after="avsnitt-1"
    )
    assert order() == ["avsnitt-1", "arbetssatt", "avsnitt-2"]
    actions.take_out_section(edition, new.key, by=writer, revision=revision())
    twin = actions.add_section(
        edition, by=writer, revision=revision(), heading="Arbetssätt", level=1
    )
    assert twin.key == "arbetssatt-2"
    actions.move_section(edition, twin.key, by=writer, revision=revision(), steps=-2)
    assert order() == ["arbetssatt-2", "avsnitt-1", "avsnitt-2"]
    actions.move_section(edition, twin.key, by=writer, revision=revision(), steps=9)
    assert order() == ["avsnitt-1", "avsnitt-2", "arbetssatt-2"]


def test_double_click_adds_one_section(writer):
    edition = make.edition()
    actions.add_section(edition, by=writer, revision=1, heading="Ny", level=1)
    with pytest.raises(Conflict):
        actions.add_section(edition, by=writer, revision=1, heading="Ny", level=1)
    assert edition.sections.count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"heading": ""}, "heading"),
        ({"heading": "x" * 201}, "heading"),
        ({"level": 4}, ""),
        ({"html": "x" * 2_000_000}, "html"),
        ({"html": "<p>Ring 19121212-1212.</p>"}, "html"),
    ],
)
def test_text_that_cannot_be_saved_is_refused_with_its_field(writer, values, field):
    edition = make.edition()
    given = {"heading": "Rubrik", "level": 1, "html": "<p>Text.</p>"} | values
    with pytest.raises(Refused) as caught:
        actions.save_section(edition, "avsnitt-1", by=writer, revision=1, **given)
    assert [each.subject for each in caught.value.findings] == [field]


def test_markup_that_is_not_allowed_is_cleaned_away(writer):
    edition = make.edition()
    saved = actions.save_section(
        edition,
        "avsnitt-1",
        by=writer,
        revision=1,
        heading="Rubrik",
        level=1,
        html='<p onclick="x()">Hej<script>alert(1)</script><img src=x></p>',
    )
    assert saved.html == "<p>Hej</p>"


def test_same_text_again_is_no_change(writer):
    edition = make.edition()
    section = edition.sections.get()
    saved = actions.save_section(
        edition,
        section.key,
        by=writer,
        revision=1,
        heading=section.heading,
        level=1,
        html=section.html,
    )
    assert saved.revision == 1

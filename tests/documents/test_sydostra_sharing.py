"""One edit of what the collaboration groups share, ten commissions, one decision."""

import datetime

import pytest

from bodies.models import Body, Decision
from documents import actions
from documents.actions.locking import fingerprint
from documents.carrying import carriers
from documents.models import Edition, SharedText
from documents.rules import State
from tests.factories import NOW, take_all_steps, user

ON = datetime.date(2026, 2, 6)
NEW = "<p>Kostnaderna fördelas lika mellan regionerna varje år.</p>"


@pytest.fixture
def groups(sydostra, db):
    """The shared text with a second version, and the drafts that follow from it."""
    text = SharedText.objects.get(slug="samverkansgrupper")
    draft = actions.start_draft(text.document, by=user(), at=NOW)
    section = draft.sections.get(key="finansiering")
    actions.save_section(
        draft,
        "finansiering",
        by=user(),
        revision=section.revision,
        heading=section.heading,
        level=1,
        html=NEW,
    )
    draft.refresh_from_db()
    shared = take_all_steps(draft, valid_from="2026-03-01")
    writer = user()
    drafts = [
        actions.begin_commission(each.body, by=writer, at=NOW, on=ON, shared=shared)
        for each in carriers(text, ON)
    ]
    return text, shared, drafts


def seen(drafts):
    return {each.pk: fingerprint(Edition.objects.get(pk=each.pk)) for each in drafts}


def test_one_edit_makes_ten_drafts_and_one_decision_publishes_them_all(groups):
    text, shared, drafts = groups
    assert len(drafts) == 10
    assert all(each.number == 2 for each in drafts)
    board = Body.objects.get(path="regionsjukvardsledningen")
    approver = user()
    actions.submit_all(drafts, by=user(), at=NOW, seen=seen(drafts))
    actions.adopt_all(
        drafts,
        by=approver,
        at=NOW,
        seen=seen(drafts),
        decision=Decision(body=board, date=datetime.date(2026, 2, 1), paragraph="12"),
        valid_from=datetime.date(2026, 3, 1),
    )
    actions.publish_all(drafts, by=approver, at=NOW, seen=seen(drafts))
    on = datetime.date(2026, 3, 1)
    told = carriers(text, on)
    assert [each.number(each.now) for each in told] == [2] * 10
    assert not any(each.is_behind(shared) for each in told)
    decision = Decision.objects.get(paragraph="12", body=board)
    assert decision.editions.filter(state=State.PUBLISHED).count() == 10
    for each in told:
        sections = each.now.sections
        assert sections.get(key="finansiering").html == NEW
        # What is the group's own is as it was, and in its place.
        keys = list(sections.present().values_list("key", flat=True))
        assert keys[3] == "specifikt-uppdrag"
        former = each.document.editions.get(number=1).sections
        same = former.get(key="specifikt-uppdrag").html == sections.get(key=keys[3]).html
        assert same
        assert "rättvist" in former.get(key="finansiering").html


def test_one_of_the_ten_that_is_stopped_stops_them_all(groups):
    _, _, drafts = groups
    actions.comment(drafts[6], "finansiering", by=user(), at=NOW, token="t", text="Varje år?")
    with pytest.raises(actions.Refused):
        actions.submit_all(drafts, by=user(), at=NOW, seen=seen(drafts))
    states = Edition.objects.filter(pk__in=[each.pk for each in drafts]).values_list("state")
    assert set(states) == {("draft",)}

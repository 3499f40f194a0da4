"""The life of bodies in another healthcare region, on what its document states alone."""

import datetime

import pytest

from bodies.actions import lives as actions
from bodies.models import Body, BodyKind, BodyRelation, Post
from organisation.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sodra")]
DAY = today() + datetime.timedelta(days=40)
STEERING, MEETING = "styrgruppen", "styrgruppen/arligt-mote"


def test_yearly_meeting_goes_on_with_those_that_the_new_steering_group_commissions(admin):
    """Expected by hand: the meeting's post, which follows the chairs of whatever the steering group
    commissions, ends the day before, and one like it follows the new group's."""
    old = Body.objects.get(path=STEERING)
    post = Post.objects.get(body__path=MEETING, held_by_relation="commissioned_by")
    commissioned = BodyRelation.objects.filter(object=old, kind="commissioned_by").count()
    new = actions.NewBody("Nya styrgruppen", "nya-styrgruppen")
    actions.replace_with(
        actions.Replacing((old.pk,), DAY, "Ny organisation.", new=new), by=admin, on=today()
    )
    successor = Body.objects.get(path="nya-styrgruppen")
    post.refresh_from_db()
    assert (post.held_by_body, post.end) == (old, DAY)
    after = Post.objects.current(DAY).get(body__path=MEETING, held_by_role__isnull=False)
    assert (after.held_by_body, after.held_by_role, after.held_by_relation) == (
        successor,
        post.held_by_role,
        "commissioned_by",
    )
    now = BodyRelation.objects.current(DAY).filter(object=successor, kind="commissioned_by")
    assert now.count() == commissioned


def test_first_work_group_is_started_where_there_is_none(client, admin):
    assert not Body.objects.filter(function="work_group").exists()
    page = client.get("/arbetsyta/organ/ny/").content.decode()
    kind = BodyKind.objects.get(starts_work_groups=True)
    assert f'<option value="{kind.pk}"' in page

"""What would give someone rights in the administration: by whom it is refused, and whom it is told
to."""

import datetime
import re

import pytest
from django.utils import timezone

from bodies.models import Appointment, Body, Grant
from bodies.standings import standing_of
from organisation.admin.base import RecordAdmin
from organisation.dates import today
from organisation.models import Affiliation, Invitation, Outbox, User
from organisation.rights import Action, Thing
from tests import factories as make
from tests.portal.administering import Administrator, administrator, editor_of, told

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def region():
    return make.region(name="Region Egen")


@pytest.fixture
def editor(region):
    return editor_of(region)


def of(region, name="Prov Provsson"):
    person = make.person(name)
    return person, make.affiliation(person, region)


def refused(answer, words: str = "Det som skickades finns inte där, eller får inte väljas av dig."):
    assert answer.status_code == 400
    assert words in told(answer)


@pytest.mark.parametrize("how", ["right ended", "account shut off"])
def test_right_that_ends_while_one_waits_for_the_record_is_gone(editor, region, monkeypatch, how):
    person, _ = of(region)
    locked = RecordAdmin.locked

    def meanwhile(self, request, pk):
        found = locked(self, request, pk)
        editor.user.groups.clear()
        if how == "account shut off":
            make.editor_of(editor.user, region)
            User.objects.filter(pk=editor.user.pk).update(is_active=False)
        return found

    monkeypatch.setattr(RecordAdmin, "locked", meanwhile)
    assert editor.post(f"personer/{person.pk}/", given_name="Ny").status_code == 404
    person.refresh_from_db()
    assert person.given_name == "Prov"


# What a body is


def test_only_an_administrator_changes_what_a_body_is():
    who, body = Administrator(make.user()), make.body()
    page = f"organ/{body.pk}/"
    html = who.get(page)
    assert re.search(r'<output [^>]*id="id_function">annat</output>', html)
    assert html.count("Styr vad de i organet får göra.") == 2
    assert not re.search(r'<select name="(function|kind)"', html)
    other = make.kind("slag")
    answer = who.post(page, function="staff_office", kind=other.pk, summary="Ny mening")
    assert answer.status_code == 302
    body.refresh_from_db()
    assert (body.function, body.kind.slug, body.summary) == ("other", "grupp", "Ny mening")
    assert administrator().post(page, function="work_group").status_code == 302
    body.refresh_from_db()
    assert body.function == "work_group"


def test_staff_office_adds_no_body_that_gives_far_reaching_rights():
    who, values = Administrator(make.user()), {"kind": make.kind().pk, "path": "grupper/ny"}
    for function in ("staff_office", "working_committee", "council"):
        refused(who.post("organ/ny/", **values, function=function))
    assert who.post("organ/ny/", **values, function="work_group").status_code == 302


def test_only_an_administrator_says_what_belongs_to_a_council():
    who, council = Administrator(make.user()), make.body(function=Body.Function.COUNCIL)
    area, group = make.body(), make.body()
    values = {"subject": area.pk, "kind": "part_of"}
    sentence = "styr vad de som leder det får göra"
    refused(who.post("forhallanden/ny/", **values, object=council.pk), sentence)
    assert who.post("forhallanden/ny/", **values, object=group.pk).status_code == 302
    given = make.relate(make.body(), "part_of", council)
    for change in ({"object": group.pk}, {"end": today()}):
        refused(who.post(f"forhallanden/{given.pk}/", **change), sentence)
    assert administrator().post(f"forhallanden/{given.pk}/", end=today()).status_code == 302


# Appointments


def test_nobody_appoints_oneself(editor, region):
    """Nor by way of a record of the same person, nor by changing what one has."""
    me, twin = of(region)[0], make.person()
    make.affiliation(twin, region)
    editor.user.person = me
    editor.user.save()
    body = make.body()
    post, mine = (make.post(body, represents_region=region) for _ in range(2))
    sentence = "Du kan inte ge dig själv ett uppdrag. Be någon annan göra det."
    refused(editor.post("uppdrag/ny/", post=post.pk, person=me.pk), sentence)
    for one, other in ((twin, me), (me, twin)):
        one.merged_into = other
        one.save()
        refused(editor.post("uppdrag/ny/", post=post.pk, person=twin.pk), sentence)
        one.merged_into = None
        one.save()
    given = make.appoint(me, mine)
    assert "Du kan läsa uppgifterna" in editor.get(f"uppdrag/{given.pk}/")
    assert editor.forge(f"uppdrag/{given.pk}/", post=post.pk, person=me.pk).status_code == 404
    assert Appointment.objects.get() == given
    # Another's isn't made one's own either.
    theirs = make.appoint(of(region)[0], post)
    refused(editor.post(f"uppdrag/{theirs.pk}/", person=me.pk), sentence)


def test_administrator_may_appoint_oneself():
    who, post = administrator(), make.post(make.body())
    who.user.person = make.person()
    who.user.save()
    answer = who.post("uppdrag/ny/", post=post.pk, person=who.user.person.pk)
    assert answer.status_code == 302

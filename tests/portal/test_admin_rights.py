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
from portal.rights import POLICIES
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
    standing, policy = standing_of(editor.user, today()), POLICIES[Appointment]
    for action, may in ((Action.READ, True), (Action.WRITE, False)):
        assert policy.allows(standing, action, given) == may
        assert policy.filter(standing, action).filter(pk=given.pk).exists() == may
    # Another's isn't made one's own either.
    theirs = make.appoint(of(region)[0], post)
    refused(editor.post(f"uppdrag/{theirs.pk}/", person=me.pk), sentence)


def test_administrator_may_appoint_oneself():
    who, post = administrator(), make.post(make.body())
    who.user.person = make.person()
    who.user.save()
    answer = who.post("uppdrag/ny/", post=post.pk, person=who.user.person.pk)
    assert answer.status_code == 302


def letters() -> dict[str, str]:
    """The mails that tell of far-reaching rights, by whom they are to."""
    return dict(Outbox.objects.filter(key__startswith="appointment:").values_list("to", "text"))


def test_far_reaching_rights_are_told_to_administrators_and_the_staff_office():
    who, other = Administrator(make.user("Stina")), make.user(office=False, is_superuser=True)
    make.user(office=False, is_superuser=True, is_active=False)
    Body.objects.filter(function="staff_office").update(email="stab@prov.example")
    post = make.post(make.body("Utskottet", function=Body.Function.WORKING_COMMITTEE))
    person, new = make.person("Anna Ek"), "uppdrag/ny/"
    assert who.post(new, post=post.pk, person=person.pk, start=today() + DAY).status_code == 302
    assert set(letters()) == {other.email, "stab@prov.example"}
    said = letters()[other.email]
    assert re.search(r"^Anna Ek fick uppdraget Ledamot i Utskottet \(från .+\) av Stina\.", said)
    told = "inbjudningar och förfrågningar om behörighet; överlämningar mellan regionerna;"
    told += " vad som ska lämnas varje år; ett organs mål, målvärden och mätvärden: alla"
    assert told in said
    page = f"uppdrag/{Appointment.objects.get(post=post).pk}/"
    # What takes something away is no news; what gives more is.
    assert who.post(page, end=today() + DAY * 9).status_code == 302
    assert len(letters()) == Outbox.objects.count() == 2
    assert who.post(page, end=today() + DAY * 20).status_code == 302
    assert Outbox.objects.count() == 4


def test_post_that_follows_another_is_told_of_as_well():
    who, admin = Administrator(make.user()), make.user(office=False, is_superuser=True)
    council = make.body("Rådet", function=Body.Function.COUNCIL)
    followed = make.post(make.body("Området"), "ordforande")
    make.post(council, "ordforande", held_by_role=followed.role, held_by_body=followed.body)
    plain = make.post(followed.body)
    assert who.post("uppdrag/ny/", post=plain.pk, person=make.person().pk).status_code == 302
    assert letters() == {}
    assert who.post("uppdrag/ny/", post=followed.pk, person=make.person().pk).status_code == 302
    assert "Ordförande i Rådet" in letters()[admin.email]
    assert letters()[admin.email].count("Det ger rätt att") == 1


# Who is whose


def test_editor_gives_no_account_the_rights_of_another_person(editor, region):
    """Who is merged with another holds what either does: with an account it's no editor's matter,
    whichever of the two has it."""
    office, (mine, _) = make.user(), of(region)
    make.affiliation(office.person, region)
    editor.user.person = mine
    editor.user.save()
    for who, into in ((mine, office.person), (office.person, mine)):
        refused(editor.post(f"personer/{who.pk}/", merged_into=into.pk), "har ett konto")
        who.refresh_from_db()
        assert who.merged_into is None
    assert not standing_of(editor.user, today()).may_some(Action.READ, Thing.FEEDBACK)
    (first, _), (second, _) = of(region), of(region)
    editor.post(f"personer/{first.pk}/", merged_into=second.pk)
    first.refresh_from_db()
    assert first.merged_into == second
    # Nor taken apart again, nor merged with one who is invited.
    make.user(office=False, person=second)
    refused(editor.post(f"personer/{first.pk}/", merged_into=""), "har ett konto")
    invited, _ = of(region)
    give_invitation(invited)
    refused(editor.post(f"personer/{invited.pk}/", merged_into=second.pk), "är inbjuden")


@pytest.mark.parametrize("what", ["account", "invitation", "post", "later post", "grant", "merged"])
def test_editor_takes_in_nobody_who_holds_something(editor, region, what):
    """Whose region it is may change the person's address, and so who gets the account."""
    person, body = make.person(), make.body()
    if what == "invitation":
        give_invitation(person)
    elif what in ("account", "merged"):
        twin = make.person(merged_into=person) if what == "merged" else person
        make.user(office=False, person=twin)
    elif what == "grant":
        make_grant(person, body)
    else:
        make.appoint(person, make.post(body), start=today() + DAY if what == "later post" else None)
    values = {"person": person.pk, "region": region.pk}
    refused(editor.post("anknytningar/ny/", **values), "hör inte till någon region men har")
    old = make.affiliation(person, region, end=today())
    refused(editor.post(f"anknytningar/{old.pk}/", end=""), "hör inte till någon region men har")
    old.delete()
    assert administrator().post("anknytningar/ny/", **values).status_code == 302
    # Once they are the region's, it lets go of them as of others.
    now = Affiliation.objects.get(person=person)
    assert editor.post(f"anknytningar/{now.pk}/", end=today() + DAY).status_code == 302


def give_invitation(person):
    now = timezone.now()
    Invitation.objects.create(
        person=person,
        email="a@prov.example",
        token_hash="x",
        invited_by=make.user(office=False),
        invited_at=now,
        expires_at=now + DAY,
    )


def make_grant(person, body):
    days = {"start": today() + DAY, "end": today() + DAY * 9}
    Grant.objects.create(person=person, body=body, capacity="support", reason="Prov.", **days)

"""Who is invited and who not, to which address, and what is done with an invitation that waits."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bodies.actions import grants, invitations
from bodies.models import Grant
from organisation.actions.mail import send_mail_queue
from organisation.actions.refusals import Refused
from organisation.dates import today
from organisation.models import Invitation, Outbox, Region
from organisation.rights import Capacity
from tests import factories as make
from tests.portal.inviting import counts, invited, office, person, region, token_of

__all__ = ["office", "region"]
pytestmark = pytest.mark.django_db


def test_address_of_someone_without_one_becomes_the_accounts_and_not_the_persons(client, office):
    who = person(email="")
    where = "/arbetsyta/konton/bjud-in/"
    before = counts()
    for bad in ("", "inte en adress", "asa@privat.test", "asa@norr.example.evil.test"):
        answer = client.post(where, {"person": who.slug, "email": bad})
        assert answer.status_code == 400
        assert 'class="field-error"' in answer.content.decode()
        assert bad in answer.content.decode()
    assert counts() == before
    client.post(where, {"person": who.slug, "email": "asa@norr.example"})
    found = Invitation.objects.get()
    assert found.email == "asa@norr.example"
    who.refresh_from_db()
    assert who.email == ""


def test_stored_address_is_not_exchanged_by_a_form(client, office):
    who = person()
    client.post("/arbetsyta/konton/bjud-in/", {"person": who.slug, "email": "annan@norr.example"})
    assert Invitation.objects.get().email == "asa.oberg@norr.example"


def test_typed_address_lies_in_the_persons_own_region(client, office, region, settings):
    settings.DEMO = False
    make.region(name="Region Syd", email_domain="syd.example")
    who = person(email="")
    make.affiliation(who, region)
    make.affiliation(make.person(merged_into=who), region)
    before = counts()
    answer = client.post(
        "/arbetsyta/konton/bjud-in/", {"person": who.slug, "email": "a@syd.example"}
    )
    assert answer.status_code == 400
    assert "hör inte till Region Norr" in answer.content.decode()
    assert counts() == before
    client.post("/arbetsyta/konton/bjud-in/", {"person": who.slug, "email": "a@norr.example"})
    assert Invitation.objects.get().email == "a@norr.example"


def test_region_without_a_domain_has_no_addresses(office, settings):
    settings.DEMO = False
    who = person(email="")
    make.affiliation(who, make.region())
    with pytest.raises(Refused, match="hör inte till"):
        invited(office, who, email="a@norr.example")


def sits_in_the_office(who):
    make.appoint(who, make.post(make.body(function="staff_office")))


def chairs(who):
    make.appoint(who, make.post(make.body(), "ordforande"))


def stands_in_as_editor(who):
    on = today()
    give_by = make.user(office=False, is_superuser=True)
    grant = Grant(person=who, capacity=Capacity.EDITOR, region=Region.objects.get(), start=on)
    grant.end, grant.reason = on + datetime.timedelta(days=9), "Ersätter."
    grants.give(grant, by=give_by, on=on)


@pytest.mark.parametrize("given", [sits_in_the_office, chairs, stands_in_as_editor])
def test_only_an_administrator_chooses_the_address_of_who_decides(office, region, given):
    who = person(email="")
    make.affiliation(who, region)
    given(who)
    before = counts()
    with pytest.raises(Refused, match="en administratör att bjuda in"):
        invited(office, who, email="alias@norr.example")
    assert counts() == before
    boss = make.user(office=False, is_superuser=True)
    found, _ = invited(boss, who, email="asa@norr.example")
    with pytest.raises(Refused, match="en administratör att bjuda in"):
        invitations.send_again(found, by=office, at=timezone.now())
    invitations.send_again(found, by=boss, at=timezone.now())


def test_office_invites_who_decides_to_an_address_in_their_region(office, region, settings):
    settings.DEMO = False
    who, other = person(), person("Bo Ek", "bo@syd.example")
    make.region(name="Region Syd", email_domain="syd.example")
    for each in (who, other):
        make.affiliation(each, region)
        chairs(each)
    assert invited(office, who)[0].email == who.email
    with pytest.raises(Refused, match="en administratör att bjuda in"):
        invited(office, other)


def test_nobody_invites_themselves(office):
    double = make.person(merged_into=office.person, email="annan@norr.example")
    for who in (office.person, double):
        with pytest.raises(Refused, match="bjuda in dig själv"):
            invited(office, who)


def has_account(who):
    make.user(office=False, person=who)


def is_merged(who):
    who.merged_into = person("Den Andra", "andra@norr.example")
    who.save()


def address_is_anothers(who):
    make.user(office=False, email=who.email.upper())


def is_invited_by_another(who):
    invited(make.user(), who)


@pytest.mark.parametrize(
    "spoil", [has_account, is_merged, address_is_anothers, is_invited_by_another]
)
def test_who_can_not_be_invited_is_refused(spoil):
    who, office = person(), make.user()
    spoil(who)
    before = counts()
    with pytest.raises(Refused):
        invitations.invite(who, by=office, at=timezone.now())
    assert counts() == before


def test_shut_off_account_is_to_be_opened_not_invited_anew(client, office):
    who = person()
    make.user(office=False, person=who, is_active=False)
    page = client.get(f"/arbetsyta/konton/bjud-in/?person={who.slug}").content.decode()
    assert "Öppna det igen" in page
    answer = client.post("/arbetsyta/konton/bjud-in/", {"person": who.slug})
    assert answer.status_code == 400
    assert "Öppna det igen" in answer.content.decode()


def test_form_sent_twice_at_once_is_one_invitation_and_one_mail(client, office):
    who = person()
    for _ in range(2):
        answer = client.post("/arbetsyta/konton/bjud-in/", {"person": who.slug})
        assert answer.status_code == 302
    assert (Invitation.objects.count(), Outbox.objects.count()) == (1, 1)


def test_sent_again_has_a_new_link_new_days_and_the_address_of_today(client, office):
    week_ago = timezone.now() - datetime.timedelta(days=8)
    invitation, old = invited(office, at=week_ago)
    assert client.get(f"/inbjudan/{old}/").status_code == 410
    page = client.get("/arbetsyta/konton/").content.decode()
    assert "gick ut" in page
    invitation.person.email = "ny@norr.example"
    invitation.person.save()
    where = f"/arbetsyta/inbjudningar/{invitation.pk}/skicka-igen/"
    assert "ändrad till ny@norr.example" in client.get("/arbetsyta/konton/").content.decode()
    before = counts()
    for confirmed in ("", "ja", "asa.oberg@norr.example", "en.annan@norr.example"):
        answer = client.post(where, {"confirmed": confirmed})
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "Skickades till" in page
        assert 'name="confirmed" value="ny@norr.example"' in page
    assert counts() == before
    answer = client.post(where, {"confirmed": "ny@norr.example"}, follow=True)
    assert "skickad igen till ny@norr.example" in answer.content.decode()
    new = token_of(invitation)
    assert new != old
    assert client.get(f"/inbjudan/{old}/").status_code == 404
    assert client.get(f"/inbjudan/{new}/").status_code == 200
    assert invitation.history.count() == 2


def test_sent_again_to_the_same_address_needs_nothing_more(client, office):
    invitation, old = invited(office)
    assert (
        f"Skicka igen till {invitation.email}" in client.get("/arbetsyta/konton/").content.decode()
    )
    client.post(f"/arbetsyta/inbjudningar/{invitation.pk}/skicka-igen/")
    assert token_of(invitation) != old


def test_revoked_or_used_invitation_is_neither_sent_again_nor_revoked(client, office):
    invitation, _token = invited(office)
    client.post(f"/arbetsyta/inbjudningar/{invitation.pk}/aterkalla/")
    before = counts()
    for step in ("skicka-igen", "aterkalla"):
        answer = client.post(f"/arbetsyta/inbjudningar/{invitation.pk}/{step}/", follow=True)
        assert "redan återkallad" in answer.content.decode()
        assert client.post(f"/arbetsyta/inbjudningar/987654/{step}/").status_code == 404
    assert counts() == before
    invited(office, invitation.person)  # and the person can be invited anew


def test_link_of_a_mail_that_has_been_sent_is_not_kept(mailoutbox):
    _invitation, token = invited(make.user())
    send_mail_queue(timezone.now)
    assert token in mailoutbox[0].body
    mail = Outbox.objects.get(key__startswith="invitation:")
    assert mail.sent
    assert mail.text == ""


def test_two_invitations_of_a_person_can_not_wait_at_once():
    invitation, _ = invited(make.user())
    invitation.pk, invitation.token_hash = None, "annat"
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save()


@pytest.mark.parametrize("who", ["process support", "editor", "nobody"])
def test_only_office_and_admin_invite(client, who, region):
    user = make.user(office=False)
    if who == "process support":
        make.holding(user, make.body(), "processtod")
    if who == "editor":
        make.editor_of(user, region)
    client.force_login(user)
    invitation, _ = invited(make.user())
    before = counts()
    for address in (
        "konton/",
        "konton/bjud-in/",
        f"konton/{user.pk}/",
        f"inbjudningar/{invitation.pk}/aterkalla/",
        f"inbjudningar/{invitation.pk}/skicka-igen/",
    ):
        for method in (client.get, client.post):
            assert method(f"/arbetsyta/{address}").status_code == 404
    with pytest.raises(Refused):
        invitations.invite(person("En Annan", "en@norr.example"), by=user, at=timezone.now())
    assert counts() == before

"""Invitations: once, for seven days, to an address at work; and every way it may not be."""

import datetime
import logging
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from bodies.actions import grants, invitations
from bodies.models import Grant
from organisation.actions.mail import send_mail_queue
from organisation.actions.refusals import Refused
from organisation.dates import today
from organisation.models import Invitation, Outbox, Region, User, token_hash
from organisation.rights import Capacity
from portal.sign_in import limits
from tests import factories as make

pytestmark = pytest.mark.django_db
GOOD = {"username": "nya.namnet", "password": "en lång mening om höst", "again": None}


@pytest.fixture(autouse=True)
def region():
    make.healthcare_region()
    return make.region(name="Region Norr", email_domain="norr.example")


@pytest.fixture
def office(client):
    user = make.user("Stina")
    client.force_login(user)
    return user


def person(name="Åsa Öberg", email="asa.oberg@norr.example", **values):
    return make.person(name, email=email, **values)


def token_of(invitation) -> str:
    """The token of the latest mail about the invitation."""
    mails = Outbox.objects.filter(key__startswith=f"invitation:{invitation.pk}:")
    return re.search(r"/inbjudan/([\w-]+)/", mails.latest("pk").text)[1]


def invited(by, who=None, at=None, **values):
    found = invitations.invite(who or person(), by=by, at=at or timezone.now(), **values)
    return found, token_of(found)


def counts():
    models = (User, Invitation, Outbox, Invitation.history.model, User.history.model)
    return [each.objects.count() for each in models]


def answer_form(client, token, **values):
    form = GOOD | values
    form["again"] = values.get("again", form["password"])
    return client.post(f"/inbjudan/{token}/", form)


def test_person_is_found_by_name_invited_and_gets_an_account(client, office, region):
    who = person()
    make.affiliation(who, region)
    page = client.get("/arbetsyta/konton/bjud-in/?q=öb ås").content.decode()
    assert "Åsa Öberg" in page
    assert "Region Norr" in page
    assert client.get(f"/arbetsyta/konton/bjud-in/?person={who.slug}").status_code == 200
    answer = client.post("/arbetsyta/konton/bjud-in/", {"person": who.slug}, follow=True)
    assert "Brevet går till asa.oberg@norr.example" in answer.content.decode()
    found = Invitation.objects.get()
    assert (found.invited_by, found.person) == (office, who)
    assert found.expires_at - found.invited_at == datetime.timedelta(days=7)
    token = token_of(found)
    assert token_hash(token) == found.token_hash
    assert token not in str(list(Invitation.objects.values()))

    client.logout()
    page = client.get(f"/inbjudan/{token}/")
    assert 'value="asa.oberg"' in page.content.decode()
    answer = answer_form(client, token)
    assert answer.status_code == 302
    assert answer["Location"] == "/inbjudan/klar/"
    assert client.get("/inbjudan/klar/").status_code == 200
    user = User.objects.get(username="nya.namnet")
    assert (user.person, user.email) == (who, "asa.oberg@norr.example")
    assert (user.is_active, user.is_superuser, user.is_staff) == (True, False, False)
    assert user.check_password(GOOD["password"])
    found.refresh_from_db()
    assert found.account == user
    assert user.history.get().history_change_reason.startswith("Inbjuden av")
    assert client.login(username="nya.namnet", password=GOOD["password"])


def test_page_of_an_invitation_is_not_kept_and_tells_other_sites_nothing(client):
    _, token = invited(make.user())
    for address in (f"/inbjudan/{token}/", "/inbjudan/fel/", "/inbjudan/klar/"):
        page = client.get(address)
        assert page["Cache-Control"] == "no-store"
        assert page["X-Robots-Tag"] == "noindex"
        assert page["Referrer-Policy"] == "same-origin"


def expired(invitation, by):
    invitation.invited_at -= datetime.timedelta(days=8)
    invitation.expires_at -= datetime.timedelta(days=8)
    invitation.save()


def used(invitation, by):
    invitations.accept(
        token_of(invitation), username="forsta", password=GOOD["password"], at=timezone.now()
    )


def revoked(invitation, by):
    invitations.revoke(invitation, by=by, at=timezone.now())


def got_account(invitation, by):
    make.user(office=False, person=invitation.person)


def double_got_account(invitation, by):
    make.user(office=False, person=make.person(merged_into=invitation.person))


def sent_again(invitation, by):
    invitations.send_again(invitation, by=by, at=timezone.now())


@pytest.mark.parametrize(
    ("spoil", "status", "says"),
    [
        (expired, 410, "gäller inte längre"),
        (used, 410, "redan använd"),
        (revoked, 410, "återkallad"),
        (got_account, 410, "har redan ett konto"),
        (double_got_account, 410, "har redan ett konto"),
        (sent_again, 404, "känner inte igen länken"),
    ],
)
def test_invitation_that_does_not_hold_gets_a_clear_page_and_changes_nothing(
    client, caplog, spoil, status, says
):
    office = make.user()
    invitation, token = invited(office)
    spoil(invitation, office)
    before = counts()
    for answer in (client.get(f"/inbjudan/{token}/"), answer_form(client, token)):
        assert answer.status_code == status
        assert says in answer.content.decode()
    assert counts() == before
    refused = [each for each in caplog.records if each.name == "portal.sign_in"]
    assert len(refused) == 2
    assert token not in caplog.text


def test_forged_token_gets_a_clear_page(client):
    invitation, _ = invited(make.user())
    before = counts()
    for forged in ("x", "a" * 500, invitation.token_hash):
        answer = answer_form(client, forged)
        assert answer.status_code == 404
        assert "känner inte igen länken" in answer.content.decode()
    assert counts() == before


def test_unknown_links_are_not_tried_without_end(client):
    _, token = invited(make.user())
    for _ in range(limits.INVITATION_ADDRESS.amount + 5):
        assert client.get(f"/inbjudan/{token}/").status_code == 200  # a known one isn't counted
    for number in range(limits.INVITATION_ADDRESS.amount):
        assert client.get(f"/inbjudan/fel{number}/").status_code == 404
    for each in ("fel", token):
        answer = answer_form(client, each)
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 240
        assert "Vänta 5 minuter" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
    assert client.get(f"/inbjudan/{token}/", REMOTE_ADDR="192.0.2.9").status_code == 200


@override_settings(
    AUTH_PASSWORD_VALIDATORS=[
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 12},
        }
    ]
)
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"username": ""}, "Välj ett användarnamn."),
        ({"username": "upptagen"}, "Användarnamnet är upptaget"),
        ({"username": "UPPTAGEN"}, "Användarnamnet är upptaget"),
        ({"username": "å b"}, "Användarnamnet får bara ha"),
        ({"username": "ab"}, "Användarnamnet får bara ha"),
        ({"username": "nya\0namnet"}, "error"),
        ({"username": "8112189876"}, "inte är ett personnummer"),
        ({"password": "kort", "again": "kort"}, "12"),
        ({"password": "", "again": ""}, "Välj ett lösenord."),
        ({"again": "något helt annat"}, "inte likadana"),
    ],
)
def test_bad_choice_is_refused_beside_the_field_and_the_name_is_kept(client, caplog, values, says):
    make.user(username="upptagen")
    _, token = invited(make.user())
    before = counts()
    answer = answer_form(client, token, **values)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in page
    if values.get("username", GOOD["username"]).isalnum():
        assert f'value="{values.get("username", GOOD["username"])}"' in page
    assert GOOD["password"] not in page
    assert token not in caplog.text
    assert counts() == before


def test_invitation_gives_nothing_that_the_form_did_not_ask_for(client):
    _, token = invited(make.user())
    forged = {"is_superuser": "1", "is_staff": "1", "person": "1", "email": "x@y.example"}
    answer_form(client, token, **forged)
    user = User.objects.get(username=GOOD["username"])
    assert (user.is_superuser, user.is_staff) == (False, False)
    assert user.person.name == "Åsa Öberg"
    assert user.email == "asa.oberg@norr.example"


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


def test_use_of_an_invitation_is_logged_without_secrets(client, caplog):
    caplog.set_level(logging.INFO, "portal.sign_in")
    _, token = invited(make.user())
    answer_form(client, token)
    assert "använd" in caplog.text
    assert token not in caplog.text
    assert GOOD["password"] not in caplog.text

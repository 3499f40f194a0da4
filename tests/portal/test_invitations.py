"""Invitations: once, for seven days, to an address at work; and every way it may not be."""

import datetime
import logging

import pytest
from django.test import override_settings
from django.utils import timezone

from bodies.actions import invitations
from organisation.models import Invitation, User, token_hash
from portal.sign_in import limits
from tests import factories as make
from tests.portal.inviting import (
    GOOD,
    answer_form,
    counts,
    invited,
    office,
    person,
    region,
    token_of,
)

__all__ = ["office", "region"]
pytestmark = pytest.mark.django_db


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


def test_address_that_became_anothers_makes_no_account(client):
    invitation, token = invited(make.user())
    make.user(office=False, email=invitation.email.upper())
    before = counts()
    answer = answer_form(client, token)
    assert answer.status_code == 400
    assert "hör nu till ett annat konto" in answer.content.decode()
    assert counts() == before


def test_invitation_gives_nothing_that_the_form_did_not_ask_for(client):
    _, token = invited(make.user())
    forged = {"is_superuser": "1", "is_staff": "1", "person": "1", "email": "x@y.example"}
    answer_form(client, token, **forged)
    user = User.objects.get(username=GOOD["username"])
    assert (user.is_superuser, user.is_staff) == (False, False)
    assert user.person.name == "Åsa Öberg"
    assert user.email == "asa.oberg@norr.example"


def test_use_of_an_invitation_is_logged_without_secrets(client, caplog):
    caplog.set_level(logging.INFO, "portal.sign_in")
    _, token = invited(make.user())
    answer_form(client, token)
    assert "använd" in caplog.text
    assert token not in caplog.text
    assert GOOD["password"] not in caplog.text

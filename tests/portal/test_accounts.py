"""The accounts: who has one, and shutting one off."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from bodies.actions import accounts
from organisation.actions.refusals import Refused
from organisation.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    make.healthcare_region()


@pytest.fixture
def admin(client):
    user = make.user("Ada", office=False, is_superuser=True)
    client.force_login(user)
    return user


def test_list_shows_each_account_and_what_it_may_at_few_queries(
    client, admin, django_assert_max_num_queries
):
    make.user("Stina")
    make.user(username="utan", office=False)
    make.user(username="stangd", office=False, is_active=False)
    for _ in range(20):
        make.user()
    with django_assert_max_num_queries(14):
        page = client.get("/arbetsyta/konton/").content.decode()
    for said in ("Administratör", "Öppet, utan rättigheter i dag", "Avstängt", "Krävs, inte"):
        assert said in page
    found = client.get("/arbetsyta/konton/?q=utan").content.decode()
    assert "stangd" not in found
    assert "Inget konto hittades" in client.get("/arbetsyta/konton/?q=finnsinte").content.decode()


def test_shutting_off_ends_open_sessions_at_once_and_keeps_why(client, admin):
    other = make.user()
    session = Client()
    session.force_login(other)
    assert session.get("/arbetsyta/").status_code == 200
    where = f"/arbetsyta/konton/{other.pk}/stang-av/"
    assert client.get(where).status_code == 200
    answer = client.post(where, {"why": "Har slutat."}, follow=True)
    assert "Kontot är avstängt" in answer.content.decode()
    assert "Har slutat." in answer.content.decode()
    assert session.get("/arbetsyta/").status_code == 302
    latest = other.history.latest("history_id")
    assert (latest.history_user, latest.history_change_reason) == (admin, "Har slutat.")

    client.post(f"/arbetsyta/konton/{other.pk}/oppna/", {"why": "Är tillbaka."})
    other.refresh_from_db()
    assert other.is_active
    # What was open when it was shut off doesn't come alive.
    assert session.get("/arbetsyta/").status_code == 302


def test_reason_is_asked_for_and_nothing_changes_without_one(client, admin):
    other = make.user()
    before = User.history.count()
    for why in ("", "   ", "x" * 301):
        answer = client.post(f"/arbetsyta/konton/{other.pk}/stang-av/", {"why": why})
        assert answer.status_code == 400
        assert 'class="field-error"' in answer.content.decode()
    other.refresh_from_db()
    assert other.is_active
    assert User.history.count() == before


def test_own_account_and_the_last_administrators_stay_open(client, admin):
    answer = client.post(f"/arbetsyta/konton/{admin.pk}/stang-av/", {"why": "Oj"})
    assert answer.status_code == 400
    assert "ditt eget konto" in answer.content.decode()
    assert "Oj</textarea>" in answer.content.decode()
    second = make.user(office=False, is_superuser=True)
    accounts.shut_off(second, by=admin, why="Slutar")
    # Whoever was shut off meanwhile may no longer, though signed in when the page was opened.
    with pytest.raises(Refused):
        accounts.shut_off(admin, by=second, why="Hämnd")
    admin.refresh_from_db()
    assert admin.is_active


def test_shut_off_twice_is_once(admin):
    other = make.user()
    for _ in range(2):
        accounts.shut_off(other, by=admin, why="Slutar")
    assert other.history.filter(is_active=False).count() == 1


@pytest.mark.parametrize("name", ["stang-av", "oppna", "logga-ut", "ta-bort-tvasteg"])
def test_office_does_not_shut_off_accounts(client, name):
    office, other = make.user(), make.user()
    client.force_login(office)
    assert client.get(f"/arbetsyta/konton/{other.pk}/").status_code == 200
    assert client.post(f"/arbetsyta/konton/{other.pk}/{name}/", {"why": "x"}).status_code == 404
    with pytest.raises(Refused):
        accounts.shut_off(other, by=office, why="x")
    other.refresh_from_db()
    assert other.is_active


def test_unknown_accounts_and_steps_are_not_found(client, admin):
    for address in ("987654/", "987654/stang-av/", f"{admin.pk}/ta-bort/"):
        assert client.get(f"/arbetsyta/konton/{address}").status_code == 404


def test_signing_someone_out_everywhere_ends_their_sessions_only(client, admin):
    other, session = make.user(), Client()
    session.force_login(other)
    assert session.get("/arbetsyta/").status_code == 200
    answer = client.post(f"/arbetsyta/konton/{other.pk}/logga-ut/", {"why": "Tappad dator"})
    assert answer.status_code == 302
    assert session.get("/arbetsyta/").status_code == 302
    page = client.get(f"/arbetsyta/konton/{other.pk}/")
    assert page.status_code == 200
    other.refresh_from_db()
    assert other.is_active


def gave_a_code(client, user):
    """As the session of someone who gave a code when they signed in."""
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.save()


def test_lost_second_factor_is_taken_away_with_why(client, admin):
    other, session = make.user(), Client()
    session.force_login(other)
    session.get("/arbetsyta/")
    where = f"/arbetsyta/konton/{other.pk}/ta-bort-tvasteg/"
    assert "har ingen tvåstegsinloggning" in client.post(where, {"why": "x"}).content.decode()
    Authenticator.objects.create(user=other, type=Authenticator.Type.TOTP, data={})
    assert where in client.get(f"/arbetsyta/konton/{other.pk}/").content.decode()
    assert client.post(where, {"why": ""}).status_code == 400
    assert Authenticator.objects.exists()
    assert client.post(where, {"why": "Tappad telefon"}).status_code == 302
    assert not Authenticator.objects.exists()
    assert session.get("/arbetsyta/").status_code == 302
    assert "Tappad telefon" in other.history.latest("history_id").history_change_reason
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    gave_a_code(client, admin)
    own = client.post(f"/arbetsyta/konton/{admin.pk}/ta-bort-tvasteg/", {"why": "x"})
    assert own.status_code == 400
    assert Authenticator.objects.exists()

"""Those who ask to be let in: answered once, never let in to more than their own."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from bodies.actions import requests
from bodies.actions.invitations import invite
from organisation.actions.refusals import Refused
from organisation.models import AccessRequest, Outbox, User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def region():
    make.healthcare_region()
    return make.region(name="Region Norr", email_domain="norr.example")


@pytest.fixture
def office(client):
    user = make.user("Stina")
    client.force_login(user)
    return user


@pytest.fixture
def asked(region):
    return AccessRequest.objects.create(
        provider="norr",
        issuer="https://norr.example",
        subject="åsa-1",
        name="Åsa Öberg",
        email="asa.oberg@norr.example",
        region=region,
        text="Skriver för kirurgin.",
        made_at=timezone.now(),
    )


def where(asked) -> str:
    return f"/arbetsyta/konton/begaran/{asked.pk}/"


def counts():
    models = (User, SocialAccount, Outbox, User.history.model)
    handled = AccessRequest.objects.exclude(handled_at=None).count()
    return [handled, *(each.objects.count() for each in models)]


def test_office_lets_someone_in_to_an_account_of_their_own(client, office, asked):
    who = make.person("Åsa Öberg")
    assert where(asked) in client.get("/arbetsyta/konton/").content.decode()
    page = client.get(where(asked)).content.decode()
    assert "Skriver för kirurgin." in page
    assert f"?person={who.slug}" in page
    assert client.get(f"{where(asked)}?person={who.slug}").status_code == 200
    answer = client.post(where(asked), {"person": who.slug}, follow=True)
    assert "kan logga in med sin region" in answer.content.decode()
    user = User.objects.get(person=who)
    assert (user.email, user.is_superuser) == (asked.email, False)
    assert not user.has_usable_password()
    assert user.socialaccount_set.get().provider == "norr"
    asked.refresh_from_db()
    assert asked.handled_by == office
    assert Outbox.objects.get(key=f"access-request:{asked.pk}:let-in").to == asked.email
    before = counts()
    assert client.post(where(asked), {"person": who.slug}).status_code == 404
    with pytest.raises(Refused, match="redan besvarat"):
        requests.let_in(asked, who, "annat", by=office, at=timezone.now())
    assert counts() == before


def test_only_an_administrator_leads_a_sign_in_to_an_account_there_is(client, office, asked):
    boss = make.user(office=False, is_superuser=True, person=make.person("Åsa Öberg"))
    before = counts()
    page = client.get(f"{where(asked)}?person={boss.person.slug}").content.decode()
    assert "Be en administratör" in page
    answer = client.post(where(asked), {"person": boss.person.slug})
    assert answer.status_code == 400
    assert counts() == before
    client.force_login(make.user(office=False, is_superuser=True))
    client.post(where(asked), {"person": boss.person.slug})
    assert boss.socialaccount_set.count() == 1


def tell(asked, **told):
    for name, value in told.items():
        setattr(asked, f"told_{name}", value)
    asked.save()


def test_what_the_provider_says_stands_beside_what_was_written(client, office, asked, region):
    page = client.get(where(asked)).content.decode()
    assert "Uppges inte" in page
    assert "Stämmer inte" not in page
    tell(asked, name="Eva Ek", email="eva.ek@norr.example", region=region)
    page = client.get(where(asked)).content.decode()
    assert "Eva Ek ber om behörighet" in page
    assert page.count("Stämmer inte") == 2
    assert "stämmer inte med vad regionens inloggning uppger" in page
    assert "Eva Ek" in client.get("/arbetsyta/konton/").content.decode()


def test_region_lets_in_nobody_of_another(client, office, asked, region):
    who, south = make.person("Åsa Öberg"), make.region(name="Region Syd")
    make.affiliation(who, region)
    before = counts()
    answer = client.post(where(asked), {"person": who.slug})
    assert "vilken region inloggningen hör till" in answer.content.decode()
    tell(asked, region=south)
    client.force_login(make.user(office=False, is_superuser=True))
    before = counts()
    answer = client.post(where(asked), {"person": who.slug})
    assert answer.status_code == 400
    assert "men Åsa Öberg hör till Region Norr" in answer.content.decode()
    assert counts() == before
    tell(asked, region=region)
    client.post(where(asked), {"person": who.slug})
    assert User.objects.get(person=who).socialaccount_set.count() == 1


@pytest.mark.parametrize(
    ("told", "stored", "wrote", "becomes"),
    [
        ("told@norr.example", "stored@norr.example", "wrote@norr.example", "told@norr.example"),
        ("", "stored@norr.example", "wrote@norr.example", "stored@norr.example"),
        ("", "", "wrote@norr.example", "wrote@norr.example"),
        ("", "", "wrote@syd.example", None),
    ],
)
def test_address_of_the_account_is_the_one_most_to_be_trusted(
    asked, region, settings, told, stored, wrote, becomes
):
    settings.DEMO = False
    make.region(email_domain="syd.example")
    who, by = make.person(email=stored), make.user()
    asked.email = wrote
    tell(asked, email=told, region=region)
    if becomes:
        user = requests.let_in(asked, who, "asa", by=by, at=timezone.now())
        assert user.email == Outbox.objects.get().to == becomes
    else:
        with pytest.raises(Refused, match="hör inte till regionen"):
            requests.let_in(asked, who, "asa", by=by, at=timezone.now())
        assert not User.objects.filter(username="asa").exists()


def is_shut_off(who, asked):
    make.user(office=False, person=who, is_active=False)


def has_an_invitation(who, asked):
    who.email = "annan@norr.example"
    who.save()
    invite(who, by=make.user(), at=timezone.now())


def address_is_anothers(who, asked):
    make.user(office=False, email=asked.email.upper())


@pytest.mark.parametrize("spoil", [is_shut_off, has_an_invitation, address_is_anothers])
def test_who_can_not_be_let_in_is_refused(client, asked, spoil):
    client.force_login(make.user(office=False, is_superuser=True))
    who = make.person("Åsa Öberg")
    spoil(who, asked)
    before = counts()
    answer = client.post(where(asked), {"person": who.slug})
    assert answer.status_code == 400
    assert 'class="errors"' in answer.content.decode()
    assert counts() == before


def test_request_is_turned_down_with_an_answer(client, office, asked):
    before = counts()
    assert client.post(where(asked), {"avsla": "ja", "why": ""}).status_code == 400
    assert counts() == before
    answer = client.post(where(asked), {"avsla": "ja", "why": "Fel portal."}, follow=True)
    assert "avslagen" in answer.content.decode()
    assert "Fel portal." in Outbox.objects.get().text
    asked.refresh_from_db()
    assert asked.handled_by == office
    assert not SocialAccount.objects.exists()


def test_others_see_no_requests_and_forged_people_are_not_found(client, office, asked):
    stranger = make.user(office=False)
    before = counts()
    assert client.post(where(asked), {"person": "finns-inte"}).status_code == 404
    assert client.post(where(asked), {}).status_code == 400
    assert client.get("/arbetsyta/konton/begaran/987654/").status_code == 404
    client.force_login(stranger)
    assert client.get(where(asked)).status_code == 404
    assert counts() == before

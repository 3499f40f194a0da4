"""Of those who use an invitation at once, or invite or shut off at once, one gets through."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from bodies.actions import accounts, invitations, requests
from organisation.actions.refusals import Refused
from organisation.models import AccessRequest, Invitation, Outbox, Region, User
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list[str]:
    """What came of each call, made at the same time: "done", or the name of what it raised."""

    def made(call):
        try:
            call()
        except (Refused, invitations.NotValid) as error:
            return type(error).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(made, calls))


@pytest.fixture
def office():
    make.healthcare_region()
    make.region(email_domain="norr.example")
    return make.user()


def test_invitation_used_by_many_at_once_makes_one_account(office):
    who = make.person(email="asa@norr.example")
    invitations.invite(who, by=office, at=timezone.now())
    token = re.search(r"/inbjudan/([\w-]+)/", Outbox.objects.get().text)[1]

    def accept(name):
        return lambda: invitations.accept(
            token, username=name, password="en lång mening om höst", at=timezone.now()
        )

    came = at_once(*(accept(f"namn-{number}") for number in range(5)))
    assert came == ["NotValid"] * 4 + ["done"]
    assert User.objects.filter(person=who).count() == 1
    assert Invitation.objects.get().account.person == who


def token_of(email: str) -> str:
    return re.search(r"/inbjudan/([\w-]+)/", Outbox.objects.get(to=email).text)[1]


def test_links_of_someone_stored_twice_make_one_account_at_once(office):
    who = make.person(email="asa@norr.example")
    double = make.person(email="asa.o@norr.example")
    for each in (who, double):
        invitations.invite(each, by=office, at=timezone.now())
    double.merged_into = who
    double.save()

    def accept(email):
        token = token_of(email)
        return lambda: invitations.accept(
            token,
            username=f"namn-{email[:5]}",
            password="en lång mening om höst",
            at=timezone.now(),
        )

    assert at_once(accept(who.email), accept(double.email)) == ["NotValid", "done"]
    assert User.objects.get(person__isnull=False, email__endswith="norr.example").person == who


def asked_for(subject: str, email: str) -> AccessRequest:
    return AccessRequest.objects.create(
        provider="norr",
        issuer="https://norr.example",
        subject=subject,
        name="Åsa Öberg",
        email=email,
        region=Region.objects.get(),
        text="Skriver.",
        made_at=timezone.now(),
    )


@pytest.mark.parametrize("same", [True, False], ids=["one person", "one suggested name"])
def test_requests_let_in_at_once_are_refused_or_done(office, same):
    one = make.person()
    other = one if same else make.person()

    def let_in(who, name):
        asked = asked_for(name, f"{name}@norr.example")
        return lambda: requests.let_in(asked, who, "asa", by=office, at=timezone.now())

    assert at_once(let_in(one, "a"), let_in(other, "b")) == ["Refused", "done"]


def test_link_used_while_the_person_is_let_in_makes_one_account(office):
    who = make.person(email="asa@norr.example")
    invitations.invite(who, by=office, at=timezone.now())
    token, asked = token_of(who.email), asked_for("1", "a@norr.example")
    came = at_once(
        lambda: invitations.accept(
            token, username="asa", password="en lång mening om höst", at=timezone.now()
        ),
        lambda: requests.let_in(asked, who, "asa", by=office, at=timezone.now()),
    )
    assert came == ["Refused", "done"]
    assert User.objects.filter(person=who).count() == 1


def test_person_invited_by_two_at_once_gets_one_invitation(office):
    who, other = make.person(email="asa@norr.example"), make.user()
    came = at_once(
        *(lambda by=by: invitations.invite(who, by=by, at=timezone.now()) for by in (office, other))
    )
    assert came == ["Refused", "done"]
    assert (Invitation.objects.count(), Outbox.objects.count()) == (1, 1)


def test_two_administrators_can_not_shut_off_each_other(office):
    one, two = (make.user(office=False, is_superuser=True) for _ in range(2))
    came = at_once(
        lambda: accounts.shut_off(one, by=two, why="x"),
        lambda: accounts.shut_off(two, by=one, why="x"),
    )
    assert came == ["Refused", "done"]
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1

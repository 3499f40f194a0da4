"""What tests of invitations share: someone to invite, the office that does, and the answer."""

import re

import pytest
from django.utils import timezone

from bodies.actions import invitations
from organisation.models import Invitation, Outbox, User
from tests import factories as make

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

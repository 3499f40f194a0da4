"""What tests of the workspace share: a draft, its writer who is signed in, and the forms sent."""

import pytest
from django.urls import reverse

from documents.actions.locking import fingerprint
from documents.models import Edition
from tests import factories as make


@pytest.fixture
def body():
    make.healthcare_region()
    return make.body("Provgruppen", path="grupper/prov")


@pytest.fixture
def edition(body):
    return make.edition(make.document(body), "Alfa.", "Beta.")


@pytest.fixture
def writer():
    return make.user("Skriv", last_name="Exempelsson")


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def at(edition, which="edition", /, **values):
    return reverse(f"desk_{which}", kwargs={"pk": edition.pk} | values)


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def save(desk, edition, key="avsnitt-1", **values):
    given = {"heading": "Rubrik", "level": "1", "text": "Ny text.", "revision": "1"} | values
    return desk.post(at(edition, "section", key=key), given)


def seen(edition):
    return {"seen": fingerprint(Edition.objects.get(pk=edition.pk))}


def step(client, edition, name, **values):
    return client.post(at(edition, "step", name=name), values | seen(edition))

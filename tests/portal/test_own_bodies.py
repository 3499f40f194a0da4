"""What the workspace tells of the bodies that someone is in."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


def contacts_of(client, user) -> str:
    client.force_login(user)
    page = client.get(reverse("desk")).content.decode()
    part = page[page.index("<dt>Kontakt</dt>") :]
    return part[: part.index("</div>")]


def test_support_is_told_that_they_are_whom_others_turn_to(client):
    make.healthcare_region()
    group = make.body("Gruppen", path="grupper/ett")
    support, member = (make.user(name, office=False) for name in ("Stina", "Mats"))
    make.holding(support, group, "processtod")
    make.holding(member, group)
    assert "<dd>Du själv, processtod</dd>" in contacts_of(client, support)
    told = contacts_of(client, member)
    assert "Du själv" not in told
    assert ", processtod</a>" in told


def test_where_nobody_is_to_be_turned_to_it_says_so(client):
    make.healthcare_region()
    member = make.user("Mats", office=False)
    make.holding(member, make.body("Gruppen", path="grupper/ett"))
    assert "Ingen är angiven ännu." in contacts_of(client, member)

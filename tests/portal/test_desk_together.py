"""The same step for many commissions, as it's taken on a page."""

import pytest
from django.urls import reverse

from documents import actions
from documents.actions.locking import fingerprints
from documents.models import Edition
from tests import factories as make
from tests.documents.sharing import draft_for, shared_text, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    make.healthcare_region()
    return shared_text("Syfte", "Medel", kind="grupp")


@pytest.fixture
def drafts(text):
    return [draft_for(make.body(of=make.kind("grupp")), text) for _ in range(3)]


@pytest.fixture
def desk(client):
    client.force_login(make.user())
    return client


def ticked(drafts, step: str) -> dict:
    """What the page sends for these commissions."""
    seen = fingerprints(Edition.objects.filter(pk__in=[each.pk for each in drafts]))
    return {"steg": step, "version": list(seen)} | {f"seen-{pk}": told for pk, told in seen.items()}


def states(drafts) -> list[str]:
    stored = Edition.objects.filter(pk__in=[each.pk for each in drafts])
    return list(stored.order_by("pk").values_list("state", flat=True))


def test_step_is_taken_with_all_that_are_ticked(desk, text, drafts):
    answer = desk.post(reverse("desk_together", args=[text.slug, 1]), ticked(drafts, "skicka"))
    assert answer.status_code == 302
    assert states(drafts) == ["submitted"] * 3


@pytest.mark.parametrize("lost", ["renewed", "unknown"])
def test_one_that_is_no_longer_on_the_page_stops_all(desk, text, drafts, lost):
    data = ticked(drafts, "skicka")
    if lost == "renewed":
        version(text, "Syfte", "Medel", syfte="<p>Nytt.</p>", valid_from="2026-02-01")
        newest = text.document.editions.get(number=2)
        actions.renew(drafts[0], newest, by=make.user())
    else:
        data["version"] = [*data["version"], 999_999_999]
    answer = desk.post(reverse("desk_together", args=[text.slug, 1]), data)
    assert answer.status_code == 409
    assert "har inte längre version 1" in answer.content.decode()
    assert states(drafts) == ["draft"] * 3

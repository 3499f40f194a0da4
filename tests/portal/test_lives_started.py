"""Starting work groups, among real bodies."""

import datetime

import pytest

from bodies.models import (
    Appointment,
    Body,
    Post,
    Role,
)
from organisation.dates import today
from tests import factories as make

from .lives import BEFORE, DAY, GROUP, WHY, at, do, everything, page, pk, told, undone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]


def group(**changes) -> dict:
    kind = Body.objects.get(path=GROUP).kind
    return {
        "of_kind": kind.pk,
        "name": "Gruppen för bättre sömn",
        "under": pk("regionsjukvardsledningen"),
        "summary": "Tar fram ett gemensamt arbetssätt för sömn.",
        "first": DAY,
        "last": DAY + datetime.timedelta(days=364),
        "why": WHY,
        **{f"number_{each}": number for each, number in posts_of(chair=1, member=2).items()},
        f"each_{a_role('member')}": "on",
    } | changes


def a_role(function: str) -> int:
    return Role.objects.filter(function=function).order_by("order", "pk").first().pk


def posts_of(**numbers) -> dict[int, int]:
    return {a_role(function): number for function, number in numbers.items()}


START, MADE = "/arbetsyta/organ/ny/", "arbetsgrupper/gruppen-for-battre-somn"


def test_group_is_started_with_its_posts_and_is_public(client, admin):
    before = everything()
    text = told(client.post(START, group()))
    for words in (
        "Gruppen för bättre sömn får uppdrag av Regionsjukvårdsledningen",
        "Nya poster, utan innehavare Ordförande Ledamot för Region Jönköpings län",
        f"Den nya sidan får adressen /{MADE}/",
    ):
        assert words in text
    assert everything() == before
    answer = do(client, START, **group())
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/arbetsyta/organ/{MADE}/",
    )
    body = Body.objects.get(path=MADE)
    assert (body.start, body.function, body.origin) == (DAY, "work_group", WHY)
    assert body.last_day == DAY + datetime.timedelta(days=364)
    posts = Post.objects.filter(body=body).values_list(
        "role__function", "represents_region__code", "appointed_by_region__code"
    )
    each = [("member", code, code) for code in ("RJL", "RJL", "RKL", "RKL", "RÖ", "RÖ")]
    assert sorted(posts, key=repr) == sorted([("chair", None, None), *each], key=repr)
    assert "vakant" not in page(client, MADE, today())
    text = page(client, MADE, DAY)
    assert "Tar fram ett gemensamt arbetssätt för sömn." in text
    assert "Regionsjukvårdsledningen" in text
    assert "Ingen" not in text.split("Ordförande")[1][:20]


def test_started_group_is_taken_back_until_someone_is_appointed(client, admin):
    before = everything()
    do(client, START, **group())
    assert undone(client, MADE).status_code == 302
    assert everything() == before
    assert client.get(f"/{MADE}/").status_code == 410
    do(client, START, **group())
    chair = Post.objects.get(body__path=MADE, role__function="chair")
    appointment = make.appoint(make.person("Ida Sömnsson"), chair, DAY)
    answer = client.get(at(MADE, "angra"))
    assert answer.status_code == 400
    assert "Det finns uppdrag i organet: Ida Sömnsson." in told(answer)
    assert Appointment.objects.filter(pk=appointment.pk).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Skriv gruppens namn."),
        ({"summary": ""}, "Skriv vad gruppen ska göra."),
        ({"under": ""}, "Välj vem gruppen får uppdrag av."),
        ({"of_kind": "x"}, "Välj ett slag i listan."),
        ({"last": BEFORE}, "ligger före första dagen"),
        ({"name": "exempelgrupp för LÅNGVARIG smärta"}, "är namnet på ett annat organ"),
        ({"path": "exempelgrupp-langvarig-smarta"}, "har ett annat organ"),
        ({"name": "!!!"}, "Adressen får ha ett eller två led"),
        ({"first": "2026-02-30"}, "Skriv datumet som år"),
        ({"why": "811218-9876"}, "personnummer"),
    ],
)
def test_group_that_cannot_be_is_refused(client, admin, changes, words):
    before = everything()
    answer = client.post(START, group(**changes))
    assert answer.status_code == 400
    assert words in told(answer)
    assert everything() == before


def test_too_many_posts_are_refused(client, admin):
    answer = client.post(START, group(**{f"number_{a_role('chair')}": "999"}))
    assert (answer.status_code, "Högst 20 åt gången." in told(answer)) == (400, True)

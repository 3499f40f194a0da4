"""The pages where admins decide whose turn it is: form, what it leads to, saved, taken back."""

import re

import pytest

from bodies.models import RotationScheme, RotationTerm
from organisation.dates import today
from organisation.models import Region
from tests import factories as make

pytestmark = pytest.mark.django_db
TURNS = "/arbetsyta/turordningar/"


@pytest.fixture
def admin(client):
    user = make.user("Adam", office=False, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def chair():
    make.healthcare_region()
    for letter in "ABC":
        make.region(name=f"Region {letter}", slug=letter.lower())
    return make.post(make.body("Gruppen", path="grupper/gruppen"), "ordforande")


def asked(chair, **others) -> dict:
    """What is written to let the chair go in turn: A, B and C two years each, from next year."""
    return {
        "organ": chair.body.path,
        "name": "Ordförande",
        f"funktion-{chair.pk}": "0",
        "since": f"{today().year + 1}-01-01",
        "sort": "egen",
        "months": "24",
        **{f"plats-{letter}": str(place) for place, letter in enumerate("abc", 1)},
    } | others


def seen(answer) -> str:
    return re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]


def test_new_turn_is_seen_first_then_put_up_and_can_be_taken_back(client, admin, chair):
    sent = asked(chair)
    answer = client.post(f"{TURNS}ny/", sent)
    assert answer.status_code == 200
    told = answer.content.decode()
    assert "Region A, Region B och Region C, två år var." in told
    assert not RotationScheme.objects.exists()

    answer = client.post(f"{TURNS}ny/", sent | {"seen": seen(answer), "spara": "ja"})
    scheme = RotationScheme.objects.get()
    assert answer.url == f"{TURNS}{scheme.pk}/"
    first = RotationTerm.objects.order_by("start").first()
    assert (first.start.year, first.region.name) == (today().year + 1, "Region A")
    page = client.get(answer.url).content.decode()
    assert f'href="{TURNS}{scheme.pk}/ta-tillbaka/"' in page

    back = f"{TURNS}{scheme.pk}/ta-tillbaka/"
    answer = client.post(back, {"why": "Fel organ."})
    told = answer.content.decode().replace("\u2060", "")
    assert f"<p>{today().year + 1}–{today().year + 2}: Region A</p>" in told
    answer = client.post(back, {"why": "Fel organ.", "seen": seen(answer), "spara": "ja"})
    assert answer.url == TURNS
    assert not RotationScheme.objects.exists()
    assert not RotationTerm.objects.exists()


def test_nothing_is_saved_with_other_consequences_than_those_seen(client, admin, chair):
    answer = client.post(f"{TURNS}ny/", asked(chair))
    changed = asked(chair, months="12") | {"seen": seen(answer), "spara": "ja"}
    answer = client.post(f"{TURNS}ny/", changed)
    assert answer.status_code == 200
    assert "Det leder till något annat än det du såg" in answer.content.decode()
    assert not RotationScheme.objects.exists()


def test_what_was_typed_stays_and_is_told_at_its_field(client, admin, chair):
    answer = client.post(f"{TURNS}ny/", asked(chair, months="0", **{"plats-b": "1"}))
    told = answer.content.decode()
    assert answer.status_code == 400
    assert "En period är minst en månad." in told
    assert "Region A har också plats 1. Välj en annan." in told
    assert 'value="Ordförande"' in told


def last_day(client, scheme, day: str):
    page = f"{TURNS}{scheme.pk}/avsluta/"
    answer = client.post(page, {"last": day, "why": "Ny ordning."})
    sent = {"last": day, "why": "Ny ordning.", "seen": seen(answer), "spara": "ja"}
    return client.get(client.post(page, sent).url).content.decode()


def test_last_day_is_undone_and_nothing_older_is_offered(client, admin, chair):
    sent = asked(chair)
    first = client.post(f"{TURNS}ny/", sent)
    client.post(f"{TURNS}ny/", sent | {"seen": seen(first), "spara": "ja"})
    scheme = RotationScheme.objects.get()
    page = last_day(client, scheme, f"{today().year + 4}-12-31")
    assert "Senast: Turordningens sista dag är sparad." in page
    undo = re.search(r'<a href="([^"]+)">Ångra</a>', page)[1]
    assert undo == f"{TURNS}{scheme.pk}/avsluta/?sista="
    assert client.get(undo).context["form"]["last"].value() == ""
    page = last_day(client, scheme, "")
    undo = re.search(r'<a href="([^"]+)">Ångra</a>', page)[1]
    assert undo == f"{TURNS}{scheme.pk}/avsluta/?sista={today().year + 4}-12-31"
    assert f'value="{today().year + 4}-12-31"' in client.get(undo).content.decode()
    assert client.get(f"{TURNS}{scheme.pk}/avsluta/?sista=x").status_code == 200

    back = f"{TURNS}{scheme.pk}/ta-tillbaka/"
    answer = client.post(back, {"why": "Fel."})
    client.post(back, {"why": "Fel.", "seen": seen(answer), "spara": "ja"})
    assert "rotation_undo" not in client.session


def test_region_for_a_time_can_be_one_that_comes(client, admin, chair):
    sent = asked(chair)
    first = client.post(f"{TURNS}ny/", sent)
    client.post(f"{TURNS}ny/", sent | {"seen": seen(first), "spara": "ja"})
    later = f"{today().year + 2}-07-01"
    make.region(name="Region D", slug="d", start=later)
    make.region(name="Region E", slug="e", end=today())
    page = f"{TURNS}{RotationScheme.objects.get().pk}/tillfallig/"
    offered = client.get(page).context["form"].fields["region"].queryset
    assert [each.slug for each in offered] == ["a", "b", "c", "d"]
    region = offered.get(slug="d").pk
    days = {"first": f"{today().year + 2}-06-30", "second": f"{today().year + 2}-12-31"}
    told = client.post(page, days | {"region": region, "reason": "Val."}).content.decode()
    assert "Välj en annan region, eller andra dagar." in told
    assert seen(client.post(page, days | {"region": region, "reason": "Val.", "first": later}))


def test_turn_that_has_ended_leads_to_a_new_one_while_its_offices_are_free(client, admin, chair):
    regions = list(Region.objects.all())
    ended = make.scheme(chair, regions, "2020-01-01")
    ended.name, ended.end = "Den förra", today()
    ended.save()
    link = f'href="{TURNS}ny/?organ={chair.body.path}"'
    assert link in client.get(f"{TURNS}{ended.pk}/").content.decode()
    make.scheme(chair, regions, str(today()))
    page = client.get(f"{TURNS}{ended.pk}/").content.decode()
    assert "Turordningen har slutat gälla." in page
    assert link not in page

"""Merging someone who was stored twice: shown first, done once, and what is refused."""

import pytest

from bodies.models import Tenure
from bodies.people_search import people_named
from bodies.roster_world import world_of
from bodies.standings import standing_of, standing_of_person
from organisation.dates import today
from organisation.models import Person
from organisation.policies import PEOPLE, region_of
from organisation.rights import Action
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def north():
    make.healthcare_region()
    return make.region(name="Norr")


@pytest.fixture
def editor(client, north):
    user = make.user("Rut", office=False)
    make.editor_of(user, north)
    client.force_login(user)
    return user


def twice(region):
    """The same person, stored twice, each with a post."""
    made = [make.person(name) for name in ("Åsa Öberg", "Asa Oberg")]
    for each in made:
        make.affiliation(each, region)
        make.appoint(each, make.post(make.body(), represents_region=region))
    return made


def at(person):
    return f"/arbetsyta/personer/{person.pk}/sla-ihop/"


def test_double_is_found_compared_and_merged(client, editor, north):
    asa, double = twice(north)
    assert at(double) in client.get(double.url).content.decode()
    found = client.get(at(double)).content.decode()
    assert f"?med={asa.slug}" in found
    shown = client.get(f"{at(double)}?med={asa.slug}").content.decode()
    body = Tenure.objects.get(person=double).body
    assert body.names.get().name in shown
    for _ in range(2):
        client.post(at(double), {"med": asa.slug, "why": "Inlagd två gånger."})
    double.refresh_from_db()
    assert double.merged_into == asa
    rows = double.history.filter(history_change_reason="Inlagd två gånger.")
    assert [each.history_user for each in rows] == [editor]
    assert len(standing_of_person(asa, today()).holdings) == 2
    assert client.get(double.url)["Location"].endswith(asa.url)


def test_chain_of_doubles_is_never_more_than_a_step(client, editor, north):
    asa, double = twice(north)
    third = make.person("Åsa Öberg", merged_into=double)
    client.post(at(double), {"med": asa.slug, "why": "Inlagd flera gånger."})
    third.refresh_from_db()
    assert third.merged_into == asa


def test_who_is_merged_belongs_to_the_region_they_belonged_to(client, editor, north):
    """Whichever of the two records says so."""
    one, other = make.person("Åsa Öberg"), make.person("Asa Oberg")
    make.affiliation(one, north)
    admin = make.user(office=False, is_superuser=True)
    client.force_login(admin)
    client.post(at(one), {"med": other.slug, "why": "Inlagd två gånger."})
    one.refresh_from_db()
    assert one.merged_into == other
    standing = standing_of(editor, today())
    for each in (one, other):
        assert region_of(each, standing) == north.pk
        assert PEOPLE.allows(standing, Action.WRITE, each)
        assert each in PEOPLE.filter(standing, Action.WRITE)
        assert not PEOPLE.allows(standing_of(make.user(), today()), Action.WRITE, each)
    assert world_of(editor, today()).people[other.pk].region == north.pk
    (found,), _ = people_named("Oberg", today())
    assert found.region == north.name
    post = make.post(make.body(), represents_region=north)
    client.force_login(editor)
    shown = client.get(f"/arbetsyta/poster/{post.pk}/utse/?person={other.slug}")
    assert shown.status_code == 200


@pytest.mark.parametrize("why", ["", "811218-9876"])
def test_bad_reason_is_refused(client, editor, north, why):
    asa, double = twice(north)
    answer = client.post(at(double), {"med": asa.slug, "why": why})
    assert answer.status_code == 400
    assert not Person.objects.exclude(merged_into=None).exists()


def test_what_is_not_ones_own_is_not_there(client, editor, north):
    asa, double = twice(north)
    eva = make.person("Åsa Öberg")
    make.affiliation(eva, make.region())
    for address, slug in ((at(eva), asa.slug), (at(double), eva.slug), (at(double), double.slug)):
        assert client.get(f"{address}?med={slug}").status_code == 404
        answer = client.post(address, {"med": slug, "why": "Ett skäl."})
        assert answer.status_code == 404
    text = client.get(at(double)).content.decode()
    assert "hör till en annan region" in text
    assert f"?med={eva.slug}" not in text
    assert not Person.objects.exclude(merged_into=None).exists()


def test_account_gets_nobody_elses_rights_but_by_an_administrator(client, editor, north):
    asa, double = twice(north)
    make.user(person=asa, office=False)
    sent = {"med": asa.slug, "why": "Inlagd två gånger."}
    assert "Be en administratör" in client.get(f"{at(double)}?med={asa.slug}").content.decode()
    client.post(at(double), sent)
    double.refresh_from_db()
    assert double.merged_into is None
    client.force_login(make.user(office=False, is_superuser=True))
    client.post(at(double), sent)
    double.refresh_from_db()
    assert double.merged_into == asa

"""Merging someone who was stored twice: shown first, done once, and what is refused."""

import datetime
import re
from html import unescape

import pytest

from bodies.models import Tenure
from bodies.people_search import people_named
from bodies.rosters.world import world_of
from bodies.standings import standing_of, standing_of_person
from organisation.data_findings import same_names
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


def shown(client, person, into):
    """The page that tells what merging them leads to."""
    return client.get(f"{at(person)}?med={into.slug}").content.decode()


def merged(client, person, into, html=None, why="Inlagd två gånger."):
    """Reads what it leads to, and does it."""
    seen = re.search(r'name="seen" value="(\w+)"', html or shown(client, person, into))[1]
    return client.post(at(person), {"med": into.slug, "why": why, "seen": seen})


def text_of(html) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_double_is_found_compared_and_merged(client, editor, north):
    asa, double = twice(north)
    assert at(double) in client.get(double.url).content.decode()
    found = client.get(at(double)).content.decode()
    assert f"?med={asa.slug}" in found
    body = Tenure.objects.get(person=double).body
    assert body.names.get().name in shown(client, double, asa)
    assert merged(client, double, asa).status_code == 302
    assert client.post(at(double), {"med": asa.slug, "why": "Igen."}).status_code == 404
    double.refresh_from_db()
    assert double.merged_into == asa
    rows = double.history.filter(history_change_reason="Inlagd två gånger.")
    assert [each.history_user for each in rows] == [editor]
    assert len(standing_of_person(asa, today()).holdings) == 2
    assert client.get(double.url)["Location"].endswith(asa.url)


def test_chain_of_doubles_is_never_more_than_a_step(client, editor, north):
    asa, double = twice(north)
    third = make.person("Åsa Öberg", merged_into=double)
    merged(client, double, asa)
    third.refresh_from_db()
    assert third.merged_into == asa


def test_who_is_merged_belongs_to_the_region_they_belonged_to(client, editor, north):
    """Whichever of the two records says so."""
    one, other = make.person("Åsa Öberg"), make.person("Asa Oberg")
    make.affiliation(one, north)
    admin = make.user(office=False, is_superuser=True)
    client.force_login(admin)
    merged(client, one, other)
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
    assert client.get(f"/arbetsyta/poster/{post.pk}/utse/?person={other.slug}").status_code == 200


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
    merged(client, double, asa)
    double.refresh_from_db()
    assert double.merged_into == asa


def test_what_it_leads_to_is_shown_before_it_is_done(client, editor, north):
    asa, double = make.person("Åsa Öberg"), make.person("Asa Oberg")
    body = make.body("Tandvård")
    # Seats are told of with the first of the offices.
    for order, role in enumerate(("ordforande", "sekreterare", "ledamot"), 1):
        make.role(role, order=order)
    for each, role in ((asa, "ordforande"), (double, "sekreterare"), (asa, "ledamot")):
        make.affiliation(each, north) if not each.affiliations.exists() else None
        make.appoint(each, make.post(body, role, represents_region=north))
    make.appoint(double, make.post(body, represents_region=north, number=2))
    rows = Person.history.count()
    html = shown(client, double, asa)
    text = text_of(html)
    assert "får två funktioner i Tandvård: Ordförande och Sekreterare" in text
    assert "får två platser i Tandvård" in text
    assert f"Vad Asa Oberg ({double.slug}) då får göra" in text
    assert "inte längre får göra" not in text
    # On the bodies' pages it's only the name that becomes another.
    assert "Organens sidor ändras inte" not in text
    assert "Norr: Sekreterare: Åsa Öberg" in text
    assert "Slå ihop ändå" in text
    assert Person.history.count() == rows
    assert not Person.objects.exclude(merged_into=None).exists()
    assert merged(client, double, asa, html).status_code == 302


def test_merge_that_leads_to_another_thing_than_was_shown_is_shown_anew(client, editor, north):
    asa, double = twice(north)
    html = shown(client, double, asa)
    make.appoint(double, make.post(make.body("Psykiatri"), represents_region=north))
    for seen in (html, '<input name="seen" value="x">'):
        answer = merged(client, double, asa, seen)
        assert answer.status_code == 409
        text = text_of(answer.content.decode())
        assert "Något har ändrats sedan du läste sidan" in text
        assert "Psykiatri" in text
        assert "Inlagd två gånger." in answer.content.decode()
    double.refresh_from_db()
    assert double.merged_into is None
    asa.email = "asa@norr.example"
    html = answer.content.decode()
    asa.save()
    assert merged(client, double, asa, html).status_code == 409
    assert merged(client, double, asa).status_code == 302


def test_merge_of_two_regions_tells_whom_the_person_is_of(client, north):
    asa, double = make.person("Åsa Öberg"), make.person("Asa Oberg")
    make.affiliation(asa, north)
    make.affiliation(double, make.region(name="Söder"))
    client.force_login(make.user(office=False, is_superuser=True))
    text = text_of(shown(client, double, asa))
    assert "Åsa Öberg hör sedan till Norr, och inte till Söder" in text


def test_same_names_lead_to_where_they_are_merged(client, editor, north):
    other = make.region(name="Söder")
    make.affiliation(make.person("Åsa Öberg"), other)
    mine = make.person("Åsa Öberg")
    make.affiliation(mine, north)
    [finding] = same_names(standing_of(editor, today()), today())
    assert finding.url == at(mine)
    assert client.get(finding.url).status_code == 200


def test_public_pages_name_whom_someone_was_merged_into(client, editor, north):
    """The appointments stay with the record they were made of; the name on it is shown nowhere."""
    one, other = (make.person(name) for name in ("Asa Oberg", "Åsa Öberg"))
    group, day = make.body("Gruppen", path="grupper/ett"), datetime.timedelta(days=1)
    for each in (one, other):
        make.affiliation(each, north)
    chair = make.post(group, "ordforande", represents_region=north)
    member = make.post(group, represents_region=north)
    make.appoint(one, chair, start=today() - 9 * day)
    make.appoint(other, member, start=today() - 9 * day)
    make.appoint(one, make.post(group, number=2, represents_region=north), start=today() + 9 * day)
    places = ("/grupper/ett/", "/organisation/", "/nytt/", north.url, "/grupper/")
    assert "Asa Oberg" in client.get("/grupper/ett/").content.decode()
    merged(client, one, other)
    for place in places:
        html = text_of(client.get(place, follow=True).content.decode())
        assert "Asa Oberg" not in html, place
    page = text_of(client.get("/grupper/ett/").content.decode())
    assert "Ordförande, ledamot" in page

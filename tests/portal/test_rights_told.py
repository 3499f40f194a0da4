"""What someone may do, and why: told as the policies answer, to those who may ask."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from bodies.models import Body, Grant
from bodies.rights_told import changes_of, rights_told, the_table
from bodies.standings import everyones_standings, standing_of, standing_of_person, standings_of
from organisation.dates import today
from organisation.models import Person, User
from organisation.rights import RIGHTS, Action, Capacity, Thing
from portal.permissions import as_markdown
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
MINE = "/arbetsyta/mina-behorigheter/"


@pytest.fixture(autouse=True)
def site():
    make.healthcare_region()


def page_of(client, who) -> str:
    slug = who if isinstance(who, str) else who.slug
    answer = client.get(f"/arbetsyta/behorigheter/{slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_document_of_permissions_is_that_of_the_table():
    call_command("permissions", check=True)


def test_document_that_is_out_of_date_is_told(monkeypatch):
    monkeypatch.setattr("portal.permissions.RIGHTS", RIGHTS[:-1])
    with pytest.raises(CommandError, match=r"manage\.py permissions"):
        call_command("permissions", check=True)
    assert as_markdown().count(f"| {RIGHTS[-1].thing} |") == 0


def test_table_tells_every_right_once():
    told = [
        (capacity, thing, action, each.reach)
        for capacity, rows in the_table()
        for each in rows
        for thing in each.things
        for action in each.actions
    ]
    expected = [
        (right.capacity, right.thing, action, right.scope.label)
        for right in RIGHTS
        for action in right.actions
    ]
    assert sorted(told) == sorted(expected)


def test_table_is_open_to_every_account_and_to_nobody_else(client):
    assert client.get("/arbetsyta/behorigheter/").status_code == 302
    client.force_login(make.user(office=False))
    page = client.get("/arbetsyta/behorigheter/?q=prov").content.decode()
    assert "Regionredaktör" in page
    assert "Sök på namn" not in page


def test_all_that_is_told_is_what_the_standing_gives():
    """Nothing is told that the policies don't grant, and nothing they grant is left out."""
    region, body = make.region(), make.body("Ögonsjukdomar")
    user = make.user(is_superuser=True)
    make.holding(user, body, "ordforande")
    make.holding(user, make.body(function=Body.Function.COUNCIL), "sekreterare")
    make.editor_of(user, region)
    standing = standing_of(user, today())
    told = {
        (action, thing, holding)
        for each in rights_told(standing)
        for thing in each.things
        for action in each.actions
        for holding in each.because
    }
    assert told == {
        (action, thing, holding)
        for action in Action
        for thing in Thing
        for _, holding in standing.rights(action, thing)
    }


def test_own_page_names_every_reason(client):
    user = make.user(office=False)
    body = make.body("Ögonsjukdomar")
    make.holding(user, body, "ordforande", end=today() + 10 * DAY)
    make.holding(user, body, "processtod")
    client.force_login(user)
    page = client.get(MINE).content.decode()
    assert "Ordförande i Ögonsjukdomar, till och med" in page
    assert "Processtod i Ögonsjukdomar" in page
    assert "Har upphört det senaste året" in page


def test_former_chair_reads_why_and_since_when(client):
    user = make.user(office=False)
    body = make.body("Ögonsjukdomar")
    make.holding(user, body, "ordforande", end=today())
    make.holding(user, body, "sekreterare", start=today() + 30 * DAY)
    client.force_login(user)
    page = client.get(MINE).content.decode()
    assert "inga uppdrag eller andra rättigheter i dag" in page
    assert "Ordförande i Ögonsjukdomar" in page.split("Har upphört")[1].split("Kommer")[0]
    assert "Sekreterare i Ögonsjukdomar" in page.split("Kommer</h2>")[1]
    yesterday = client.get(f"{MINE}?datum={today() - DAY}").content.decode()
    assert "inte i dag" in yesterday
    assert "publicera" in yesterday


def test_post_that_goes_on_by_another_appointment_has_not_ended():
    user = make.user(office=False)
    body = make.body()
    make.holding(user, body, "ordforande", end=today())
    post = body.posts.get()
    make.appoint(user.person, post, start=today())
    ended, coming = changes_of(user.person, standing_of(user, today()))
    assert (ended, coming) == ([], [])


def test_grants_that_ended_were_taken_back_or_are_to_come_are_told():
    user = make.user(office=False, person=make.person())
    on, admin = today(), make.user()

    def grant(**values):
        of = {"person": user.person, "capacity": "chair", "reason": "Skälet"}
        return Grant.objects.create(body=make.body(), **of | values)

    grant(start=on - 9 * DAY, end=on)
    grant(start=on + 9 * DAY, end=on + 19 * DAY)
    back = grant(start=on - 5 * DAY, end=on + 5 * DAY)
    back.revoked_at, back.revoked_by = datetime.datetime.now(datetime.UTC), admin
    back._change_reason = "Ordföranden är tillbaka"
    back.save()
    ended, coming = changes_of(user.person, standing_of(user, on))
    assert len(ended) == 2
    assert [each.why for each in ended if "återkallad" in each.what] == ["Ordföranden är tillbaka"]
    assert [each.why for each in coming] == ["Skälet"]


@pytest.mark.parametrize("given", ["x", "2026-02-30", "1066-01-01", "2999-01-01"])
def test_day_that_can_not_be_shown_is_told_and_kept(client, given):
    client.force_login(make.user())
    answer = client.get(MINE, {"datum": given})
    assert answer.status_code == 400
    assert 'class="field-error"' in answer.content.decode()
    assert given[:10] in answer.content.decode()


def test_person_without_account_is_shown_what_the_posts_would_give(client):
    who = make.person("Åsa Öberg")
    make.appoint(who, make.post(make.body("Ögonsjukdomar"), "ordforande"))
    client.force_login(make.user())
    page = page_of(client, who)
    assert "har inget konto" in page
    assert "Ordförande i Ögonsjukdomar" in page
    assert f"/arbetsyta/konton/bjud-in/?person={who.slug}" in page


def test_account_without_person_and_shut_off_account_are_told(client):
    alone = make.user(office=False)
    client.force_login(alone)
    assert "inte kopplat till någon person" in client.get(MINE).content.decode()
    gone = make.user()
    gone.is_active = False
    gone._change_reason = "Har slutat"
    gone.save()
    client.force_login(make.user())
    page = page_of(client, gone.person)
    assert "är avstängt" in page
    assert "Har slutat" in page


def test_merged_person_is_shown_as_the_one_they_are(client):
    who = make.person("Åsa Öberg")
    double = make.person("Åsa Dubbel", merged_into=who)
    make.appoint(double, make.post(make.body("Ögonsjukdomar"), "ordforande"))
    client.force_login(make.user())
    page = page_of(client, double)
    assert "Vad får Åsa Öberg göra?" in page
    assert "Ordförande i Ögonsjukdomar" in page


def test_editor_sees_those_of_the_own_region_and_no_others(client):
    own, other = make.region(), make.region()
    client.force_login(make.editor_of(make.user(office=False), own))
    mine, theirs, nobodys = make.person("A A"), make.person("B B"), make.person("C C")
    make.affiliation(mine, own)
    make.affiliation(theirs, other)
    page_of(client, mine)
    for who in (theirs, nobodys):
        assert client.get(f"/arbetsyta/behorigheter/{who.slug}/").status_code == 404
    assert client.get("/arbetsyta/behorigheter/finns-inte/").status_code == 404


@pytest.mark.parametrize("as_", ["ledamot", "processtod", "ordforande"])
def test_others_see_only_themselves(client, as_):
    user = make.user(office=False)
    make.holding(user, make.body(), as_)
    client.force_login(user)
    page_of(client, user.person)
    other = make.person()
    for slug in (other.slug, "finns-inte"):
        assert client.get(f"/arbetsyta/behorigheter/{slug}/").status_code == 404


def test_everyones_standings_are_those_of_each(django_assert_num_queries):
    users = [make.user(), make.user(office=False), make.user(office=False, is_superuser=True)]
    make.editor_of(users[1], make.region())
    make.holding(users[1], make.body(), "ordforande")
    off = make.user(is_active=False)
    without = make.person()
    make.appoint(without, make.post(make.body(), "processtod"))
    double = make.person(merged_into=users[1].person)
    make.appoint(double, make.post(make.body(), "sekreterare"))
    on = today()
    with django_assert_num_queries(3):
        accounts, people = everyones_standings(on)
    assert accounts == standings_of(User.objects.filter(is_active=True), on)
    assert set(people) == {without.pk, off.person_id}
    for pk in people:
        assert people[pk] == standing_of_person(Person.objects.get(pk=pk), on)
    capacities = {each.capacity for each in people[without.pk].holdings}
    assert capacities == {Capacity.SUPPORT}


def test_own_page_takes_few_queries_however_many_posts(client, django_assert_max_num_queries):
    user = make.user(office=False)
    client.force_login(user)
    for number in range(12):
        make.holding(user, make.body(), "ordforande", end=today() if number % 2 else None)
    with django_assert_max_num_queries(14):
        assert client.get(MINE).status_code == 200

"""Substitutes: given for some days with a reason, told by mail, taken back at once."""

import datetime

import pytest
from django.utils import timezone

from bodies.actions import grants
from bodies.models import Grant
from bodies.standings import standing_of
from organisation.actions.refusals import Refused
from organisation.dates import today, years_from
from organisation.models import Outbox
from organisation.rights import Action, Capacity, Thing
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NEW = "/arbetsyta/ersattare/ny/"


@pytest.fixture(autouse=True)
def site():
    make.healthcare_region()


@pytest.fixture
def admin(client):
    user = make.user("Ada", office=False, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def substitute():
    return make.user(office=False, person=make.person("Åsa Öberg"))


@pytest.fixture
def body():
    return make.body("Ögonsjukdomar")


def form(who, of, /, **values):
    return {
        "person": who.person.slug,
        "capacity": "support",
        "body": of.pk,
        "region": "",
        "first": today().isoformat(),
        "last": (today() + 30 * DAY).isoformat(),
        "reason": "Processtödet är ledigt.",
    } | values


def counts():
    return [each.objects.count() for each in (Grant, Grant.history.model, Outbox)]


def test_grant_is_shown_before_it_is_given_told_and_counted_to_the_last_day(
    client, admin, substitute, body
):
    page = client.get(f"{NEW}?q=öberg").content.decode()
    assert f"{NEW}?person={substitute.person.slug}" in page
    assert client.get(f"{NEW}?person={substitute.person.slug}").status_code == 200

    before = counts()
    page = client.post(NEW, form(substitute, body))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Kontrollera innan" in text
    assert "Ögonsjukdomar" in text
    assert "skicka till beslut" in text
    assert counts() == before

    kept = client.post(NEW, form(substitute, body, andra="ja")).content.decode()
    assert "Processtödet är ledigt." in kept
    assert counts() == before

    answer = client.post(NEW, form(substitute, body, ge="ja"), follow=True)
    assert f"Ett brev går till {substitute.email}" in answer.content.decode()
    given = Grant.objects.get()
    assert given.end == today() + 31 * DAY
    latest = given.history.get()
    assert (latest.history_user, latest.history_change_reason) == (admin, given.reason)
    mail = Outbox.objects.get(key=f"grant:given:{given.pk}")
    assert mail.to == substitute.email
    assert "Processtödet är ledigt." in mail.text
    for on, may in ((today(), True), (given.end - DAY, True), (given.end, False)):
        standing = standing_of(substitute, on)
        assert standing.may_some(Action.WRITE, Thing.COMMISSION) is may


def test_form_sent_twice_gives_once(client, admin, substitute, body):
    for _ in range(2):
        answer = client.post(NEW, form(substitute, body, ge="ja"))
        assert answer.status_code == 302
    assert (Grant.objects.count(), Outbox.objects.count()) == (1, 1)


def bad(**values):
    return values


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (bad(last=(today() - DAY).isoformat()), "Sista dagen ligger före den första"),
        (bad(first=(today() - DAY).isoformat()), "Första dagen har redan varit"),
        (bad(first="", last=""), "Fyll i första dagen"),
        (bad(first="i morgon"), "Skriv datumet som"),
        (bad(last="9999-12-31"), "Högst ett år"),
        (bad(last=years_from(today(), 1).isoformat()), "Högst ett år"),
        (bad(reason=""), "Skriv varför"),
        (bad(reason="811218-9876"), "personnummer"),
        (bad(reason="x" * 201), "200"),
        (bad(body=""), "Välj ett organ"),
        (bad(body="987654"), "Välj ett av organen"),
        (bad(body="1\0"), "är inte tillåtna"),
        (bad(capacity="office"), "Välj något av det som står"),
        (bad(capacity="admin"), "Välj något av det som står"),
        (bad(capacity=""), "Välj vad personen ska få göra"),
        (bad(capacity="editor"), "inget organ"),
        (bad(region="987654"), "Välj en av regionerna"),
    ],
)
@pytest.mark.parametrize("button", ["", "ge"])
def test_bad_grant_is_refused_beside_the_field_and_what_was_written_is_kept(
    client, admin, substitute, body, values, says, button
):
    before = counts()
    sent = form(substitute, body, **values) | ({button: "ja"} if button else {})
    answer = client.post(NEW, sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in page
    assert 'class="field-error"' in page
    if "reason" not in values:
        assert "Processtödet är ledigt." in page
    assert counts() == before


def test_both_a_body_and_a_region_is_refused(client, admin, substitute, body):
    region = make.region()
    before = counts()
    for capacity in ("support", "editor"):
        values = form(substitute, body, capacity=capacity, region=region.pk, ge="ja")
        assert client.post(NEW, values).status_code == 400
    assert counts() == before


def test_whole_year_is_not_too_long(client, admin, substitute, body):
    last = years_from(today(), 1) - DAY
    client.post(NEW, form(substitute, body, last=last.isoformat(), ge="ja"))
    assert Grant.objects.get().end == years_from(today(), 1)


def test_editor_for_a_time_gets_a_region(client, admin, substitute, body):
    region = make.region()
    values = form(substitute, body, capacity="editor", body="", region=region.pk)
    assert region.name in client.post(NEW, values).content.decode()
    client.post(NEW, values | {"ge": "ja"})
    (holding,) = standing_of(substitute, today()).holdings
    assert (holding.capacity, holding.region) == (Capacity.EDITOR, region.pk)


def is_own(admin, who, body):
    admin.person = who.person
    who.person = None
    who.save()
    admin.save()
    who.person = admin.person


def is_shut_off(admin, who, body):
    who.is_active = False
    who.save()


def is_merged_meanwhile(admin, who, body):
    who.person.merged_into = make.person()
    who.person.save()


def body_ends(admin, who, body):
    body.end = today() + 10 * DAY
    body.save()


def body_has_ended(admin, who, body):
    body.start, body.end = today() - 10 * DAY, today()
    body.save()


def has_it_already(admin, who, body):
    on = today() - 5 * DAY
    Grant.objects.create(
        person=who.person, body=body, capacity="support", start=on, end=on + 9 * DAY, reason="x"
    )


@pytest.mark.parametrize("spoil", [is_own, is_shut_off, body_ends, body_has_ended, has_it_already])
def test_grant_that_can_not_be_given_is_refused(client, admin, substitute, body, spoil):
    spoil(admin, substitute, body)
    before = counts()
    answer = client.post(NEW, form(substitute, body, ge="ja"))
    assert answer.status_code == 400
    assert "Processtödet är ledigt." in answer.content.decode()
    assert counts() == before


def test_merged_person_stands_for_the_one_they_are(client, admin, substitute, body):
    is_merged_meanwhile(admin, substitute, body)
    client.post(NEW, form(substitute, body, ge="ja"))
    assert Grant.objects.get().person == substitute.person.merged_into
    with pytest.raises(Refused, match="samma person"):
        grants.check(
            Grant(person=substitute.person, body=body, start=today(), end=today() + DAY),
            by=admin,
            on=today(),
        )


def test_unknown_person_is_not_found(client, admin, substitute, body):
    before = counts()
    for slug in ("finns-inte", "a\0", "x" * 300):
        assert client.get(NEW, {"person": slug}).status_code == (400 if "\0" in slug else 404)
        values = form(substitute, body, ge="ja") | {"person": slug}
        assert client.post(NEW, values).status_code == 404
    assert counts() == before


def given(admin, who, body, **values):
    days = {"start": today(), "end": today() + 10 * DAY}
    made = Grant(person=who.person, body=body, capacity="support", reason="Skäl", **days | values)
    return grants.give(made, by=admin, on=today())


def test_grant_is_taken_back_at_once_with_why(client, admin, substitute, body):
    grant = given(admin, substitute, body)
    where = f"/arbetsyta/ersattare/{grant.pk}/aterkalla/"
    assert client.get(where).status_code == 200
    before = counts()
    assert client.post(where, {"why": ""}).status_code == 400
    assert counts() == before
    for _ in range(2):
        answer = client.post(where, {"why": "Processtödet är tillbaka."}, follow=True)
        assert "ersätter inte längre" in answer.content.decode()
    assert "Processtödet är tillbaka." in client.get("/arbetsyta/ersattare/").content.decode()
    grant.refresh_from_db()
    assert grant.revoked_by == admin
    assert standing_of(substitute, today()).holdings == ()
    assert grant.history.count() == 2
    assert "tillbaka" in Outbox.objects.get(key=f"grant:revoked:{grant.pk}").text
    given(admin, substitute, body)  # the same again can be given


def test_grant_that_has_ended_by_itself_is_not_taken_back(client, admin, substitute, body):
    on = today()
    grant = Grant.objects.create(
        person=substitute.person,
        body=body,
        capacity="support",
        start=on - 9 * DAY,
        end=on,
        reason="Skäl",
    )
    where = f"/arbetsyta/ersattare/{grant.pk}/aterkalla/"
    assert "gäller inte längre" in client.get(where).content.decode()
    assert client.post(where, {"why": "Oj"}).status_code == 400
    with pytest.raises(Refused):
        grants.take_back(grant, by=admin, at=timezone.now(), why="Oj")


def test_list_tells_current_coming_and_ended(client, admin, substitute, body):
    page = client.get("/arbetsyta/ersattare/").content.decode()
    assert page.count('class="empty"') == 3
    given(admin, substitute, body)
    given(admin, substitute, body, start=today() + 20 * DAY, end=today() + 25 * DAY)
    page = client.get("/arbetsyta/ersattare/").content.decode()
    assert page.count("Återkalla<") == 2
    assert page.count('class="empty"') == 1


@pytest.mark.parametrize("office", [True, False])
def test_only_administrators_give_and_take_back(client, admin, substitute, body, office):
    grant = given(admin, substitute, body)
    other = make.user(office=office)
    client.force_login(other)
    before = counts()
    for address in ("", "ny/", f"{grant.pk}/aterkalla/"):
        for method in (client.get, client.post):
            assert method(f"/arbetsyta/ersattare/{address}").status_code == 404
    with pytest.raises(Refused):
        grants.take_back(grant, by=other, at=timezone.now(), why="x")
    assert counts() == before


def test_person_without_any_address_is_to_be_told_by_mouth(client, admin, body):
    who = make.person()
    values = {"person": who.slug}
    answer = client.post(
        NEW,
        form(make.user(office=False, person=make.person()), body, ge="ja") | values,
        follow=True,
    )
    assert "berätta det själv" in answer.content.decode()
    assert Outbox.objects.count() == 0

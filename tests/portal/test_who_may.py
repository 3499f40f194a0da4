"""Who may change this: as the policies answer, for whoever may read it, whatever it is."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.models import Appointment, Body, Post
from bodies.standings import everyones_standings, vacant_holdings
from documents.actions import submit
from documents.actions.locking import fingerprint
from documents.models import SharedText
from documents.policies import EDITIONS
from organisation.dates import today
from organisation.models import Page, Person, User
from organisation.rights import Action, Capacity
from portal.who_may import answers, of_edition, of_page
from tests import factories as make
from tests.prepared import know_the_tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    make.healthcare_region()


@pytest.fixture
def body():
    return make.body("Ögonsjukdomar", path="grupper/prov")


@pytest.fixture
def draft(body):
    return make.edition(make.document(body))


def page_of(client, of, place) -> str:
    answer = client.get(f"/arbetsyta/vem-far/{of}/{place}/")
    assert answer.status_code == 200, (of, place)
    return answer.content.decode()


def test_page_of_a_draft_names_everyone_with_reasons_and_what_is_vacant(client, body, draft):
    office = make.user("Stina")
    support = make.user(office=False)
    make.holding(support, body, "processtod")
    make.holding(support, body, "ordforande")
    without = make.person("Åsa Öberg")
    make.appoint(without, make.post(body, "sekreterare"))
    make.post(body, "sammankallande")
    client.force_login(support)
    page = page_of(client, "version", draft.pk)
    assert "Processtod i Ögonsjukdomar" in page
    assert "Ordförande i Ögonsjukdomar" in page
    assert "har inget konto att logga in med" in page.split("Åsa Öberg")[1][:200]
    assert "Sammankallande i Ögonsjukdomar: vakant" in page
    assert office.person.name in page


def test_reasons_are_what_the_policy_says_of_each(draft, body):
    make.user()
    make.user(is_superuser=True)
    make.holding(make.user(office=False), body, "processtod")
    on = today()
    standings, _ = everyones_standings(on)
    ((_, found),) = answers(of_edition(draft), on)
    told = {
        (action, each.name, each.because)
        for answer in found
        for action in answer.actions
        for each in answer.people
    }
    expected = set()
    for pk, standing in standings.items():
        person = User.objects.get(pk=pk).person
        for action in Action:
            because = tuple(map(str, EDITIONS.giving(standing, action, draft)))
            if because:
                expected.add((action, person.name, because))
    assert told == expected


def test_who_submitted_is_told_not_to_publish(client, draft):
    writer = make.user("Vera")
    submit(draft, by=writer, at=make.NOW, seen=fingerprint(draft))
    client.force_login(writer)
    page = page_of(client, "version", draft.pk)
    assert "så någon annan publicerar den" in page
    assert "texten är låst" in page


def test_every_kind_of_thing_has_its_page(client, body, draft):
    region = make.region()
    who = make.person("Åsa Öberg")
    make.affiliation(who, region)
    editor = make.editor_of(make.user("Rut", office=False), region)
    appointment = make.appoint(who, make.post(body, represents_region=region))
    shared = SharedText.objects.create(slug="en-text", name="En text", body_kind=body.kind)
    page = Page.objects.create(path="om/prov", title="Provsidan", body="<p>Text.</p>")
    places = {
        "organ": body.path,
        "version": draft.pk,
        "gemensam-text": shared.slug,
        "post": appointment.post.pk,
        "uppdrag": appointment.pk,
        "person": who.slug,
        "sida": page.path,
    }
    client.force_login(make.user(is_superuser=True))
    for of, place in places.items():
        assert "Vem får ändra detta?" in page_of(client, of, place)
    for of in ("post", "uppdrag", "person"):
        assert editor.get_full_name() in page_of(client, of, places[of])
    client.force_login(editor)
    seen = {
        of
        for of, place in places.items()
        if client.get(f"/arbetsyta/vem-far/{of}/{place}/").status_code == 200
    }
    assert seen == {"post", "uppdrag", "person"}


@pytest.mark.parametrize("as_", [None, "ledamot", "processtod"])
def test_what_one_may_not_read_answers_as_what_is_not_there(client, draft, as_):
    """A draft that one may not read, and one that there isn't, are told alike."""
    user = make.user(office=False)
    if as_:
        make.holding(user, make.body(), as_)
    client.force_login(user)
    said = []
    for pk in (draft.pk, 987654):
        answer = client.get(f"/arbetsyta/vem-far/version/{pk}/")
        text = re.sub(r'value="\w{64}"', "", answer.content.decode())
        said.append((answer.status_code, text.replace(f"/{pk}/", "")))
    assert said[0] == said[1]
    assert said[0][0] == 404


@pytest.mark.parametrize(
    "place",
    [
        *(
            "version/x",
            "version/1\0",
            "version/99999999999999999999",
            "version/²",
            "organ/finns/ej",
        ),
        *("organ/a%00b", "post/-1", "sida/om\0", "okant/1", "person/finns-inte", "version/1/2"),
    ],
)
def test_address_that_names_nothing_is_not_found(client, place):
    client.force_login(make.user(is_superuser=True))
    assert client.get(f"/arbetsyta/vem-far/{place}/").status_code == 404


def test_member_reads_of_the_draft_that_is_shown_and_of_no_other(client, body, draft):
    member = make.user(office=False)
    make.holding(member, body)
    client.force_login(member)
    where = f"/arbetsyta/vem-far/version/{draft.pk}/"
    assert client.get(where).status_code == 404
    draft.is_shown = True
    draft.save()
    assert client.get(where).status_code == 200


def test_nobody_at_all_is_told_as_such(body):
    ((_, found),) = answers(of_page(Page(path="om/prov", title="Provsidan")), today())
    assert [(each.people, each.vacant) for each in found] == [([], [])]


def queries_of(client, where) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(where).status_code == 200
    return len(caught)


def test_number_of_queries_is_the_same_however_many_there_are(client, body, draft):
    region = make.region()
    who = make.person()
    make.affiliation(who, region)
    make.appoint(who, make.post(body))
    council = make.body(function=Body.Function.COUNCIL)
    make.holding(make.user(office=False), council, "sekreterare")
    make.post(council, "ordforande")
    make.user()  # someone who may, and isn't an administrator
    client.force_login(make.user(is_superuser=True))
    places = [
        f"/arbetsyta/vem-far/{of}/{place}/"
        for of, place in (
            ("version", draft.pk),
            ("organ", body.path),
            ("person", who.slug),
            ("uppdrag", Appointment.objects.get(person=who).pk),
            ("post", Post.objects.filter(body=body).first().pk),
        )
    ]
    before = [queries_of(client, each) for each in places]
    for _ in range(15):
        make.holding(make.editor_of(make.user(), make.region()), make.body(), "ordforande")
        make.appoint(make.person(), make.post(body, "processtod"))
        make.post(make.body(), "ordforande")
    know_the_tables()
    assert [queries_of(client, each) for each in places] == before
    # One of them is the door's own: whether the session has proved the second factor.
    assert max(before) <= 19


def test_all_holdings_of_vacant_posts_lead_somewhere():
    """A vacant post of a member gives what every member has, and isn't told."""
    within = make.body("Ögonsjukdomar")
    make.post(within, "ledamot")
    make.post(within, "processtod")
    (found,) = vacant_holdings(today())
    assert (found.capacity, found.reason) == (Capacity.SUPPORT, "Processtod i Ögonsjukdomar")
    assert Person.objects.count() == 0

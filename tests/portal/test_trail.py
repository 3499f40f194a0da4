"""The list of all that has been done: what it tells, how it's narrowed, who reads it, and that it
keeps no secrets and stays quick."""

import csv
import datetime
import io
import re
import time
from html import unescape

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies.models import Body
from documents.models import EditionEvent
from organisation.history import saved_by
from organisation.models import Page, Region
from portal.trail.kinds import KINDS, kind_of
from tests import factories as make

pytestmark = pytest.mark.django_db
EVENTS, FILE = "/arbetsyta/handelser/", "/arbetsyta/handelser/hamta.csv"
NOON = datetime.datetime(2026, 3, 2, 11, 0, tzinfo=datetime.UTC)
HISTORIES = [each for each in apps.get_models() if hasattr(each, "history")]


@pytest.fixture(autouse=True)
def site():
    make.healthcare_region()


@pytest.fixture
def admin(client):
    user = make.user("Ada Administratör", office=False, is_superuser=True)
    client.force_login(user)
    return user


def told(client, query="", status=200) -> list[str]:
    """What each event of the page says, tags taken away."""
    answer = client.get(EVENTS + query)
    assert answer.status_code == status, answer.status_code
    found = re.findall(r'<li class="event".*?</li>\s*<!-- event -->', answer.content.decode(), re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found]


def forget():
    """Takes away what was recorded while the test was set up."""
    for each in HISTORIES:
        each.history.all().delete()


def at(record, minute: int, by=None, why="", **values):
    """Changes the record some minutes after noon; its history tells when. Returns the row."""
    for name, value in values.items():
        setattr(record, name, value)
    record._history_date = NOON + datetime.timedelta(minutes=minute)
    saved_by(record, by, why)
    del record._history_date
    return record.history.order_by("-history_id").first()


def test_event_says_who_what_when_why_and_each_field(client, admin):
    body = make.body("Tandvård", email="gammal@region.test")
    forget()
    at(body, 0, admin, "Utgångsläge")
    at(body, 5, admin, "Ny funktionsadress", email="ny@region.test")
    at(body, 6, None, "", email="")
    last, second, first = told(client)
    for each in ("2 mars 2026", "12.06.00", "Ändrades", "Tandvård", "Webbplatsen själv"):
        assert each in last
    assert "Funktionsadress ny@region.test tomt" in last
    assert "Varför" not in last
    for each in ("12.05.00", "Ada Administratör", "Varför: Ny funktionsadress"):
        assert each in second
    assert "Funktionsadress gammal@region.test ny@region.test" in second
    # The oldest that is kept tells all that the record was then.
    assert "Funktionsadress tomt gammal@region.test" in first


@pytest.fixture
def happenings(admin):
    """Eight events, known by their letter in why."""
    north, south = make.region(name="Region Norr"), make.region(name="Region Söder")
    other = make.user("Bo Redaktör", office=False)
    body, another = make.body("Tandvård"), make.body("Ögon")
    post = make.post(body, represents_region=north)
    person = make.person("Eva Prov")
    appointment = make.appoint(person, post)
    affiliation = make.affiliation(person, south)
    page = Page(path="om")
    forget()
    at(body, 1, admin, "A hundra", summary="En mening.")
    at(body.names.get(), 2, other, "B", name="Tänder")
    at(another, 3, other, "C hundra", summary="En annan.")
    at(appointment, 24 * 60, other, "D", end_reason="Slutade.")
    at(affiliation, 24 * 60 + 1, admin, "E", title="Läkare")
    at(page, 3 * 24 * 60, None, "F", title="Om oss")
    at(page, 3 * 24 * 60 + 1, admin, "G", title="Om oss alla")
    page._history_date = NOON + datetime.timedelta(days=4)
    page._history_user, page._change_reason = admin, "H"
    page.delete()
    return {
        **{"body": body, "north": north, "south": south, "other": other},
        "appointment": appointment,
    }


# What is asked for, and the letters of what is told, the latest first.
NARROWED = [
    ("", "HGFEDCBA"),
    ("vem={other.pk}", "DCB"),
    ("vem=0", "F"),
    ("slag=organisation.page", "HGF"),
    ("slag=bodies.body", "CA"),
    ("organ={body.pk}", "DBA"),
    ("region={north.pk}", "D"),
    ("region={south.pk}", "E"),
    ("fran=2026-03-03", "HGFED"),
    ("till=2026-03-02", "CBA"),
    ("fran=2026-03-03&till=2026-03-03", "ED"),
    ("satt=%2B", "F"),
    ("satt=~", "GEDCBA"),
    ("satt=-", "H"),
    ("ord=HUNDRA", "CA"),
    ("ord=hundra&vem={other.pk}", "C"),
    ("slag=bodies.appointment&post={appointment.pk}", "D"),
    ("slag=bodies.appointment&post=987654321", ""),
    ("ord=%25", ""),
    ("ord=finnsinte", ""),
]


@pytest.mark.parametrize(("query", "letters"), NARROWED)
def test_list_is_narrowed_to_what_is_asked_for(client, happenings, query, letters):
    found = told(client, "?" + query.format(**happenings))
    assert [re.search(r"Varför: (\w)", each)[1] for each in found] == list(letters)


BAD = [
    ("fran=i+fjol", "Skriv datumet som år, månad och dag"),
    ("fran=2026-03-03&till=2026-03-02", "ligger före"),
    ("slag=organisation.outbox", "finns inte"),
    ("organ=abc", "finns inte"),
    ("region=-1", "finns inte"),
    ("vem=finns", "finns inte"),
    ("satt=x", "finns inte"),
    ("ord=" + "a" * 500, "Skriv kortare"),
    ("slag=bodies.body&post=x", "nummer"),
]


@pytest.mark.parametrize(("query", "said"), BAD)
def test_what_cant_be_asked_is_told_beside_its_field(client, admin, query, said):
    answer = client.get(f"{EVENTS}?{query}")
    assert answer.status_code == 400
    assert said in unescape(answer.content.decode())
    assert client.get(f"{FILE}?{query}").status_code == 400


@pytest.mark.parametrize("place", ["x", "2026-03-02T12:00:00~page~1", "~", "9" * 400])
def test_forged_place_in_the_list_answers_as_no_page(client, admin, place):
    assert client.get(f"{EVENTS}?fore={place}").status_code == 404


def test_pages_hold_every_event_once_in_order_also_at_one_moment(client, admin):
    """130 events of two kinds, half of them at the same moment."""
    body, page = make.body("Tandvård"), Page.objects.create(path="om", title="Om")
    forget()
    for number in range(65):
        at(body, 0 if number % 2 else number, admin, f"organ {number}")
        at(page, 0 if number % 2 else number, admin, f"sida {number}")
    seen, query = [], ""
    for _ in range(4):
        html = client.get(EVENTS + query).content.decode()
        seen += [unescape(each) for each in re.findall(r"Varför: (\w+ \d+)", html)]
        older = re.search(r'href="(\?[^"]*fore=[^"]*)"', html)
        if older is None:
            break
        query = unescape(older[1])
    assert len(seen) == 130
    assert len(set(seen)) == 130
    assert [{*seen[:2]}, {*seen[2:4]}] == [{"organ 64", "sida 64"}, {"organ 62", "sida 62"}]


def test_queries_are_as_many_for_five_events_as_for_fifty(client, admin):
    found = {}
    for count in (5, 50):
        for number in range(count):
            body = make.body(f"Organ {count} {number}")
            make.appoint(make.person(f"Prov Person{number}"), make.post(body))
        client.get(EVENTS)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{EVENTS}?slag=bodies.appointment").status_code == 200
        found[count] = len(queries)
    assert found[5] == found[50], found
    assert found[50] <= 20


def test_steps_of_versions_are_told_among_the_rest(client, admin):
    edition = make.edition(make.document(make.body("Tandvård")))
    forget()
    EditionEvent.objects.create(
        edition=edition, kind="submitted", at=NOON, by=admin, text="Nu är det klart."
    )
    (event,) = told(client, "?slag=documents.editionevent")
    for each in ("Skickad till beslut", "Ada Administratör", "Nu är det klart."):
        assert each in event
    assert told(client, f"?organ={edition.document.owner_id}&satt=steg") == [event]


def test_rows_of_what_was_removed_stay(client, happenings):
    first = told(client, "?slag=organisation.page")[0]
    assert "Togs bort" in first
    assert "Om oss alla" in first


def test_file_holds_what_the_page_would_field_by_field_and_no_formula(client, admin):
    body = make.body("Tandvård")
    forget()
    at(body, 0, admin, "=HYPERLINK(1)", summary="+46")
    at(body, 1, admin, "B", summary="-1", email="a@region.test")
    at(Page.objects.create(path="om", title="Om"), 2, admin, "annat")
    answer = client.get(f"{FILE}?slag=bodies.body")
    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    head = [
        "När",
        "Vem",
        "Vad hände",
        "Slag",
        "Uppgift",
        "Nummer",
        "Fält",
        "Före",
        "Efter",
        "Varför",
    ]
    assert rows[0] == head
    number = str(body.pk)
    changed = ["2026-03-02 12:01:00", "Ada Administratör", "Ändrades", "organ", "Tandvård", number]
    assert [[*changed, "Funktionsadress", "tomt", "a@region.test", "B"]] == [
        each for each in rows[1:] if each[6] == "Funktionsadress"
    ]
    summaries = [each for each in rows[1:] if each[6].startswith("Vad det är")]
    assert [(each[7], each[8], each[9]) for each in summaries] == [
        ("'+46", "'-1", "B"),
        ("tomt", "'+46", "'=HYPERLINK(1)"),
    ]


def test_only_administrators_get_in(client):
    for user in (make.user(), make.editor_of(make.user(office=False), make.region())):
        client.force_login(user)
        assert client.get(EVENTS).status_code == 404
        assert client.get(FILE).status_code == 404
    assert Client().get(EVENTS).status_code == 302


# Columns that may have such a name, and why none is a secret.
NO_SECRETS = {
    ("organisation.Source", "code"): "a source's number",
    ("organisation.SourceDisagreement", "code"): "a disagreement's number",
    ("organisation.FindingSilence", "code"): "the kind of finding",
    ("organisation.Region", "code"): "a region's code in public statistics",
    ("organisation.TextDraft", "token"): "made anew in each form, so that it's saved once",
    ("documents.Comment", "token"): "made anew in each form, so that it's sent once",
    ("documents.Comment", "section_key"): "which section",
    ("documents.Section", "key"): "which section",
}
SECRET = re.compile("passw|token|secret|hash|digest|key|code|otp|seed|session|cookie")


def test_no_history_has_a_column_for_a_secret():
    found = {
        (model._meta.label, field.name)
        for model in HISTORIES
        for field in model.history.model._meta.concrete_fields
        if SECRET.search(field.name)
    }
    assert found == set(NO_SECRETS)
    assert len(HISTORIES) > 30


def test_no_history_holds_a_password_whatever_is_done_with_an_account(admin):
    user = make.user("Cia", office=False)
    user.password = make_password("ett mycket hemligt ord")
    saved_by(user, admin, "Nytt lösenord")
    for model in HISTORIES:
        table = connection.ops.quote_name(model.history.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(string_agg(to_jsonb(t)::text, ''), '') FROM {table} t")
            text = cursor.fetchone()[0]
        assert user.password not in text
        assert "hemligt ord" not in text


def test_all_that_keeps_a_history_is_in_the_list_and_knows_its_body_and_region():
    assert {each.model for each in KINDS} == {*HISTORIES, EditionEvent}
    assert len({each.name for each in KINDS}) == len(KINDS)
    for model in HISTORIES:
        kind = kind_of(model)
        for other, ways in ((Body, kind.of_body), (Region, kind.of_region)):
            own = {
                each.name
                for each in model._meta.concrete_fields
                if each.is_relation and each.related_model is other
            }
            # Who appoints to a post, where it follows from and what it demands isn't whose it is.
            own -= {"appointed_by_body", "appointed_by_region", "requires_seat_in", "held_by_body"}
            own -= {"seat_in"}
            assert own <= set(ways), (model, own)


@pytest.mark.full
def test_list_of_a_hundred_thousand_events_is_quick(client, admin, capsys):
    body, page = make.body("Tandvård"), Page.objects.create(path="om", title="Om")
    with connection.cursor() as cursor:
        for record in (body, page):
            table = record.history.model._meta.db_table
            cursor.execute(
                f"CREATE TEMP TABLE mall AS SELECT * FROM {table} LIMIT 1;"
                f"SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns"
                f" WHERE table_name = '{table}' AND column_name NOT IN ('history_id',"
                " 'history_date')"
            )
            columns = cursor.fetchone()[0]
            cursor.execute(
                f"INSERT INTO {table} (history_date, {columns}) SELECT timestamptz '2020-01-01'"
                f" + n * interval '1 minute', {columns} FROM mall, generate_series(1, 50000) n;"
                f"DROP TABLE mall; ANALYZE {table}"
            )
    for query in ("", f"?organ={body.pk}", "?ord=finnsinte", "?fran=2020-01-10&till=2020-01-11"):
        began = time.perf_counter()
        assert client.get(EVENTS + query).status_code == 200
        took = time.perf_counter() - began
        with capsys.disabled():
            print(f"\n100,000 events, {query or 'all'}: {took * 1000:.0f} ms")
        assert took < 2


def story(client, address, status=200) -> str:
    answer = client.get(f"/arbetsyta/historik/{address}/")
    assert answer.status_code == status, answer.status_code
    return unescape(answer.content.decode())


def test_body_and_person_tell_their_own_history_with_all_that_belongs_to_it(client, admin):
    body, other = make.body("Tandvård", path="grupper/tand"), make.body("Ögon")
    council = make.body("Rådet")
    person = make.person("Eva Prov")
    post, elsewhere = make.post(body), make.post(other)
    mine, theirs = make.appoint(person, post), make.appoint(make.person("Bo Bo"), elsewhere)
    forget()
    for number, record in enumerate(
        (
            *(body, body.names.get(), make.relate(body, "part_of", council), post, mine),
            *(person, make.affiliation(person, make.region()), theirs, other, theirs.person),
        )
    ):
        at(record, number, admin, f"Nr{number}.")
    of_body = re.findall(r"Varför: Nr(\d)", story(client, "organ/grupper/tand"))
    assert of_body == ["4", "3", "2", "1", "0"]
    of_person = re.findall(r"Varför: Nr(\d)", story(client, f"person/{person.slug}"))
    assert of_person == ["6", "5", "4"]


def test_history_tells_an_editor_only_what_is_their_regions(client, admin):
    north, south = make.region(), make.region()
    body = make.body("Tandvård", path="grupper/tand")
    mine = make.appoint(make.person(), make.post(body, represents_region=north))
    theirs = make.appoint(make.person(), make.post(body, represents_region=south))
    forget()
    at(body, 0, admin, "Organet")
    at(mine, 1, admin, "Norra")
    at(theirs, 2, admin, "Södra")
    client.force_login(make.editor_of(make.user(office=False), north))
    html = story(client, "organ/grupper/tand")
    assert "Norra" in html
    assert "Södra" not in html
    assert "Organet" not in html
    # Of a body where nothing is theirs, they learn not even that it has a history.
    make.body("Ögon", path="grupper/ogon")
    story(client, "organ/grupper/ogon", 404)
    story(client, "organ/finns-inte", 404)
    story(client, f"person/{theirs.person.slug}", 404)
    story(client, "region/norr", 404)


def test_body_and_person_lead_to_their_history(client, admin):
    body = make.body("Tandvård", path="grupper/tand")
    person = make.person("Eva Prov")
    make.appoint(person, make.post(body), start="2020-01-01")
    for page, place in ((body.url, "organ/grupper/tand"), (person.url, f"person/{person.slug}")):
        assert f"/arbetsyta/historik/{place}/" in client.get(page).content.decode()
    client.force_login(make.user(office=False))
    assert "/arbetsyta/historik/" not in client.get(body.url).content.decode()

"""Mailing lists of a body or a kind: who is on them, in which forms, and who gets them."""

import csv
import datetime
import io
import logging
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies.mailing import GROUPS
from bodies.models import Role
from organisation.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/arbetsyta/utskick/"
CSV, CARDS = f"{PAGE}lista.csv", f"{PAGE}lista.vcf"
DAY = datetime.timedelta(days=1)
TODAY = datetime.date.today()


@pytest.fixture
def world(client):
    """A body with people in all roles, some of whom can't be written to."""
    make.healthcare_region()
    norr = make.region(name="Region Norr", email_domain="norr.test")
    kind = make.kind("omrade")
    tand = make.body("Tandvård", of=kind, path="omraden/tand", email="tand@norr.test")
    ogon = make.body("Ögon", of=kind, path="omraden/ogon")
    for number, (name, role, body, address, values) in enumerate(
        (
            ("Eva Prov", "ordforande", tand, "eva@norr.test", {}),
            ("Bo Prov", "ledamot", tand, "Bo@norr.test", {}),
            ("Bo Prov", "sekreterare", ogon, "Bo@norr.test", {}),
            ("Siv Prov", "processtod", tand, "siv@norr.test", {}),
            ("Utan Adress", "ledamot", tand, "", {}),
            ("Utom Domän", "ledamot", tand, "utom@privat.test", {}),
            ("Slut Prov", "ledamot", tand, "slut@norr.test", {"end": TODAY}),
            ("Sen Prov", "ledamot", tand, "sen@norr.test", {"start": TODAY + DAY}),
            ("Per Prov", "ersattare", tand, "per@norr.test", {}),
        ),
        1,
    ):
        person = Person.objects.filter(given_name=name.split()[0], family_name=name.split()[1])
        person = person.first() or make.person(name, email=address)
        if not person.affiliations.exists():
            make.affiliation(person, norr)
        make.appoint(person, make.post(body, role, number=number), **values)
    user = make.user()
    client.force_login(user)
    return {"tand": tand, "ogon": ogon, "kind": kind, "user": user}


def addresses(client, query, status=200) -> list[str]:
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == status, answer.status_code
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", answer.content.decode(), re.S)
    return [each for each in re.split(r"[;,]\s*", unescape(text[1])) if each] if text else []


ALL_OF_TAND = ["bo@norr.test", "eva@norr.test", "per@norr.test", "siv@norr.test"]
# What is asked for, and who is on the list.
LISTS = [
    ("organ=omraden/tand", [*ALL_OF_TAND, "tand@norr.test"]),
    ("organ=omraden/tand&till=ordforande", ["eva@norr.test"]),
    ("organ=omraden/tand&till=ledamoter", ["bo@norr.test"]),
    ("organ=omraden/tand&till=ersattare", ["per@norr.test"]),
    ("organ=omraden/tand&till=stod", ["siv@norr.test"]),
    ("organ=omraden/tand&till=funktion", ["tand@norr.test"]),
    ("organ=omraden/tand&till=adjungerade", []),
    ("organ=omraden/tand&till=stod&till=ordforande", ["eva@norr.test", "siv@norr.test"]),
    ("organ=omraden/ogon", ["bo@norr.test"]),
    ("slag=omrade", [*ALL_OF_TAND, "tand@norr.test"]),
    ("slag=omrade&till=stod", ["bo@norr.test", "siv@norr.test"]),
]


@pytest.mark.parametrize(("query", "expected"), LISTS)
def test_list_holds_those_who_hold_such_a_post_today_once_each(client, world, query, expected):
    found = addresses(client, query)
    assert sorted(each.lower() for each in found) == expected


def test_those_who_cant_be_written_to_are_told(client, world):
    html = unescape(client.get(f"{PAGE}?organ=omraden/tand").content.decode())
    assert "Utan Adress" in html
    assert "Utom Domän" in html
    assert "utom@privat.test" not in html
    for gone in ("Slut Prov", "Sen Prov", "slut@norr.test", "sen@norr.test"):
        assert gone not in html


def test_addresses_are_parted_as_one_asks(client, world):
    def text(query):
        html = client.get(f"{PAGE}?organ=omraden/tand&till=stod&till=ordforande{query}")
        return re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", html.content.decode(), re.S)[1]

    assert text("") == "eva@norr.test; siv@norr.test"
    assert text("&mellan=komma") == "eva@norr.test, siv@norr.test"


def test_short_list_opens_a_mail_with_hidden_recipients_and_a_long_one_does_not(client, world):
    html = unescape(client.get(f"{PAGE}?organ=omraden/tand&till=ordforande").content.decode())
    assert 'href="mailto:?bcc=eva%40norr.test"' in html
    for number in range(100):
        person = make.person(f"Prov Nr{number}", email=f"prov.nummer.{number}@norr.test")
        make.appoint(person, make.post(world["tand"], number=100 + number))
    html = client.get(f"{PAGE}?organ=omraden/tand").content.decode()
    assert "mailto:?" not in html
    assert "prov.nummer.99@norr.test" in html


def test_file_for_a_spreadsheet_tells_each_person_once(client, world):
    Person.objects.filter(given_name="Siv").update(given_name="=1+1")
    answer = client.get(f"{CSV}?slag=omrade&till=stod&till=ledamoter")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Namn", "E-post", "Region", "Uppdrag"],
        ["Utan Adress", "", "Region Norr", "Ledamot i Tandvård"],
        ["Utom Domän", "", "Region Norr", "Ledamot i Tandvård"],
        ["'=1+1 Prov", "siv@norr.test", "Region Norr", "Processtod i Tandvård"],
        ["Bo Prov", "Bo@norr.test", "Region Norr", "Ledamot i Tandvård, Sekreterare i Ögon"],
    ]


def test_cards_for_an_address_book(client, world):
    answer = client.get(f"{CARDS}?organ=omraden/tand&till=ordforande&till=funktion")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    text = answer.content.decode()
    assert text.count("BEGIN:VCARD\r\nVERSION:4.0\r\n") == 2
    for line in ("FN:Eva Prov", "N:Prov;Eva;;;", "EMAIL;TYPE=work:eva@norr.test", "KIND:org"):
        assert f"\r\n{line}\r\n" in text
    # The same person is the same card another day.
    assert client.get(f"{CARDS}?organ=omraden/tand&till=ordforande&till=funktion").content == (
        answer.content
    )


def test_nobody_keeps_the_lists_on_the_way(client, world):
    for address in (PAGE, CSV, CARDS):
        answer = client.get(f"{address}?organ=omraden/tand")
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"


def test_who_has_taken_a_list_is_logged_without_its_addresses(client, world, caplog):
    caplog.set_level(logging.INFO, "portal.access")
    for address in (PAGE, CSV, CARDS):
        client.get(f"{address}?organ=omraden/tand")
    said = [each.getMessage() for each in caplog.records if "Utskick" in each.getMessage()]
    assert len(said) == 3
    for each in said:
        assert f"konto {world['user'].pk}" in each
        assert "omraden/tand" in each
        assert "@" not in each


def test_only_those_who_may_have_the_contacts_get_the_list(client, world):
    member = make.user(office=False, person=make.person())
    make.holding(member, world["tand"], "adjungerad")
    client.force_login(member)
    assert addresses(client, "organ=omraden/tand&till=ordforande") == ["eva@norr.test"]
    for query in ("organ=omraden/ogon", "organ=finns/inte", "slag=finnsinte"):
        for address in (PAGE, CSV, CARDS):
            assert client.get(f"{address}?{query}").status_code == 404
    # Of the kind, the body that is theirs.
    assert addresses(client, "slag=omrade&till=stod") == ["siv@norr.test"]
    client.force_login(make.user(office=False))
    assert client.get(f"{PAGE}?organ=omraden/tand").status_code == 404
    assert Client().get(f"{PAGE}?organ=omraden/tand").status_code == 302


def test_forged_choice_is_told_beside_its_field(client, world):
    assert client.get(f"{PAGE}?organ=omraden/tand&till=alla").status_code == 400
    assert client.get(f"{CSV}?organ=omraden/tand&till=alla").status_code == 400
    # Without a body or a kind, one chooses.
    html = unescape(client.get(PAGE).content.decode())
    assert "Tandvård" in html
    assert client.get(CSV).status_code == 404


def test_every_role_is_in_one_group():
    grouped = [each for _, functions in GROUPS.values() for each in functions]
    assert sorted(grouped) == sorted(Role.Function.values)


def test_queries_are_as_many_for_five_people_as_for_fifty(client, world):
    found = {}
    for count in (5, 50):
        for number in range(count):
            person = make.person(f"Prov N{count}x{number}", email=f"a{count}.{number}@norr.test")
            make.appoint(person, make.post(world["tand"], number=count * 100 + number))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{PAGE}?slag=omrade").status_code == 200
        found[count] = len(queries)
    assert found[5] == found[50] <= 16, found

"""The regions' pages: who comes from a region, what is vacant, its turns, hosting and contact."""

import datetime
import re

import pytest

from organisation.dates import today, years_from
from programmes.models import Hosting
from tests import factories as make
from tests.sources.reading import text_of

D = datetime.date
DAY = datetime.timedelta(days=1)


@pytest.fixture
def regions(db):
    make.healthcare_region()
    return (
        make.region(name="Region Norr", slug="norr", aliases=["Norrland"], email_domain="norr.se"),
        make.region(name="Region Söder", slug="soder"),
    )


@pytest.fixture
def group(regions):
    return make.body("Gruppen", path="grupper/ett")


def main_of(client, path) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    html = answer.content.decode().replace("\N{SOFT HYPHEN}", "")
    return text_of(html, within="main")


def section(text: str, heading: str) -> str:
    """The part of a region's page under a heading."""
    headings = "Funktioner som går i tur|Vilka som kommer från regionen|Vakanta platser|Kontakt"
    parts = re.split(rf"\n({headings}|Nationellt värdskap)(?=\n)", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(heading, "")


def test_region_page_shows_its_own_people_by_body(client, regions, group):
    north = regions[0]
    seats = [make.post(group, represents_region=each) for each in regions]
    make.appoint(make.person("Nils Norr", slug="nils"), seats[0], None)
    make.appoint(make.person("Sara Söder"), seats[1], None)
    office = make.person("Eva Egen")
    make.affiliation(office, north)
    make.appoint(office, make.post(group, "sekreterare"), None)
    text = section(main_of(client, "/regioner/norr/"), "Vilka som kommer från regionen")
    rows = [each for each in text.split("\n") if each not in ("Organ", "Poster")]
    assert rows[rows.index("Gruppen") :][:5] == [
        *("Gruppen", "Sekreterare", "Eva Egen", "Ledamot", "Nils Norr"),
    ]
    assert "Sara Söder" not in text
    html = client.get("/regioner/norr/").content.decode()
    assert 'href="/grupper/ett/"' in html
    assert 'href="/personer/nils/"' in html


def test_region_page_around_the_end_of_an_appointment(client, regions, group):
    post = make.post(group, represents_region=regions[0], appointed_by_region=regions[0])
    make.appoint(make.person("Nils Norr"), post, D(2024, 1, 1), D(2025, 5, 1))
    before = main_of(client, "/regioner/norr/?datum=2025-04-30")
    after = main_of(client, "/regioner/norr/?datum=2025-05-01")
    assert "Nils Norr" in section(before, "Vilka som kommer från regionen")
    assert "Inga vakanta platser" in section(before, "Vakanta platser")
    assert "Nils Norr" not in after
    vacancies = section(after, "Vakanta platser")
    for each in ("Gruppen", "Ledamot", "1 maj 2025", "Region Norr utser"):
        assert each in vacancies
    assert "Vakant" not in section(
        main_of(client, "/regioner/soder/?datum=2025-05-01"), "Vakanta platser"
    ).replace("Inga vakanta", "")


def test_place_without_history_is_not_called_vacant(client, regions, group):
    make.post(group, represents_region=regions[0])
    text = section(main_of(client, "/regioner/norr/"), "Vakanta platser")
    assert "Inga vakanta platser är kända" in text
    assert "För en plats saknas uppgift" in text


def test_turns_now_and_next_with_who_holds_them(client, regions, group):
    chair = make.post(group, "ordforande")
    year = today().year
    for number, region in enumerate((*regions, *regions)):
        first = year + number - 1
        make.term(chair, region, D(first, 1, 1), D(first + 1, 1, 1))
    make.appoint(make.person("Nils Norr"), chair, D(year + 1, 1, 1))
    north = section(main_of(client, "/regioner/norr/"), "Funktioner som går i tur")
    south = section(main_of(client, "/regioner/soder/"), "Funktioner som går i tur")
    assert f"Nu, {year}" in south
    assert f"\n{year + 2}\n" in south
    assert "Nu" not in north
    assert f"\n{year + 1}\n" in north
    assert "Nils Norr" in north, "appointed from the first day of the term"
    back = main_of(client, f"/regioner/norr/?datum={year - 1}-06-01")
    turns = section(back, "Funktioner som går i tur")
    assert f"Då, {year - 1}" in turns
    assert str(year + 1) not in turns, "nothing later looking back"
    assert "Nils Norr" not in back


def test_vacancy_of_an_office_counts_for_the_region_whose_turn_it_is(client, regions, group):
    chair = make.post(group, "ordforande", start=D(2024, 1, 1))
    make.term(chair, regions[0])
    assert "Ordförande" in section(main_of(client, "/regioner/norr/"), "Vakanta platser")
    assert "Ordförande" not in section(main_of(client, "/regioner/soder/"), "Vakanta platser")


def test_contact_is_the_regions_own_process_supports_and_secretaries_today(client, regions, group):
    for role, region in (("processtod", 0), ("sekreterare", 1), ("ordforande", 0)):
        holder = make.person(f"{role} Prov", email=f"{role}@prov.example")
        make.affiliation(holder, regions[region])
        make.appoint(holder, make.post(group, role), D(2024, 1, 1))
    html = client.get("/regioner/norr/").content.decode()
    assert re.findall(r'<a href="mailto:([^"]+)">\1</a>', html) == ["processtod@prov.example"]
    back = client.get(f"/regioner/norr/?datum={today() - DAY}").content.decode()
    assert "mailto:" not in back


def test_contact_stands_once_a_person_with_every_body(client, regions):
    holder = make.person("Eva Egen", slug="eva", email="eva@prov.example")
    make.affiliation(holder, regions[0])
    for number, role in enumerate(("processtod", "processtod", "sekreterare"), start=1):
        body = make.body(f"Grupp {number}", path=f"grupper/nr-{number}")
        make.appoint(holder, make.post(body, role), D(2024, 1, 1))
    html = client.get("/regioner/norr/").content.decode()
    assert html.count("mailto:eva@prov.example") == 1
    contact = section(text_of(html, within="main"), "Kontakt")
    lines = " ".join(contact.split())
    assert "Eva Egen Processtod i Grupp 1, Grupp 2 Sekreterare i Grupp 3" in lines
    part = html.split('id="kontakt"')[1]
    for number in (1, 2, 3):
        assert f'href="/grupper/nr-{number}/"' in part


def people_in(client, regions, kind: str, number: int):
    """A kind with as many bodies, in each of which the first region has a member."""
    of = make.kind(kind, plural=f"{kind.capitalize()}en")
    for each in range(number):
        seat = make.post(make.body(f"{kind} {each}", of=of), represents_region=regions[0])
        make.appoint(make.person(f"{kind} Nr{each}"), seat, None)
    return of


@pytest.mark.parametrize(("number", "folded"), [(8, False), (9, True)])
def test_kind_with_more_than_eight_seats_is_folded(client, regions, number, folded):
    kind = people_in(client, regions, "rad", number)
    html = client.get("/regioner/norr/").content.decode()
    assert (f'<details class="group represented" id="slag-{kind.pk}">' in html) == folded
    assert f"{number} uppdrag i {number} organ" in html
    assert f"rad Nr{number - 1}" in text_of(html, within="main")
    opening = html.split('id="foretradare"')[1].split("</h2>")[0]
    assert "<details" not in opening


def test_kinds_are_linked_with_their_numbers_of_posts_that_add_up(client, regions, group):
    kinds = [people_in(client, regions, kind, n) for kind, n in (("rad", 9), ("team", 2))]
    office = make.person("Eva Egen")
    make.affiliation(office, regions[0])
    make.appoint(office, make.post(group, "sekreterare"), None)
    make.appoint(office, make.post(group, represents_region=regions[0]), None)
    html = client.get("/regioner/norr/").content.decode()
    links = re.findall(r'<a href="#(slag-\d+)">[^<]+ \((\d+)\)</a>', html)
    assert [int(number) for _, number in links] == [2, 9, 2]
    assert {f"slag-{each.pk}" for each in (*kinds, group.kind)} == {each for each, _ in links}
    for target, _ in links:
        assert html.count(f'id="{target}"') == 1
    assert "13 uppdrag" in html


def test_other_names_are_told_and_the_domain_is_not(client, regions):
    html = client.get("/regioner/norr/").content.decode()
    assert "Norrland" in html
    assert "norr.se" not in html


def test_hosting_that_the_region_sees_to_is_told(client, regions):
    body = make.body("Nationellt A", of=make.kind("npo"))
    Hosting.objects.create(national_body=body, region=regions[0], end=D(2025, 1, 1))
    day = "?datum=2024-12-31"
    assert "Nationellt A" in section(
        main_of(client, f"/regioner/norr/{day}"), "Nationellt värdskap"
    )
    assert "Nationellt A" not in main_of(client, "/regioner/norr/")
    assert "Nationellt A" not in main_of(client, f"/regioner/soder/{day}")


def test_region_that_has_ended_or_is_to_come_says_so(client, regions, group):
    left = make.region(name="Region Gammal", slug="gammal", end=D(2024, 1, 1))
    make.region(name="Region Ny", slug="ny", start=years_from(today(), 1))
    make.appoint(make.person("Gun Gammal"), make.post(group, represents_region=left), None)
    old, new = main_of(client, "/regioner/gammal/"), main_of(client, "/regioner/ny/")
    assert "ingick i Provregionens sjukvårdsregion till och med 31 december 2023" in old
    assert (
        'href="/regioner/gammal/?datum=2023-12-31"'
        in client.get("/regioner/gammal/").content.decode()
    )
    assert "Gun Gammal" not in old
    assert "Region Ny ingår i Provregionens sjukvårdsregion från" in new
    there = main_of(client, "/regioner/gammal/?datum=2023-12-31")
    assert "ingick i" not in there
    assert "Gun Gammal" in there
    listed = main_of(client, "/regioner/")
    assert listed.index("Ingår senare") < listed.index("Region Ny")
    assert listed.index("Har ingått tidigare") < listed.index("Region Gammal")
    back = main_of(client, "/regioner/?datum=2023-12-31")
    assert "Har ingått tidigare" not in back
    assert "Region Ny" not in back
    assert "Region Ny ingick inte 1 januari 2025." in main_of(
        client, "/regioner/ny/?datum=2025-01-01"
    ).replace("\n", " ")


def test_unknown_region_answers_404(client, regions):
    assert client.get("/regioner/finns-inte/").status_code == 404


def test_list_counts_posts_and_vacancies_as_the_pages_do(client, regions, group):
    north, _ = regions
    make.appoint(make.person("Nils Norr"), make.post(group, represents_region=north), None)
    post = make.post(group, represents_region=north)
    make.appoint(make.person("Nina Norr"), post, None, D(2024, 1, 1))
    listed = main_of(client, "/regioner/")
    page = main_of(client, "/regioner/norr/")
    for each in ("1 uppdrag", "vakant plats"):
        assert each in listed
        assert each in page


def test_home_and_organisation_lead_to_the_regions_and_stay_on_the_day(client, regions):
    assert 'href="/regioner/norr/"' in client.get("/").content.decode()
    back = client.get("/?datum=2024-06-01").content.decode()
    assert 'href="/regioner/norr/?datum=2024-06-01"' in back
    page = client.get("/regioner/norr/?datum=2024-06-01").content.decode()
    assert 'href="/regioner/?datum=2024-06-01"' in page


@pytest.mark.usefixtures("demo_data")
@pytest.mark.django_db
def test_every_link_of_the_demos_region_and_person_pages_leads_somewhere(client):
    waiting, seen = ["/regioner/"], set()
    people = 0
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        people += path.startswith("/personer/")
        if re.match(r"/(regioner|personer)/", path) and people <= 40:
            html = answer.content.decode()
            waiting += [
                each.split("#")[0]
                for each in re.findall(r'href="(/[^"]+)"', html)
                if not each.startswith("/static/")
            ]
    assert people > 40

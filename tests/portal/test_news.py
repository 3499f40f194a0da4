"""News of the site itself: sentences made of the dated facts."""

import pytest

from bodies.models import Appointment, BodyName
from organisation.dates import long_date, today
from organisation.models import Page
from programmes.models import Hosting, PatientPromise, QualityGoal
from tests import factories as make
from tests.portal.news import DAY, NEW_YEAR, ON, D, board, news, regions

__all__ = ["board", "news", "regions"]
pytestmark = pytest.mark.django_db


def test_appointments_are_told_with_name_role_and_body(board, news, client):
    make.role("ledamot", plural="Ledamöter")
    anna = make.person("Anna Prov", slug="anna")
    make.appoint(anna, make.post(board, "ordforande"), NEW_YEAR)
    make.appoint(make.person("Bo Prov"), make.post(board), D(2025, 6, 1), D(2025, 9, 1))
    assert news() == {
        "1 januari 2026": ["Anna Prov blev ordförande i Nämnden."],
        "1 september 2025": ["Bo Prov har lämnat uppdraget som ledamot i Nämnden."],
        "1 juni 2025": ["Bo Prov blev ledamot i Nämnden."],
    }
    html = client.get(f"/nytt/{ON}").content.decode()
    assert 'href="/personer/anna/?datum=2026-02-06"' in html
    assert 'href="/namnder/ett/?datum=2026-02-06"' in html


def test_few_are_named_together_and_many_are_counted(board, news):
    make.role("ledamot", plural="Ledamöter")
    for name in ("Anna Ek", "Bo Ask", "Cia Al"):
        make.appoint(make.person(name), make.post(board), D(2026, 1, 2))
    for number in range(9):
        make.appoint(make.person(f"Person Nr{number}"), make.post(board), NEW_YEAR, D(2026, 2, 1))
    assert news() == {
        "1 februari 2026": ["Nio ledamöter har lämnat Nämnden."],
        "2 januari 2026": ["Cia Al, Bo Ask och Anna Ek blev ledamöter i Nämnden."],
        "1 januari 2026": ["Nio ledamöter började i Nämnden."],
    }


def test_successor_and_renewed_appointment_are_one_sentence_each(board, news):
    office, seat = make.post(board, "ordforande"), make.post(board)
    anna, bo = make.person("Anna Ek"), make.person("Bo Ask")
    make.appoint(anna, office, D(2022, 1, 1), NEW_YEAR)
    make.appoint(bo, office, NEW_YEAR)
    make.appoint(bo, seat, D(2022, 1, 1), NEW_YEAR)
    make.appoint(bo, seat, NEW_YEAR)
    assert news() == {
        "1 januari 2026": [
            "Bo Ask blev ordförande i Nämnden efter Anna Ek.",
            "Bo Ask fick fortsatt uppdrag som ledamot i Nämnden.",
        ]
    }


def test_successors_in_a_body_are_one_sentence_and_in_many_bodies_counted(regions, news, client):
    kind = make.kind("rad", prefix="rad", plural="Kunskapsråd")
    bodies = []
    for number in range(4):
        bodies.append(make.body(f"Råd {number}", of=kind, path=f"rad/nr-{number}"))
        for role in ("ordforande", "sekreterare"):
            office = make.post(bodies[-1], role)
            make.appoint(make.person(f"Gun {role.capitalize()}{number}"), office, None, NEW_YEAR)
            make.appoint(make.person(f"Nils {role.capitalize()}{number}"), office, NEW_YEAR)
    assert news() == {"1 januari 2026": ["Ordförande och sekreterare byttes i fyra kunskapsråd."]}
    one = (
        "Nils Ordforande0 blev ordförande och Nils Sekreterare0 sekreterare i Råd 0 efter "
        "Gun Ordforande0 och Gun Sekreterare0."
    )
    assert news(f"{ON}&organ=rad/nr-0") == {"1 januari 2026": [one]}
    make.body("Råd utan", of=kind)
    assert 'href="/rad/?datum=2026-02-06">fyra kunskapsråd</a>' in (
        client.get(f"/nytt/{ON}").content.decode()
    )


def test_successors_in_three_bodies_are_still_named(regions, news):
    kind = make.kind("rad", prefix="rad", plural="Kunskapsråd")
    for number in range(3):
        office = make.post(make.body(f"Råd {number}", of=kind), "ordforande")
        make.appoint(make.person(f"Gun Nr{number}"), office, None, NEW_YEAR)
        make.appoint(make.person(f"Nils Nr{number}"), office, NEW_YEAR)
    assert news()["1 januari 2026"] == [
        f"Nils Nr{number} blev ordförande i Råd {number} efter Gun Nr{number}."
        for number in range(3)
    ]


def test_someone_with_two_posts_in_a_body_is_told_once(board, news):
    anna = make.person("Anna Ek")
    make.appoint(anna, make.post(board, "ordforande"), NEW_YEAR)
    make.appoint(anna, make.post(board), NEW_YEAR)
    assert news() == {"1 januari 2026": ["Anna Ek blev ordförande och ledamot i Nämnden."]}


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Ordförande", "ordförande"),
        ("Vice ordförande", "vice ordförande"),
        ("RCC-chef", "RCC-chef"),
        ("IT-samordnare", "IT-samordnare"),
        ("Åldersansvarig", "åldersansvarig"),
    ],
)
def test_title_of_a_post_reads_well_in_a_sentence(board, news, title, told):
    make.appoint(make.person("Anna Ek"), make.post(board, label=title), NEW_YEAR)
    assert news() == {"1 januari 2026": [f"Anna Ek blev {told} i Nämnden."]}


def test_name_is_not_told_after_the_term_as_on_other_pages(board, news, regions):
    row = regions[0].healthcare_region
    row.former_posts_years = 0
    row.save()
    office = make.post(board, "ordforande")
    make.appoint(make.person("Anna Ek"), office, D(2025, 3, 1), D(2025, 6, 1))
    make.appoint(make.person("Bo Ask"), office, D(2025, 6, 1))
    assert news() == {
        "1 juni 2025": ["Bo Ask blev ordförande i Nämnden."],
        "1 mars 2025": ["Uppdraget som ordförande i Nämnden fick en ny innehavare."],
    }
    Appointment.objects.filter(end=None).delete()
    assert news() == {
        "1 juni 2025": ["Uppdraget som ordförande i Nämnden har lämnats."],
        "1 mars 2025": ["Uppdraget som ordförande i Nämnden fick en ny innehavare."],
    }
    assert news("?datum=2025-04-01") == {
        "1 mars 2025": ["Uppdraget som ordförande i Nämnden fick en ny innehavare."]
    }


def test_years_that_names_are_told_count_from_today(board, news, regions):
    row = regions[0].healthcare_region
    row.former_posts_years = 1
    row.save()
    make.appoint(make.person("Anna Ek"), make.post(board), D(2019, 1, 1), D(2020, 1, 1))
    make.appoint(make.person("Bo Ask"), make.post(board, "sekreterare"), D(2019, 1, 1))
    assert news("?datum=2019-06-01") == {
        "1 januari 2019": [
            "Bo Ask blev sekreterare i Nämnden.",
            "Uppdraget som ledamot i Nämnden fick en ny innehavare.",
        ]
    }


def test_bodies_are_told_as_they_form_move_change_name_and_end(regions, news):
    groups = make.kind("grupp", prefix="grupper")
    first, second = make.body("Första"), make.body("Andra")
    group = make.body("Gammalt namn", of=groups, start=D(2024, 1, 1))
    group.names.update(end=D(2025, 10, 1))
    BodyName.objects.create(body=group, name="Nytt namn", start=D(2025, 10, 1))
    make.relate(group, "part_of", first, D(2024, 1, 1), D(2025, 11, 1))
    make.relate(group, "part_of", second, D(2025, 11, 1))
    old = make.body("Avslutad", of=groups, start=D(2020, 1, 1), end=NEW_YEAR)
    new = make.body("Nybildad", of=groups, start=NEW_YEAR)
    make.relate(new, "replaces", old, NEW_YEAR)
    make.relate(new, "part_of", first, NEW_YEAR)
    make.relate(make.body("Fristående"), "part_of", first, D(2025, 12, 1), D(2026, 2, 1))
    assert news() == {
        "1 februari 2026": ["Fristående hör inte längre till Första."],
        "1 januari 2026": ["Nybildad bildades och ersatte Avslutad."],
        "1 december 2025": ["Fristående började höra till Första."],
        "1 november 2025": ["Nytt namn flyttade från Första till Andra."],
        "1 oktober 2025": ["Gammalt namn bytte namn till Nytt namn."],
    }
    heir = make.body("Arvtagare", of=groups, start=D(2026, 2, 2))
    for name in ("Norr", "Söder"):
        gone = make.body(name, of=groups, end=D(2026, 2, 2))
        make.relate(heir, "replaces", gone, D(2026, 2, 2))
    assert news()["2 februari 2026"] == ["Arvtagare bildades och ersatte Norr och Söder."]
    make.body("Nedlagd", of=groups, end=D(2026, 2, 3))
    assert news()["3 februari 2026"] == ["Nedlagd har upphört."]


def test_people_of_a_body_that_ends_are_not_told_one_by_one(regions, news):
    group = make.body("Gruppen", start=D(2020, 1, 1), end=NEW_YEAR)
    make.appoint(make.person("Anna Ek"), make.post(group), D(2020, 1, 1), NEW_YEAR)
    make.appoint(make.person("Bo Ask"), make.post(group), D(2020, 1, 1))
    assert news() == {"1 januari 2026": ["Gruppen har upphört."]}


def test_turns_that_change_region_are_told_gathered(regions, news):
    north, south = regions
    kind = make.kind("rad", prefix="rad", plural="Kunskapsråd")
    for number in range(4):
        council = make.body(f"Råd {number}", of=kind)
        for role in ("ordforande", "sekreterare"):
            office = make.post(council, role)
            make.term(office, north, D(2024, 1, 1), NEW_YEAR)
            make.term(office, south, NEW_YEAR, D(2028, 1, 1))
    board = make.body("Nämnden")
    office = make.post(board, "ordforande")
    make.term(office, south, D(2024, 1, 1), NEW_YEAR)
    make.term(office, south, NEW_YEAR)
    make.term(make.post(board, "sekreterare"), north, D(2025, 12, 1))
    assert news() == {
        "1 januari 2026": [
            "Uppdragen som ordförande och sekreterare i fyra kunskapsråd gick över från "
            "Region Norr till Region Soder."
        ],
        "1 december 2025": ["Region Norr fick uppdraget som sekreterare i Nämnden."],
    }


def test_goals_hosting_and_promises_are_told(regions, news):
    body = make.body("Området")
    QualityGoal.objects.create(body=body, number=1, text="Kortare väntan", start=NEW_YEAR)
    for number in (2, 3):
        QualityGoal.objects.create(body=body, number=number, text="Mål", start=D(2025, 12, 1))
    national = make.body("NPO Ett")
    Hosting.objects.create(
        national_body=national, region=regions[0], start=D(2025, 5, 1), end=D(2025, 11, 1)
    )
    PatientPromise.objects.create(number=1, text="få svar", start=D(2019, 1, 1), end=D(2025, 4, 1))
    PatientPromise.objects.create(number=1, text="få råd", start=D(2025, 4, 1))
    PatientPromise.objects.create(number=2, text="få hjälp", start=D(2025, 4, 2))
    assert news() == {
        "1 januari 2026": ["Området satte ett nytt mål: Kortare väntan."],
        "1 december 2025": ["Området satte två nya mål."],
        "1 november 2025": ["Värdskapet för NPO Ett har upphört."],
        "1 maj 2025": ["Sjukvårdsregionen blev värd för NPO Ett. Region Norr sköter värdskapet."],
        "2 april 2025": ["Löfte 2 började gälla."],
        "1 april 2025": ["Löfte 1 fick en ny ordalydelse."],
    }


def test_pages_and_regions_are_told(regions, news):
    Page.objects.create(path="om", title="Om oss", updated=NEW_YEAR)
    make.body("Gruppen", updated=NEW_YEAR)
    make.region(name="Region Ny", start=D(2025, 5, 1), end=D(2026, 1, 15))
    assert news() == {
        "15 januari 2026": ["Region Ny har lämnat Provregionens sjukvårdsregion."],
        "1 januari 2026": ["Sidan Om oss uppdaterades.", "Sidan om Gruppen uppdaterades."],
        "1 maj 2025": ["Region Ny blev en del av Provregionens sjukvårdsregion."],
    }


def test_pages_updated_on_a_day_are_told_together_in_swedish_order(regions, news):
    for path, title, on in (
        ("oppet", "Öppet", NEW_YEAR),
        ("apor", "Apor", NEW_YEAR),
        ("ang", "Äng", NEW_YEAR),
        ("forut", "Förut", D(2025, 6, 1)),
    ):
        Page.objects.create(path=path, title=title, updated=on)
    assert news() == {
        "1 januari 2026": ["Sidorna Apor, Äng och Öppet uppdaterades."],
        "1 juni 2025": ["Sidan Förut uppdaterades."],
    }


def test_more_pages_than_a_sentence_can_name_are_counted(regions, news):
    for number in range(6):
        Page.objects.create(path=f"sida-{number}", title=f"Nr {number}", updated=NEW_YEAR)
    assert news()["1 januari 2026"] == [
        "Sidorna Nr 0, Nr 1, Nr 2, Nr 3, Nr 4 och Nr 5 uppdaterades."
    ]
    Page.objects.create(path="sida-6", title="Nr 6", updated=NEW_YEAR)
    assert news()["1 januari 2026"] == ["Sju sidor på webbplatsen uppdaterades."]


def test_withdrawn_page_is_told_without_a_link_and_its_updates_no_longer(regions, news, client):
    Page.objects.create(
        path="om", title="Om oss", updated=D(2025, 6, 1), withdrawn=today(), withdrawn_reason="Fel."
    )
    assert news("") == {long_date(today()): ["Sidan Om oss har tagits bort."]}
    assert 'href="/om/"' not in client.get("/nytt/").content.decode()
    assert news("?datum=2025-07-01") == {}


def test_what_has_no_day_is_no_news(board, news):
    make.appoint(make.person("Anna Ek"), make.post(board), None)
    QualityGoal.objects.create(body=board, number=1, text="Mål")
    assert news() == {}


def test_what_is_to_come_is_told_in_the_present_on_a_coming_day(board, news):
    start = today() + 30 * DAY
    make.appoint(make.person("Anna Ek"), make.post(board, "ordforande"), start, start + 10 * DAY)
    assert news("") == {}
    later = (start + 60 * DAY).isoformat()
    assert news(f"?datum={later}") == {
        long_date(start + 10 * DAY): ["Anna Ek har då lämnat uppdraget som ordförande i Nämnden."],
        long_date(start): ["Anna Ek blir ordförande i Nämnden."],
    }

"""Who leads, year by year: the public timeline, its years, its tables and its day."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.models import RotationOffice
from organisation.dates import today
from tests import factories as make
from tests.portal.turns import exception, scheme, store

D = datetime.date
PAGE = "/om/vem-leder/"
MOST_QUERIES = 12


@pytest.fixture
def world(db):
    """Three regions; a board and two groups that go in turn by the same order."""
    make.healthcare_region(facts_from=D(2018, 1, 1))
    names = ("Region Norr", "Region Söder", "Region Väster")
    regions = [make.region(name=each, code=each[7:9].upper()) for each in names]
    board = make.body("Nämnden", of=make.kind("namnd", order=1))
    groups = [make.body(f"Grupp {each}", of=make.kind("grupp", order=2)) for each in "AB"]
    schemes = [scheme(board, "ordforande", "sekreterare", order=regions)]
    schemes += [scheme(each, "ordforande", order=regions[1:] + regions[:1]) for each in groups]
    store(today())
    return regions, board, groups, schemes


def shown(client, query=""):
    answer = client.get(PAGE + query)
    return answer, answer.content.decode()


def words(html):
    """What a reader sees, without the signs of HTML."""
    text = (
        re.sub(r"<[^>]+>", " ", html).replace("\N{WORD JOINER}", "").replace("\N{SOFT HYPHEN}", "")
    )
    return re.sub(r"\s+", " ", text)


@pytest.mark.django_db
def test_every_office_has_a_row_and_every_term_a_box(client, world):
    answer, html = shown(client, "?fran=2020&till=2025")
    assert answer.status_code == 200
    line, drawing = answer.context["line"], answer.context["drawing"]
    assert [each.title for each in line.groups] == ["Nämnden", "Grupper"]
    told = [
        [(each.region.name, each.start.year, each.end.year) for each in row.stretches]
        for group in line.groups
        for row in group.rows
    ]
    board = [
        ("Region Norr", 2020, 2022),
        ("Region Söder", 2022, 2024),
        ("Region Väster", 2024, 2026),
    ]
    groups = [
        ("Region Söder", 2020, 2022),
        ("Region Väster", 2022, 2024),
        ("Region Norr", 2024, 2026),
    ]
    assert told == [board, board, groups]
    assert len(drawing.boxes) == 9
    assert "byter region i januari vartannat år" in words(html)


@pytest.mark.django_db
def test_the_same_stands_in_a_table(client, world):
    answer, _html = shown(client, "?fran=2020&till=2025")
    (table,) = answer.context["tables"]
    assert [each.title for each in table.columns] == ["Nämnden", "Grupper"]
    assert table.columns[0].offices == "Ordförande och sekreterare"
    rows = [
        [each.text.replace("\N{WORD JOINER}", "")]
        + [" ".join(own.region.name for own in cell) for _, cell in each.filled]
        for each in table.lines
    ]
    assert rows == [
        ["2020–2021", "Region Norr", "Region Söder"],
        ["2022–2023", "Region Söder", "Region Väster"],
        ["2024–2025", "Region Väster", "Region Norr"],
    ]


@pytest.mark.django_db
def test_bodies_with_another_turn_are_groups_of_their_own(client, world):
    regions, _, _, _ = world
    other = make.body("Grupp C", of=make.kind("grupp"))
    scheme(other, "ordforande", order=regions)
    store(today())
    titles = [each.title for each in shown(client)[0].context["line"].groups]
    assert titles == ["Nämnden", "Grupper: Grupp A\N{NO-BREAK SPACE}· Grupp B", "Grupp C"]


@pytest.mark.django_db
def test_who_follows_an_office_has_a_row_below_it(client, world):
    regions, board, _, _ = world
    office = RotationOffice.objects.get(post__body=board, post__role__slug="ordforande").post
    committee = make.body("Utskottet", of=make.kind("utskott"))
    member = make.post(committee, represents_region=regions[0])
    make.post(
        committee,
        "sammankallande",
        held_by_role=member.role,
        held_by_body=committee,
        held_in_turn_of=office,
    )
    _, html = shown(client, "?fran=2020&till=2025")
    assert "Utskottet: sammankallande samma region som ordförande" in words(html)


@pytest.mark.django_db
def test_who_follows_another_body_is_told_so(client, world):
    regions, board, _, _ = world
    leader = RotationOffice.objects.get(post__body=board, post__role__slug="ordforande")
    council = make.body("Rådet", of=make.kind("rad", order=3))
    made = scheme(council, "ordforande", follows=leader, ahead=1)
    made.interpretation = "Vi läser det som ett steg före."
    made.save()
    store(today())
    answer, html = shown(client, "?fran=2020&till=2025")
    group = answer.context["line"].groups[-1]
    assert [each.region for each in group.rows[0].stretches] == [regions[1], regions[2], regions[0]]
    assert "byter region samtidigt som Nämnden, ett steg före i ordningen" in words(html)
    assert "Tolkning Vi läser det som ett steg före." in words(html)


@pytest.mark.django_db
def test_exception_has_a_number_its_reason_and_its_decision(client, world):
    _, board, _, schemes = world
    decision = make.decision(board, date=D(2021, 12, 3), paragraph="12")
    exception(schemes[0], "move", D(2022, 1, 1), D(2022, 7, 1), decision=decision)
    store(today())
    answer, html = shown(client, "?fran=2020&till=2025")
    (number,) = answer.context["drawing"].numbers
    assert number.number == 1
    text = words(html)
    assert "Bytet 1 januari 2022 sker 1 juli 2022." in text
    assert "Nämnden beslutade så." in text
    assert "Beslut 3 december 2021 § 12" in text
    assert "till 30 juni 2022, undantag 1" in text
    assert "från 1 juli 2022, undantag 1" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("?fran=banan", "fran", "Vi kan inte läsa året ”banan”."),
        ("?till=20", "till", "Vi kan inte läsa året ”20”."),
        ("?fran=٢٠٢٠", "fran", "Vi kan inte läsa året"),
        ("?fran=2022&till=2020", "till", "ligger före första året"),
        ("?fran=2000&till=2040", "till", "Högst 40 kan visas på en gång."),
        ("?fran=1066", "fran", "ligger för långt bort"),
        ("?till=9999", "till", "ligger för långt bort"),
    ],
)
def test_years_that_can_not_be_shown_are_told_and_kept(client, world, query, field, message):
    answer, html = shown(client, query)
    assert answer.status_code == 400
    assert message in words(html)
    typed = dict(each.split("=") for each in query[1:].split("&"))
    assert f'name="{field}" inputmode="numeric" value="{typed[field]}" aria-invalid="true"' in html
    assert answer.context["drawing"].boxes


@pytest.mark.django_db
def test_forty_years_can_be_shown(client, world):
    answer, _ = shown(client, "?fran=2001&till=2040")
    assert answer.status_code == 200
    assert (answer.context["years"].first, answer.context["years"].last) == (2001, 2040)


@pytest.mark.django_db
def test_years_before_anything_is_known_are_not_drawn_unless_asked_for(client, world):
    assert shown(client)[0].context["years"].first == 2020
    assert shown(client)[0].context["years"].last == today().year + 10
    assert shown(client, "?fran=2015")[0].context["years"].first == 2015


@pytest.mark.django_db
def test_looking_back_nothing_later_is_told(client, world):
    answer, html = shown(client, "?datum=2021-06-01")
    stretches = answer.context["line"].groups[0].rows[0].stretches
    assert [(each.region.name, each.start.year) for each in stretches] == [("Region Norr", 2020)]
    assert "Planerat" not in words(html)
    assert "Vem ledde 1 juni 2021" in words(html)


@pytest.mark.django_db
def test_who_leads_stands_with_how(client, world):
    regions, board, _groups, _ = world
    chair = RotationOffice.objects.get(post__body=board, post__role__slug="ordforande").post
    row = chair.rotation_terms.current(today()).get()
    before = next(each for each in regions if each != row.region)
    anna = make.person("Anna Prov")
    make.affiliation(anna, before)
    make.appoint(anna, chair, row.start - datetime.timedelta(days=400))
    text = words(shown(client)[1])
    assert f"Anna Prov Från {before}, sitter kvar tills en efterträdare är utsedd" in text
    assert text.count("Vakant") == 3


@pytest.mark.django_db
def test_office_without_a_decided_order_is_told_so(client, world):
    body = make.body("Rådet", of=make.kind("rad", order=3))
    make.post(body, "ordforande", rotates=True)
    make.post(body, "sekreterare")
    text = words(shown(client)[1])
    assert "Turordning inte fastställd" in text
    assert "Rådet Ordförande" in text


@pytest.mark.django_db
def test_without_any_order_the_page_says_what_will_be_there(client):
    make.healthcare_region(page_owner="Staben")
    board = make.body("Nämnden", of=make.kind("namnd"))
    make.post(board, "ordforande", rotates=True)
    text = words(shown(client)[1])
    assert "Ingen turordning är fastställd ännu." in text
    assert "Staben publicerar den." in text
    assert "Nämnden Ordförande" in text


@pytest.mark.django_db
def test_terms_put_in_by_hand_are_shown_too(client, world):
    regions, _, _, _ = world
    body = make.body("Rådet", of=make.kind("rad", order=3))
    post = make.post(body, "ordforande")
    make.term(post, regions[2], None, D(2024, 1, 1))
    make.term(post, regions[0], D(2024, 1, 1), None)
    group = shown(client)[0].context["line"].groups[-1]
    assert (group.title, len(group.rows[0].stretches)) == ("Rådet", 2)


@pytest.mark.django_db
def test_four_regions_each_have_their_mark(client):
    make.healthcare_region(facts_from=D(2018, 1, 1))
    regions = [make.region() for _ in range(4)]
    scheme(make.body("Styrgruppen"), "ordforande", order=regions, months=12)
    store(today())
    _, html = shown(client, "?fran=2020&till=2023")
    assert {each for each in range(1, 9) if f"turn is-past mark-{each}" in html} == {1, 2, 3, 4}
    assert "byter region i januari varje år" in words(html)


def made(number, regions):
    """So many bodies, every third with an order of its own."""
    for each in range(number):
        kind = make.kind(f"slag-{each % 5}", order=each % 5)
        body = make.body(f"Organ {each}", of=kind)
        start = each % 3
        scheme(body, "ordforande", "sekreterare", order=regions[start:] + regions[:start])
    store(today())


@pytest.mark.django_db
def test_sixty_bodies_and_forty_years_take_as_many_queries_as_five(client):
    make.healthcare_region(facts_from=D(2018, 1, 1))
    regions = [make.region() for _ in range(3)]
    counted = []
    for number in (5, 60):
        made(number - (5 if number == 60 else 0), regions)
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(f"{PAGE}?fran=2010&till=2049")
        assert answer.status_code == 200
        counted.append(len(caught))
        bodies = sum(len(each.bodies) for each in answer.context["line"].groups)
        assert bodies == number
    assert counted[0] == counted[1] <= MOST_QUERIES

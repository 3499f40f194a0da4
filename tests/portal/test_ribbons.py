"""Previous, now and next on a body's page: with years, who, and how the term stands."""

import datetime
import re

import pytest

from organisation.dates import today
from tests import factories as make
from tests.portal.turns import scheme, store

D = datetime.date
YEAR = today().year
NOW = D(YEAR, 1, 1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    """A board whose chair goes in turn: Norr had it, Söder has it, Väster is next."""
    make.healthcare_region(facts_from=D(2018, 1, 1))
    names = ("Region Norr", "Region Söder", "Region Väster")
    regions = [make.region(name=each) for each in names]
    board = make.body("Nämnden", of=make.kind("namnd"), path="namnden")
    made = scheme(board, "ordforande", order=regions, since=D(YEAR - 2, 1, 1))
    store(today())
    return regions, made.offices.get().post


def ribbon(client, query=""):
    """What the terms of the page's only ribbon say, one text each."""
    html = client.get(f"/namnden/{query}").content.decode()
    terms = re.findall(r'<li class="term [^>]*>(.*?)</li>', html, re.DOTALL)
    plain = [re.sub(r"<[^>]+>", " ", each).replace("\N{WORD JOINER}", "") for each in terms]
    return [re.sub(r"\s+", " ", each).strip() for each in plain], html


def somebody(region, post, start, end=None, name="Anna Prov"):
    who = make.person(name)
    make.affiliation(who, region)
    return make.appoint(who, post, start, end)


@pytest.mark.django_db
def test_previous_now_and_next_have_years_and_regions(client, world):
    terms, _ = ribbon(client)
    assert [each.split(" Region")[0] for each in terms] == [
        f"{YEAR - 2}–{YEAR - 1}",
        f"Nu, {YEAR}–{YEAR + 1}",
        f"{YEAR + 2}–{YEAR + 3}",
    ]
    assert [re.search(r"Region \w+", each)[0] for each in terms] == [
        "Region Norr",
        "Region Söder",
        "Region Väster",
    ]
    assert terms[2].endswith("Inte utsedd")


@pytest.mark.django_db
def test_filled_term_names_its_holder_and_no_more(client, world):
    regions, post = world
    somebody(regions[1], post, NOW)
    assert ribbon(client)[0][1].endswith("Region Söder Anna Prov")


@pytest.mark.django_db
def test_who_stays_until_the_next_is_appointed_is_told_with_where_from(client, world):
    regions, post = world
    somebody(regions[0], post, NOW - 30 * DAY)
    assert ribbon(client)[0][1].endswith(
        "Anna Prov Från Region Norr. Sitter kvar tills en efterträdare är utsedd."
    )


@pytest.mark.django_db
def test_who_was_there_before_from_the_region_whose_turn_it_is_carries_nothing_over(client, world):
    regions, post = world
    somebody(regions[1], post, NOW - 30 * DAY)
    assert "Sitter kvar" not in ribbon(client)[0][1]


@pytest.mark.django_db
def test_vacant_term_says_since_when(client, world):
    regions, post = world
    somebody(regions[1], post, NOW - 30 * DAY, NOW)
    assert f"Vakant sedan 1 januari {YEAR}" in ribbon(client)[0][1]


@pytest.mark.django_db
def test_next_holder_is_named_when_appointed(client, world):
    regions, post = world
    somebody(regions[2], post, D(YEAR + 2, 1, 1))
    assert ribbon(client)[0][2].endswith("Anna Prov")


@pytest.mark.django_db
def test_looking_back_what_came_later_is_not_told(client, world):
    regions, post = world
    somebody(regions[0], post, D(YEAR - 3, 5, 1))
    terms, _ = ribbon(client, f"?datum={YEAR - 1}-06-01")
    assert [each.split(" Region")[0] for each in terms] == [f"Då, {YEAR - 2}–{YEAR - 1}"]


@pytest.mark.django_db
@pytest.mark.parametrize("has_had", [False, True])
def test_office_that_goes_in_turn_without_an_order_says_so(client, has_had):
    make.healthcare_region(facts_from=D(2018, 1, 1))
    region = make.region()
    body = make.body("Nämnden", of=make.kind("namnd"), path="namnden")
    post = make.post(body, "sekreterare", rotates=True)
    if has_had:
        somebody(region, post, NOW)
    terms, html = ribbon(client)
    assert "Turordningen är inte fastställd." in terms[-1]
    assert "Går i tur mellan regionerna." in html
    assert "/om/vem-leder/" in html
    assert "kalender.ics" not in html


@pytest.mark.django_db
def test_office_that_does_not_go_in_turn_says_nothing_of_it(client):
    make.healthcare_region(facts_from=D(2018, 1, 1))
    body = make.body("Nämnden", of=make.kind("namnd"), path="namnden")
    somebody(make.region(), make.post(body, "ordforande"), NOW)
    html = ribbon(client)[1]
    assert "Turordning" not in html
    assert "/om/vem-leder/" not in html

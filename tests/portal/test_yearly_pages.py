"""The public pages of plans, reports and activities, and the follow-up of a council's areas."""

import datetime
import re

import pytest
from django.test import Client

from documents import actions
from documents.actions.locking import fingerprint
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
YEAR = datetime.date.today().year
PLAN, REPORT = "action_plan", "annual_report"


@pytest.fixture
def area():
    make.healthcare_region()
    make.region()
    return make.body("Ett område", path="omraden/ett")


def published(owner, kind, year, **entries):
    """A plan or a report with activities: the number of each at the body, and what is said."""
    made = make.edition(make.document(owner, kind=kind, year=year), title=f"{kind} {year}")
    for number, said in entries.items():
        activity, _ = owner.activities.get_or_create(number=int(number.strip("n")))
        make.entry(made, of=activity, **{"outcome": "Utfall."} | said)
    return make.publish_for_the_year(made, at=datetime.datetime.now(datetime.UTC))


def text(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status, path
    return answer.content.decode().replace("\N{SOFT HYPHEN}", "")


def main(path: str) -> str:
    found = re.search(r"<main.*?</main>", text(path), re.S)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_plan_stands_at_its_address_with_all_that_is_said_of_an_activity(area):
    said = {
        "name": "Gemensam rutin",
        "goal": "Färre som väntar.",
        "promises": [2, 5],
        "measure": "Andel i tid.",
        "measured_by": "Processtödet",
        "responsible": "Arbetsgruppen",
        "for_patients": "Kortare väntan.",
        "for_staff": "Nytt arbetssätt.",
        "for_management": "Två möten.",
    }
    published(area, PLAN, YEAR, n1=said)
    shown = text(f"/omraden/ett/dokument/handlingsplan-{YEAR}/")
    for each in said.values():
        assert isinstance(each, list) or each in shown
    assert 'href="/loften/2/"' in shown
    assert 'href="/omraden/ett/aktiviteter/1/"' in shown
    assert f"Handlingsplan {YEAR}" in main("/omraden/ett/dokument/")


@pytest.mark.parametrize(
    "path",
    [
        f"dokument/handlingsplan-{YEAR}/",
        f"dokument/handlingsplan-{YEAR}/1/",
        f"dokument/handlingsplan-{YEAR}/1/pdf/",
        f"dokument/arsrapport-{YEAR}/",
        "dokument/handlingsplan-0000/",
        "dokument/handlingsplan-99999999999/",
        f"dokument/minnesanteckningar-{YEAR}/",
        "aktiviteter/1/",
        "aktiviteter/99999999999999999999/",
        "uppfoljning/",
    ],
)
def test_what_nobody_has_published_is_not_there(area, path):
    make.entry(make.edition(make.document(area, kind=PLAN, year=YEAR)), "Hemligt")
    text(f"/omraden/ett/{path}", 404)


def test_body_without_any_says_so(area):
    assert "har inte publicerat någon plan" in main("/omraden/ett/dokument/")


def test_way_of_an_activity_tells_what_each_document_adds(area):
    goal = {"goal": "Färre som väntar."}
    published(area, PLAN, YEAR - 1, n1={"name": "Rutin", **goal}, n2={"name": "Annat"})
    published(
        area,
        REPORT,
        YEAR - 1,
        n1={"name": "Rutin", **goal, "outcome": "Halva vägen.", "status": "started"},
        n2={"name": "Annat", "outcome": "Blev inte av.", "status": "stopped"},
    )
    published(area, PLAN, YEAR, n1={"name": "Rutin och mall", **goal, "outcome": ""})
    told = main("/omraden/ett/aktiviteter/1/")
    assert told.index(f"Handlingsplan {YEAR - 1}") < told.index(f"Årsrapport {YEAR - 1}")
    assert told.index(f"Årsrapport {YEAR - 1}") < told.index(f"Handlingsplan {YEAR}")
    # In the head, and where it was said first.
    assert told.count("Färre som väntar.") == 2
    assert told.count("Halva vägen.") == 1
    assert f"I övrigt som i handlingsplan {YEAR - 1}." in told
    assert "Annat" not in told
    assert f"{YEAR - 1}–{YEAR}" in told


def test_withdrawn_plan_is_not_told_of_but_stands_at_its_address(area):
    plan = published(area, PLAN, YEAR, n1={"name": "Rutin"})
    actions.withdraw(
        plan,
        by=plan.publisher,
        at=NOW,
        on=plan.valid_from,
        effective_on=plan.valid_from,
        text="Fel fil.",
    )
    assert "har inte publicerat någon plan" in main("/omraden/ett/dokument/")
    text("/omraden/ett/aktiviteter/1/", 404)
    assert "Fel fil." in main(f"/omraden/ett/dokument/handlingsplan-{YEAR}/1/")


def test_page_of_the_body_leads_to_its_plans(area):
    area.kind.panels = ["documents.plans"]
    area.kind.save()
    assert "planer" not in text("/omraden/ett/").split("<main")[1].split("</main")[0].lower()
    published(area, PLAN, YEAR, n1={})
    assert f'href="/omraden/ett/dokument/handlingsplan-{YEAR}/"' in text("/omraden/ett/")


@pytest.fixture
def council(area):
    council = make.body("Rådet", path="radet", of=make.kind("rad"), function="council")
    make.relate(area, "part_of", council)
    make.relate(make.body("Ett till", path="omraden/tva"), "part_of", council)
    return council


def test_council_follows_up_its_areas_side_by_side_and_by_promise(area, council):
    make.promise(1, "få vård i tid")
    make.promise(2, "få jämlik vård")
    published(area, PLAN, YEAR, n1={"name": "Rutin", "promises": [1]}, n2={"name": "Mall"})
    told = main("/radet/uppfoljning/")
    assert "Ett område Handlingsplan" in told
    assert "2 aktiviteter: 2 planerade" in told
    assert "Ett till Inte publicerad Inte publicerad" in told
    assert f"Löfte 2 : få jämlik vård Ingen publicerad plan eller årsrapport för {YEAR}" in told
    published(
        area,
        REPORT,
        YEAR,
        n1={"name": "Rutin", "promises": [1], "outcome": "I mål.", "status": "done"},
        n2={"name": "Mall", "outcome": "Blev inte av.", "status": "stopped"},
    )
    told = main("/radet/uppfoljning/")
    assert "Löfte 1 : få vård i tid Rutin Ett område · klar I mål." in told
    assert "Inte publicerad" in main(f"/radet/uppfoljning/?ar={YEAR - 1}")


@pytest.mark.parametrize("year", ["1999", "x", f"0{YEAR}", "99999"])
def test_year_that_cannot_be_followed_up_is_not_there(council, year):
    text(f"/radet/uppfoljning/?ar={year}", 404)


def test_leaders_remark_on_what_is_published_and_the_areas_answer_stand_together(area, council):
    plan = published(area, PLAN, YEAR, n1={"name": "Rutin"})
    leader, chair = make.user("Leda", office=False), make.user("Led", office=False)
    make.holding(leader, council, "ordforande")
    make.holding(chair, area, "ordforande")
    seen = fingerprint(plan)
    remark = actions.comment(
        plan, "avsnitt-1", by=leader, at=NOW, token="a", text="Varför bara en aktivitet?"
    )
    page = f"/arbetsyta/planer/uppfoljning/{council.path}/"
    client = Client()
    client.force_login(leader)
    assert "Inget svar ännu." in client.get(page).content.decode()
    actions.answer(remark, by=chair, at=NOW, token="b", text="Fler kommer till hösten.")
    client.force_login(chair)
    shown = client.get(page).content.decode()
    assert "Varför bara en aktivitet?" in shown
    assert "Fler kommer till hösten." in shown
    # What was published is as it was, and readers see nothing of it.
    plan.refresh_from_db()
    assert fingerprint(plan) == seen
    assert "Varför bara" not in text(f"/omraden/ett/dokument/handlingsplan-{YEAR}/")


def test_council_follows_up_in_the_same_number_of_queries_however_many(
    area, council, django_assert_max_num_queries
):
    for _ in range(6):
        more = make.body()
        make.relate(more, "part_of", council)
        published(more, PLAN, YEAR, n1={"promises": [1]}, n2={"promises": [1]})
    with django_assert_max_num_queries(12):
        text("/radet/uppfoljning/")

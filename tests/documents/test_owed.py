"""The cases of `coverage_cases.txt` asked of the database; and 34 bodies over five years."""

import datetime

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from documents.coverage import Standing
from documents.models import DutyAdjustment, Edition, ReportingDuty
from documents.owed import Ledger
from tests import factories as make

from .duties import withdrawn, written
from .test_coverage import CASES, Case, told, told_to_all

pytestmark = pytest.mark.django_db
KINDS = {"plan": ("action_plan", "operational_plan"), "report": ("annual_report",)}


def stored(case: Case, body, kind: str) -> None:
    """Writes the versions of a case, as they would have come to be."""
    if not case.papers:
        return
    document = make.yearly(body, case.year, kind)
    for paper in case.papers:
        edition = written(document, paper.state, paper.published, paper.number)
        if paper.withdrawn:
            withdrawn(edition, paper.withdrawn)


def duty_of(case: Case, of) -> ReportingDuty:
    due = case.due
    start, end = due.days
    text = f"+{due.years_after} {due.month}-{due.day}"
    return make.duty(of, due=text, start=start, end=end)


@pytest.mark.parametrize("of_a_kind", [True, False])
def test_every_case_stands_the_same_when_it_is_asked_of_the_database(of_a_kind):
    wrong = []
    for number, case in enumerate(CASES):
        kind = make.kind(f"slag{number}")
        start, end = case.body
        body = make.body(f"Organ {number}", of=kind, start=start, end=end)
        duty = duty_of(case, kind if of_a_kind else body)
        for each in case.adjustments:
            of = None if each.for_all else body
            DutyAdjustment.objects.create(
                duty=duty, body=of, year=case.year, due=each.due, reason="Prov"
            )
        stored(case, body, KINDS["plan"][number % 2])
        found = Ledger(case.on, [case.year], Q(pk=body.pk)).owed(body, "plan", case.year)
        said = told(found.cell), told_to_all(found.seen_by_all.cell)
        if said != (case.expected, case.seen_by_all):
            wrong.append((case.title, said))
    assert wrong == []


ON = datetime.date(2026, 6, 30)
YEARS = range(2022, 2027)


def test_thirty_four_bodies_over_five_years():
    """What is special of a body is told here; every other cell is published in time."""
    area, group = make.kind("omrade"), make.kind("grupp")
    bodies = [make.body(f"Område {n:02}", of=area) for n in range(24)]
    bodies += [make.body(f"Grupp {n:02}", of=group) for n in range(10)]
    for of in (area, group):
        make.duty(of, "plan", "+0 01-31")
        make.duty(of, "report", "+1 03-31")
    founded, ended, moved, exempt, late, taken_back, drafted, missing = bodies[:8]
    # The first body from the middle of 2024, the second until the end of 2024.
    type(founded).objects.filter(pk=founded.pk).update(start="2024-07-01")
    type(ended).objects.filter(pk=ended.pk).update(end="2025-01-01")
    plans = ReportingDuty.objects.get(kind=area, what="plan")
    for body, due in ((moved, "2026-08-31"), (exempt, None)):
        DutyAdjustment.objects.create(duty=plans, body=body, year=2026, due=due, reason="Prov")
    expected, in_time = {}, {}
    for body in bodies:
        for year in YEARS:
            for what, months in (("plan", 0), ("report", 12)):
                day = datetime.date(year + months // 12, 1, 20)
                in_time[body.pk, what, year] = "published", day
                expected[body.pk, what, year] = f"published {day}"
    for year in YEARS:
        # The report for 2026 is due in 2027: nobody has written it.
        if year == 2026:
            for body in bodies:
                in_time[body.pk, "report", year] = None
                expected[body.pk, "report", year] = "waiting"
    without = {
        (founded, "plan", 2022): "not-owed founded",
        (founded, "plan", 2023): "not-owed founded",
        (founded, "plan", 2024): "not-owed founded",
        (founded, "report", 2022): "not-owed founded",
        (founded, "report", 2023): "not-owed founded",
        (ended, "plan", 2025): "not-owed ended",
        (ended, "plan", 2026): "not-owed ended",
        (ended, "report", 2024): "not-owed ended",
        (ended, "report", 2025): "not-owed ended",
        (ended, "report", 2026): "not-owed ended",
        (moved, "plan", 2026): "waiting",
        (exempt, "plan", 2026): "exempt",
        (missing, "plan", 2026): "late 150",
        (missing, "report", 2025): "late 91",
    }
    for (body, what, year), said in without.items():
        in_time[body.pk, what, year] = None
        expected[body.pk, what, year] = said
    in_time[late.pk, "plan", 2026] = "published", datetime.date(2026, 3, 10)
    expected[late.pk, "plan", 2026] = "published 2026-03-10 late 38"
    expected[taken_back.pk, "plan", 2026] = "late 150 withdrawn"
    in_time[drafted.pk, "plan", 2026] = "draft", None
    expected[drafted.pk, "plan", 2026] = "late 150 draft"
    for body in bodies:
        for year in YEARS:
            for what in KINDS:
                if (given := in_time[body.pk, what, year]) is None:
                    continue
                state, day = given
                edition = written(make.yearly(body, year, KINDS[what][0]), state, day)
                if (body, what, year) == (taken_back, "plan", 2026):
                    withdrawn(edition, datetime.date(2026, 5, 1))
    with CaptureQueriesContext(connection) as few:
        Ledger(ON, YEARS, Q(pk=founded.pk)).all()
    with CaptureQueriesContext(connection) as queries:
        ledger = Ledger(ON, YEARS)
        found = ledger.all()
    assert {(e.body, e.what, e.year): told(e.cell) for e in found} == expected
    assert len(found) == 34 * 5 * 2
    assert len(queries) == len(few) == 6
    public = [each.seen_by_all for each in found]
    published = sum(each.cell.standing is Standing.PUBLISHED for each in public)
    # All 340 but this year's 34 reports, what is never owed (9 beside this year's report), moved,
    # exempt, the two missing ones, the one taken back and the draft.
    assert published == 340 - 34 - 9 - 6
    assert all((e.reason, e.duty, e.edition) == ("", None, None) for e in public)
    assert {e.cell.work for e in public} == {""}


def test_plan_of_either_kind_is_a_plan_and_the_public_one_tells():
    body = make.body()
    make.duty(body)
    draft = written(make.yearly(body, 2026, "operational_plan"))
    [found] = Ledger(ON, [2026]).all()
    assert (told(found.cell), found.edition) == ("late 150 draft", draft.pk)
    public = written(make.yearly(body, 2026), on=datetime.date(2026, 1, 20))
    [found] = Ledger(ON, [2026]).all()
    assert (told(found.cell), found.edition) == ("published 2026-01-20", public.pk)


def test_published_late_in_the_evening_counts_by_the_clock_in_stockholm():
    body = make.body()
    make.duty(body)
    edition = written(make.yearly(body, 2026))
    late = datetime.datetime(2026, 1, 31, 23, 30, tzinfo=datetime.UTC)
    Edition.objects.filter(pk=edition.pk).update(
        state="published", published_at=late, valid_from="2026-01-01"
    )
    [found] = Ledger(ON, [2026]).all()
    assert told(found.cell) == "published 2026-02-01 late 1"


def test_own_duty_goes_before_that_of_the_kind_and_of_two_the_first_day_counts():
    body = make.body()
    make.duty(body.kind)
    make.duty(body, due="+0 08-31", start="2026-01-01")
    ledger = Ledger(ON, [2025, 2026])
    assert [told(each.cell) for each in ledger.all()] == ["late 515", "waiting"]
    other = make.body(of=body.kind)
    assert [told(e.cell) for e in Ledger(ON, [2026], Q(pk=other.pk)).all()] == ["late 150"]


def test_duty_that_changes_its_day_within_a_year_is_due_on_the_first_of_them():
    body = make.body()
    make.duty(body, end="2026-03-01")
    make.duty(body, due="+0 08-31", start="2026-03-01")
    assert [told(each.cell) for each in Ledger(ON, [2026]).all()] == ["late 150"]


def test_without_any_duty_little_is_asked():
    with CaptureQueriesContext(connection) as queries:
        assert Ledger(ON, YEARS).all() == []
    assert len(queries) == 1

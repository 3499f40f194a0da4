"""Plans and reports: begun from what there is, written by many at once, published by the chair."""

import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from documents import actions
from documents.actions import Conflict, Refused
from documents.actions.locking import fingerprint
from documents.entries import text_of
from documents.models import Activity, ActivityEntry, Document, Edition
from documents.reading import Versions
from documents.rules import State
from organisation.models import Outbox
from tests import factories as make
from tests.documents.stepping import codes
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 2, 6)
PLAN, REPORT = "action_plan", "annual_report"
CASES = [
    line.split()
    for line in Path(__file__).with_name("yearly_cases.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture
def area(db):
    make.healthcare_region()
    return make.body("Ett område")


@pytest.fixture
def chair(area):
    who = make.user("Led Exempelsson", office=False)
    make.holding(who, area, "ordforande")
    return who


@pytest.fixture
def support(area):
    who = make.user("Stöd Exempelsson", office=False)
    make.holding(who, area, "processtod")
    return who


def begun(area, by, kind=PLAN, year=2026) -> Edition:
    return actions.begin_year(area, kind, year, by=by, at=NOW, on=ON)


def added(edition, by, name="Gemensam rutin", **values) -> ActivityEntry:
    edition.refresh_from_db()
    if not edition.sections.exists():
        actions.add_section(
            edition, by=by, revision=edition.revision, heading="Vård i tid", level=1
        )
        edition.refresh_from_db()
    key = edition.sections.first().key
    return actions.add_entry(
        edition, by=by, revision=edition.revision, section=key, name=name, **values
    )


def published(area, kind, year, *activities, **values) -> Edition:
    """A plan or a report that was published, with activities: name, and what else is said."""
    made = make.edition(make.document(area, kind=kind, year=year), title=f"{kind} {year}")
    for name, said in activities:
        make.entry(made, name, **{"outcome": "Blev av."} | said | values)
    return make.publish_for_the_year(made)


def test_plan_of_a_body_without_any_begins_empty(area, chair):
    edition = begun(area, chair)
    document = edition.document
    assert (document.kind, document.year, edition.number) == (PLAN, 2026, 1)
    assert document.url == f"{area.url}dokument/handlingsplan-2026/"
    assert edition.title == "Handlingsplan 2026 för Ett område"
    assert not edition.entries.exists()
    assert list(edition.events.values_list("kind", "by")) == [("started", chair.pk)]


@pytest.mark.parametrize(("status", "told", "taken"), CASES, ids=["-".join(e) for e in CASES])
def test_plan_takes_over_what_goes_on(area, chair, status, told, taken):
    goes_on = {"yes": True, "no": False, "-": None}[told]
    before = published(area, REPORT, 2025, ("Det ena", {"status": status, "goes_on": goes_on}))
    edition = begun(area, chair)
    found = list(edition.entries.values_list("activity", "status", "outcome", "goes_on"))
    activity = before.entries.get().activity_id
    assert found == ([] if taken == "no" else [(activity, taken, "", None)])


def test_plan_begins_with_the_report_before_the_plan_of_the_year_before(area, chair):
    # In this order: a report tells of all that the plan has by then.
    published(area, REPORT, 2025, ("Rapporterat", {}))
    published(area, PLAN, 2025, ("Planerat", {}))
    published(area, PLAN, 2024, ("Äldre", {}))
    assert [each.name for each in begun(area, chair).entries.all()] == ["Rapporterat"]


def test_plan_begins_with_last_years_plan_where_no_report_is_published(area, chair):
    published(area, PLAN, 2025, ("Planerat", {"status": "started"}), ("Klart", {"status": "done"}))
    make.edition(make.document(area, kind=REPORT, year=2025))
    assert [each.name for each in begun(area, chair).entries.all()] == ["Planerat"]


def test_focus_area_that_nothing_goes_on_in_is_left_behind(area, chair):
    report = make.edition(make.document(area, kind=REPORT, year=2025), "Inledning.")
    headings = ("Tomt", "Pågår", "Med rubrik under", "Pågår under", "Med text")
    for number, heading in enumerate(headings):
        section = make.section(
            report,
            f"s{number}",
            heading=heading,
            level=2 if heading == "Pågår under" else 1,
            html="<p>Ord.</p>" if heading == "Med text" else "",
        )
        make.entry(
            report, section=section, outcome="x", goes_on=heading in ("Pågår", "Pågår under")
        )
    make.publish_for_the_year(report)
    assert [each.heading for each in begun(area, chair).sections.all()] == [
        "Avsnitt-1",
        "Pågår",
        "Med rubrik under",
        "Pågår under",
        "Med text",
    ]


def test_report_begins_with_all_of_the_years_plan(area, chair):
    values = {
        "goal": "Färre som väntar.",
        "promises": [2, 5],
        "measure": "Andel inom tre dagar.",
        "measured_by": "Processtödet",
        "responsible": "Arbetsgruppen",
        "start": "2026-01-01",
        "end": "2026-07-01",
        "for_patients": "Kortare väntan.",
        "for_staff": "Nytt arbetssätt.",
        "for_management": "Två möten om året.",
    }
    plan = published(
        area, PLAN, 2026, ("Klart", {"status": "done"}), ("Planerat", {}), ("Allt", values)
    )
    report = begun(area, chair, REPORT)
    names = ("activity", "name", "status", "section__key", "section__heading", *values)
    said = [list(each.entries.order_by("position").values_list(*names)) for each in (plan, report)]
    assert said[0] == said[1]
    assert [each.outcome for each in report.entries.all()] == ["", "", ""]


def test_withdrawn_plan_is_nothing_to_begin_with(area, chair):
    plan = published(area, PLAN, 2026, ("Planerat", {}))
    make.withdrawal(plan, "2026-02-06")
    assert not begun(area, chair, REPORT).entries.exists()


def test_what_is_taken_out_of_a_plan_goes_nowhere(area, chair):
    plan = make.edition(make.document(area, kind=PLAN))
    kept, gone = make.entry(plan, "Kvar"), make.entry(plan, "Borta", removed=True)
    section = make.section(plan, "borttaget", removed=True)
    make.entry(plan, "Med avsnittet", section=section)
    make.publish_for_the_year(plan)
    assert list(plan.entries.all()) == [kept]
    assert ActivityEntry.history.filter(id=gone.pk, history_type="-").exists()
    assert [each.name for each in begun(area, chair, REPORT).entries.all()] == ["Kvar"]


def test_second_who_begins_comes_to_the_draft_there_is(area, chair, support):
    assert begun(area, chair) == begun(area, support)
    assert Document.objects.filter(owner=area).count() == 1


def test_new_version_of_a_year_has_the_activities_of_the_last(area, chair):
    first = published(area, PLAN, 2026, ("Ett", {"status": "started"}), ("Två", {}))
    draft = begun(area, chair)
    assert draft.number == 2
    assert list(draft.entries.values_list("activity", "name", "status", "outcome")) == list(
        first.entries.values_list("activity", "name", "status", "outcome")
    )


def test_discarded_draft_lets_the_year_begin_anew(area, chair):
    draft = begun(area, chair)
    actions.discard(draft, by=chair, at=NOW, seen=fingerprint(draft))
    again = begun(area, chair)
    assert (again.number, again.state) == (1, State.DRAFT)


@pytest.mark.parametrize("year", [2015, 2029, 20266])
def test_year_that_cannot_be_meant_is_refused(area, chair, year):
    with pytest.raises(Refused, match="Välj ett år från 2016 till 2028"):
        begun(area, chair, year=year)
    assert not Document.objects.exists()


def test_who_does_not_write_for_the_body_begins_nothing(area):
    other = make.user(office=False)
    make.holding(other, make.body("Ett annat"), "ordforande")
    with pytest.raises(Refused):
        begun(area, other)
    assert not Document.objects.exists()


def test_activities_are_numbered_for_each_body(area, chair):
    plan = begun(area, chair)
    assert [added(plan, chair, name).activity.number for name in ("A", "B")] == [1, 2]
    actions.take_out_entry(plan, 2, by=chair, revision=_revision(plan))
    assert added(plan, chair, "C").activity.number == 3


def _revision(edition) -> int:
    edition.refresh_from_db()
    return edition.revision


def test_activity_saved_meanwhile_is_a_conflict(area, chair, support):
    entry = added(begun(area, chair), chair)
    plan, key = entry.edition, entry.section.key

    def save(by, revision, goal):
        values = {"name": entry.name, "goal": goal}
        return actions.save_entry(plan, 1, by=by, revision=revision, section=key, **values)

    assert save(chair, 1, "Mitt").revision == 2
    for revision in (1, None):
        with pytest.raises(Conflict) as caught:
            save(support, revision, "Ditt")
        assert caught.value.current.goal == "Mitt"
    # What changes nothing is no new save.
    assert save(support, 2, "Mitt").revision == 2


def test_activity_added_to_a_draft_that_has_changed_is_a_conflict(area, chair):
    plan = begun(area, chair)
    added(plan, chair)
    with pytest.raises(Conflict):
        actions.add_entry(plan, by=chair, revision=1, section="vard-i-tid", name="En till")
    assert plan.entries.count() == Activity.objects.count() == 1


def test_activity_moves_within_its_section_and_to_another(area, chair):
    plan = begun(area, chair)
    for name in ("A", "B", "C"):
        added(plan, chair, name)
    actions.move_entry(plan, 3, by=chair, revision=_revision(plan), steps=-1)
    assert [each.name for each in plan.entries.present()] == ["A", "C", "B"]
    made = actions.add_section(
        plan, by=chair, revision=_revision(plan), heading="Något annat", level=1
    )
    actions.save_entry(plan, 1, by=chair, revision=1, section=made.key, name="A")
    assert [each.name for each in plan.entries.present()] == ["C", "B", "A"]


def test_activity_that_was_taken_out_comes_back_where_it_stood(area, chair):
    plan = begun(area, chair)
    for name in ("A", "B"):
        added(plan, chair, name)
    actions.take_out_entry(plan, 1, by=chair, revision=_revision(plan))
    assert [each.name for each in plan.entries.present()] == ["B"]
    actions.put_back_entry(plan, 1, by=chair, revision=_revision(plan))
    assert [each.name for each in plan.entries.present()] == ["A", "B"]


def test_bad_words_are_refused_at_their_field(area, chair):
    plan = begun(area, chair)
    added(plan, chair)
    for field, value in (
        ("goal", "Ring 19121212-1212."),
        ("name", ""),
        ("end", datetime.date(2025, 1, 1)),
    ):
        with pytest.raises(Refused) as caught:
            added(plan, chair, **{"name": "En till", "start": ON} | {field: value})
        assert [each.subject for each in caught.value.findings] == [field]
    assert plan.entries.count() == Activity.objects.count() == 1


def test_chair_publishes_straight_from_the_draft(area, chair):
    plan = begun(area, chair)
    added(plan, chair, goal="Färre som väntar.")
    plan.refresh_from_db()
    done = actions.publish(plan, by=chair, at=NOW, seen=fingerprint(plan))
    assert (done.state, done.valid_from, done.decision) == (State.PUBLISHED, ON, None)
    version = Versions(done.document, ON, ON).now
    assert (version.validity, version.decision) == ("publicerad 6 februari 2026", "")


def test_support_sends_to_the_chair_who_publishes(area, chair, support):
    plan = begun(area, support)
    added(plan, support)
    plan.refresh_from_db()
    with pytest.raises(Refused) as caught:
        actions.publish(plan, by=support, at=NOW, seen=fingerprint(plan))
    assert codes(caught) == ["no-right"]
    plan = actions.submit(plan, by=support, at=NOW, seen=fingerprint(plan))
    assert [each.to for each in Outbox.objects.all()] == [chair.email]
    done = actions.publish(plan, by=chair, at=NOW, seen=fingerprint(plan))
    assert done.state == State.PUBLISHED


def test_chair_whose_term_has_ended_publishes_nothing(area, chair):
    plan = begun(area, chair)
    added(plan, chair)
    appointment = chair.person.appointments.get()
    appointment.end = ON
    appointment.save()
    plan.refresh_from_db()
    with pytest.raises(Refused):
        actions.publish(plan, by=chair, at=NOW, seen=fingerprint(plan))
    plan.refresh_from_db()
    assert plan.state == State.DRAFT


def test_report_without_outcomes_is_not_published(area, chair):
    published(area, PLAN, 2026, ("Ett", {}), ("Två", {}))
    report = begun(area, chair, REPORT)
    first = report.entries.first()
    actions.save_entry(
        report,
        first.activity.number,
        by=chair,
        revision=1,
        section=first.section.key,
        outcome="Halva vägen.",
    )
    with pytest.raises(Refused) as caught:
        actions.publish(report, by=chair, at=NOW, seen=fingerprint(report))
    assert codes(caught) == ["no-outcome"]
    assert caught.value.findings[0].subject == "aktivitet-2"
    assert "”Två”" in str(caught.value)


def test_living_plan_has_many_versions_in_a_day(area, chair):
    first = published(area, PLAN, 2026, ("Ett", {}))
    plan = begun(area, chair)
    entry = plan.entries.get()
    actions.save_entry(
        plan, 1, by=chair, revision=entry.revision, section=entry.section.key, status="done"
    )
    second = actions.publish(plan, by=chair, at=NOW, seen=fingerprint(plan))
    assert first.valid_from == second.valid_from == ON
    assert list(Edition.objects.in_force(ON)) == [second]
    states = [each.state for each in Versions(second.document, ON, ON).all]
    assert states == ["former", "now"]


def test_text_of_a_section_tells_of_its_activities(area, chair):
    plan = begun(area, chair)
    added(plan, chair, goal="A < B\noch <script>", promises=[5, 2], responsible="Gruppen")
    [section] = text_of(plan)
    assert section.whole == (
        "<h3>Gemensam rutin</h3><p><strong>Mål:</strong> A &lt; B<br>och &lt;script&gt;</p>"
        "<p><strong>Bidrar till:</strong> löfte 2 och löfte 5</p>"
        "<p><strong>Ansvarig:</strong> Gruppen</p>"
        "<p><strong>Läge:</strong> Planerad</p>"
    )


def test_published_activities_never_change(area):
    plan = published(area, PLAN, 2026, ("Ett", {}))
    entry = plan.entries.get()
    for change in (
        lambda: ActivityEntry.objects.filter(pk=entry.pk).update(name="Två"),
        lambda: ActivityEntry.objects.filter(pk=entry.pk).delete(),
        lambda: make.entry(plan, "En till"),
        lambda: Activity.objects.filter(pk=entry.activity_id).update(number=7),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert list(plan.entries.values_list("name", flat=True)) == ["Ett"]


def test_entry_stands_in_its_own_edition_and_tells_of_its_owner(area):
    plan = make.edition(make.document(area, kind=PLAN))
    other = make.edition(make.document(kind=PLAN))
    foreign = Activity.objects.create(owner=other.document.owner, number=1)
    for values in ({"section": other.sections.first()}, {"of": foreign}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.entry(plan, "Fel", **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.entry(make.edition(make.document(area)), "I ett uppdrag")

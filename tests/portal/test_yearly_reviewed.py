"""Plans and reports where something is odd: what held no more, years that can't be meant, a plan
that grew, a new chair, a version that was withdrawn."""

import datetime

import pytest
from django.test import Client

from bodies.standings import standing_of
from documents import actions
from documents.actions.locking import fingerprint
from documents.tasks import tasks_of
from documents.yearly import missing_in, origin_of
from programmes.models import PatientPromise
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
YEAR = TODAY.year
PLAN, REPORT = "action_plan", "annual_report"
BEGIN = "/arbetsyta/planer/ny/"


@pytest.fixture
def area():
    make.healthcare_region()
    make.region()
    return make.body("Ett område", path="omraden/ett")


@pytest.fixture
def chair(area):
    who = make.user("Led Exempelsson", office=False)
    make.holding(who, area, "ordforande")
    return who


@pytest.fixture
def client(chair):
    client = Client()
    client.force_login(chair)
    return client


def draft(area, kind=PLAN, year=YEAR, **said):
    made = make.edition(make.document(area, kind=kind, year=year), title=f"{kind} {year}")
    return made, make.entry(made, "Rutin", **said)


def publish(made):
    return make.publish_for_the_year(made, at=datetime.datetime.now(datetime.UTC))


def begin(area, kind, year, chair):
    return actions.begin_year(area, kind, year, by=chair, at=NOW, on=TODAY)


def page_of(made, number=1) -> str:
    return f"/arbetsyta/versioner/{made.pk}/aktiviteter/{number}/"


def test_goal_that_holds_no_more_stays_with_the_activity(client, area):
    old = make.goal(area, 1, start="2020-01-01", end=f"{YEAR}-01-01")
    make.goal(area, 2)
    made, entry = draft(area, REPORT, YEAR - 1, quality_goal=old)
    page = client.get(page_of(made)).content.decode()
    assert f'<option value="{old.pk}" selected' in page
    sent = {"name": "Rutin", "section": entry.section.key, "status": "done", "quality_goal": old.pk}
    answer = client.post(page_of(made), sent | {"revision": entry.revision, "outcome": "Blev av."})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert (entry.quality_goal, entry.outcome) == (old, "Blev av.")


def test_promise_that_holds_no_more_stays_with_the_activity(client, area):
    make.promise(1, "ett")
    PatientPromise.objects.create(number=9, text="nio", end=f"{YEAR}-01-01")
    made, entry = draft(area, REPORT, YEAR - 1, promises=[1, 9])
    assert 'value="9" ' in client.get(page_of(made)).content.decode()
    sent = {"name": "Rutin", "section": entry.section.key, "status": "done", "promises": [1, 9]}
    answer = client.post(page_of(made), sent | {"revision": entry.revision})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.promises == [1, 9]


@pytest.mark.parametrize("year", ["0000", "0001", "9999", "snart", "99999"])
def test_page_that_begins_shrugs_at_years_that_cant_be_meant(client, area, year):
    asked = f"{BEGIN}?organ={area.path}&slag=handlingsplan&ar={year}"
    answer = client.get(asked)
    assert answer.status_code == 200
    assert f'value="{YEAR}"' in answer.content.decode()


@pytest.mark.parametrize("year", ["0", "1", "-5", "9999", "10000", "99999999999999999999"])
@pytest.mark.parametrize("kind", ["handlingsplan", "arsrapport"])
def test_year_that_cant_be_meant_is_refused_at_its_field(client, area, year, kind):
    answer = client.post(BEGIN, {"body": area.path, "kind": kind, "year": year})
    assert answer.status_code == 400
    page = answer.content.decode()
    last = YEAR if kind == "arsrapport" else YEAR + 2
    assert f"Välj ett år från {YEAR - 10} till {last}." in page
    assert f'value="{year}"' in page


def test_report_of_a_year_to_come_is_refused(chair, area):
    with pytest.raises(actions.Refused, match=f"till {YEAR}"):
        begin(area, REPORT, YEAR + 1, chair)


def test_last_day_of_all_time_is_refused_at_its_field(client, area):
    made, entry = draft(area)
    sent = {"name": "Rutin", "section": entry.section.key, "status": "planned"}
    answer = client.post(page_of(made), sent | {"last": "9999-12-31", "revision": entry.revision})
    assert answer.status_code == 400
    assert "Skriv en tidigare dag." in answer.content.decode()


def test_body_has_one_plan_for_a_year(chair, area):
    made, _ = draft(area)
    publish(made)
    with pytest.raises(actions.Refused, match=f"redan en handlingsplan för {YEAR}"):
        begin(area, "operational_plan", YEAR, chair)
    assert begin(area, "operational_plan", YEAR + 1, chair).document.year == YEAR + 1


def test_report_must_tell_of_what_the_plan_got_since_it_was_begun(client, chair, area):
    made, _ = draft(area)
    publish(made)
    report = begin(area, REPORT, YEAR, chair)
    later = begin(area, PLAN, YEAR, chair)
    make.entry(later, "Ny rutin")
    publish(later)
    entry = report.entries.get()
    saved = {"revision": entry.revision, "section": entry.section.key, "outcome": "Blev av."}
    actions.save_entry(report, 1, by=chair, **saved)
    report.refresh_from_db()
    with pytest.raises(actions.Refused, match="”Ny rutin” står i årets plan men inte"):
        actions.publish(report, by=chair, at=NOW, seen=fingerprint(report))
    page = client.get(report.desk_url).content.decode()
    assert "Står i årets plan men inte här" in page
    answer = client.post(
        f"{report.desk_url}hamta-fran-planen/", {"revision": report.revision}, follow=True
    )
    assert "En aktivitet är hämtad från planen." in answer.content.decode()
    assert [each.name for each in report.entries.present()] == ["Rutin", "Ny rutin"]
    assert missing_in(report) == []
    assert "Står i årets plan men inte här" not in client.get(report.desk_url).content.decode()


def test_activity_that_was_taken_out_of_a_report_is_fetched_with_its_words(chair, area):
    made, _ = draft(area)
    publish(made)
    report = begin(area, REPORT, YEAR, chair)
    entry = report.entries.get()
    saved = {"revision": entry.revision, "section": entry.section.key, "outcome": "Blev av."}
    actions.save_entry(report, 1, by=chair, **saved)
    report.refresh_from_db()
    actions.take_out_entry(report, 1, by=chair, revision=report.revision)
    report.refresh_from_db()
    with pytest.raises(actions.Refused, match="står i årets plan"):
        actions.publish(report, by=chair, at=NOW, seen=fingerprint(report))
    assert actions.fetch_missing(report, by=chair, revision=report.revision) == 1
    assert [each.outcome for each in report.entries.present()] == ["Blev av."]
    report.refresh_from_db()
    actions.publish(report, by=chair, at=NOW, seen=fingerprint(report))


def test_whole_focus_area_that_was_taken_out_is_fetched(chair, area):
    made, _ = draft(area)
    make.section(made, "annat")
    publish(made)
    report = begin(area, REPORT, YEAR, chair)
    section = report.entries.get().section
    actions.take_out_section(report, section.key, by=chair, revision=report.revision)
    report.refresh_from_db()
    assert [each.name for each in missing_in(report)] == ["Rutin"]
    assert actions.fetch_missing(report, by=chair, revision=report.revision) == 1
    assert [each.section.key for each in report.entries.present()] == [section.key]


def test_remark_on_what_is_published_reaches_the_chair_of_today(chair, area):
    made, _ = draft(area)
    made.author = make.user("Förra Exempelsson", office=False)
    made.save()
    publish(made)
    key = made.sections.first().key
    actions.comment(made, key, by=make.user("Kontoret"), at=NOW, token="a", text="Varför?")
    assert "answer" in [each.code for each in tasks_of(standing_of(chair, TODAY), TODAY)]


def test_version_that_was_withdrawn_gives_the_one_before_no_new_life(client, chair, area):
    made, _ = draft(area)
    publish(made)
    second = begin(area, PLAN, YEAR, chair)
    publish(second)
    make.withdrawal(second, str(TODAY))
    assert origin_of(area, REPORT, YEAR) is None
    page = client.get("/arbetsyta/planer/").content.decode()
    assert ">Publicerad<" not in page
    assert ">Återkallad<" in page


def test_what_is_said_no_more_of_an_activity_is_told(area):
    made, entry = draft(area, PLAN, YEAR - 1, goal="Mål ett", responsible="Gruppen")
    publish(made)
    now = make.edition(make.document(area, kind=PLAN, year=YEAR))
    make.entry(now, "Rutin", of=entry.activity, goal="Mål ett")
    publish(now)
    page = Client().get("/omraden/ett/aktiviteter/1/").content.decode()
    assert "Anges inte längre: ansvarig." in page
    assert f"I övrigt som i handlingsplan {YEAR - 1}." in page


def test_plan_that_nothing_goes_on_into_says_so(client, area):
    made, _ = draft(area, REPORT, YEAR - 1, status="done", outcome="Blev av.")
    publish(made)
    page = client.get(f"{BEGIN}?organ={area.path}&slag=handlingsplan&ar={YEAR}").content.decode()
    assert "Inget fortsätter från årsrapport" in page
    assert "0 aktiviteter" not in page


def test_draft_of_another_year_is_found_in_the_list(client, area):
    made, _ = draft(area, REPORT, YEAR - 3)
    page = client.get("/arbetsyta/planer/").content.decode()
    assert f'<a href="{made.desk_url}">Årsrapport {YEAR - 3}</a>' in page


def test_notes_of_a_year_are_written_published_and_count(client, chair, area):
    """By the chair, in sections; they have no activities, and are of no year to come."""
    make.duty(area, "notes", due="+1 01-31")
    sent = {"body": area.path, "kind": "minnesanteckningar", "year": YEAR}
    answer = client.post(BEGIN, sent, follow=True)
    notes = area.documents.get().editions.get()
    page = answer.content.decode()
    assert "Lägg till det första avsnittet." in page
    assert "Lägg till en aktivitet" not in page
    assert client.get(f"{notes.desk_url}ny-aktivitet/").status_code == 404
    assert client.post(BEGIN, sent | {"year": YEAR + 1}).status_code == 400
    section = actions.add_section(
        notes, by=chair, revision=notes.revision, heading="Möte 1", level=1
    )
    values = {"heading": "Möte 1", "level": 1, "html": "<p>Vi kom överens.</p>"}
    actions.save_section(notes, section.key, by=chair, revision=section.revision, **values)
    notes.refresh_from_db()
    actions.publish(
        notes, by=chair, at=datetime.datetime.now(datetime.UTC), seen=fingerprint(notes)
    )
    address = f"/omraden/ett/dokument/minnesanteckningar-{YEAR}/"
    assert "Vi kom överens." in Client().get(address).content.decode()
    assert address in Client().get("/omraden/ett/dokument/").content.decode()
    table = Client().get(f"/planering/planer-och-rapporter/?fran={YEAR}&till={YEAR}")
    assert f'href="{address}"' in table.content.decode()


def test_notes_are_no_part_of_what_a_council_follows_up(area, chair):
    made = make.edition(make.document(area, kind="notes", year=YEAR))
    publish(made)
    assert origin_of(area, REPORT, YEAR) is None
    assert origin_of(area, PLAN, YEAR + 1) is None


def test_new_version_of_a_governing_document_is_begun_from_its_page():
    make.healthcare_region()
    make.region()
    body = make.body("Nämnden", path="grupper/prov")
    first = make.edition(make.document(body, kind="rules_of_procedure"))
    make.take_all_steps(first, valid_from="2026-01-01")
    client = Client()
    client.force_login(make.user("Stina"))
    page = client.get(first.desk_url).content.decode()
    assert 'action="/arbetsyta/styrande-dokument/ny/"' in page
    assert "/arbetsyta/word/" not in page
    sent = {"body": "grupper/prov", "kind": "reglemente"}
    client.post("/arbetsyta/styrande-dokument/ny/", sent)
    assert [each.number for each in first.document.editions.order_by("number")] == [1, 2]
    assert not body.documents.filter(kind="commission").exists()

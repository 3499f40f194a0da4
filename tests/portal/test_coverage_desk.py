"""What is to be written every year, as the workspace shows it, and deciding it."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies.standings import standing_of
from documents.actions import duties as actions
from documents.models import DutyAdjustment, ReportingDuty
from organisation.actions.refusals import Refused
from portal.tasks import tasks_of
from portal.trail.telling import names_of
from tests import factories as make
from tests.documents.duties import written
from tests.sources.reading import text_of

from .test_coverage import D, clock, world

__all__ = ["clock", "world"]
pytestmark = pytest.mark.django_db
PAGE = "/arbetsyta/planer-och-rapporter/"
DUTIES = PAGE + "vad-som-ska-lamnas/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(world):
    return signed_in(make.user("Stina", office=False, is_superuser=True))


def hidden_of(answer) -> dict[str, str]:
    """What the form of a page sends without anyone typing."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode()
    )
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def words(answer) -> str:
    html = answer.content.decode().replace("\N{SOFT HYPHEN}", "")
    return " ".join(text_of(html, within="main").split())


def row_of(client, name: str, query="?fran=2026&till=2026") -> str:
    """The row of a body, as text."""
    html = client.get(PAGE + query).content.decode().replace("\N{SOFT HYPHEN}", "")
    rows = re.findall(r"<tr id=.*?</tr>", html, re.DOTALL)
    found = [" ".join(text_of(each).split()) for each in rows]
    return next((each for each in found if each.startswith(name)), "")


def test_staff_see_drafts_what_is_late_exempt_and_moved(world, office):
    draft = written(make.yearly(world.first, 2026))
    written(make.yearly(world.group, 2026), on=D(2026, 2, 10))
    for body, due in ((world.second, None), (world.first, D(2026, 12, 1))):
        duty = (
            world.plan
            if body == world.group
            else ReportingDuty.objects.get(kind=body.kind, what="plan")
        )
        values = {"duty": duty, "body": body, "year": 2026, "due": due}
        DutyAdjustment.objects.create(reason="Eget skäl.", **values)
    make.holding(make.user("Olle", office=False), world.group, "ordforande")
    assert row_of(office, "Astma") == (
        "Astma Senast 1 dec. 2026 Utkast Annan dag: Eget skäl. Senast 31 mars 2027 "
        "Börja på årsrapport 2026"
    )
    assert row_of(office, "Öron") == (
        "Öron Undantagen Eget skäl. Senast 31 mars 2027 Börja på årsrapport 2026"
    )
    assert row_of(office, "Gruppen") == (
        "Gruppen Ordförande: Olle Provsson Publicerad 10 febr. 2026 10 dagar sen "
        "Senast 31 mars 2027 Börja på årsrapport 2026"
    )
    assert "/arbetsyta/planer/ny/?organ=" in office.get(PAGE).content.decode()
    assert "91 dagar sen" in row_of(office, "Astma", "?fran=2025&till=2025")
    assert draft.desk_url in office.get(PAGE).content.decode()


def test_each_sees_the_bodies_that_are_theirs_and_can_change_nothing(world):
    secretary, chair, member = (make.user(each, office=False) for each in ("S", "O", "L"))
    make.holding(secretary, world.council, "sekreterare")
    make.holding(chair, world.group, "ordforande")
    make.holding(member, world.group, "ledamot")
    type(world.council).objects.filter(pk=world.council.pk).update(function="council")
    of_council, of_group = signed_in(secretary), signed_in(chair)
    assert row_of(of_council, "Astma")
    assert not row_of(of_council, "Gruppen")
    assert row_of(of_group, "Gruppen")
    assert not row_of(of_group, "Astma")
    assert signed_in(member).get(PAGE).status_code == 404
    for client in (of_council, of_group):
        for path in (DUTIES, DUTIES + "ny/", f"{DUTIES}{world.plan.pk}/undantag/"):
            assert client.get(path).status_code == 404


def adjusted(client, duty, **values):
    """Sends an exception: first what it leads to, then to save it. Returns both answers."""
    path = f"{DUTIES}{duty.pk}/undantag/"
    form = {"body": "", "year": "2026", "how": "annan-dag", "due": "2026-09-01"}
    form |= {"why": "Mallen var sen."} | values
    preview = client.post(path, form)
    if preview.status_code != 200:
        return preview, None
    return preview, client.post(path, hidden_of(preview) | {"spara": "ja"})


def test_another_day_is_shown_first_then_saved_with_who_and_why(world, office):
    preview, saved = adjusted(office, world.plan)
    assert (
        "Gruppen Plan för 2026 Senast 31 januari 2026, 150 dagar sen Senast 1 september 2026"
        in (words(preview))
    )
    assert (saved.status_code, saved.url) == (302, DUTIES)
    [row] = DutyAdjustment.objects.all()
    assert (row.body, row.year, row.due, row.reason) == (
        None,
        2026,
        D(2026, 9, 1),
        "Mallen var sen.",
    )
    history = row.history.get()
    assert (history.history_user.first_name, history.history_change_reason) == (
        "Stina",
        "Mallen var sen.",
    )
    assert row_of(office, "Gruppen").startswith("Gruppen Senast 1 sept. 2026")
    told = names_of(DutyAdjustment, {row.pk}), names_of(ReportingDuty, {world.plan.pk})
    assert told == ({row.pk: "Grupper: plan för 2026"}, {world.plan.pk: "Grupper: plan"})


def test_exception_says_which_decision_it_rests_on(world, office):
    decision = make.decision(world.group, paragraph="7")
    adjusted(office, world.plan, how="inget", due="", decision=decision.pk)
    assert DutyAdjustment.objects.get().decision == decision
    assert "Beslut:" in words(office.get(DUTIES))


def test_exception_is_taken_back_after_it_is_seen_what_that_leads_to(world, office):
    adjusted(office, world.plan, how="inget", due="")
    [row] = DutyAdjustment.objects.all()
    path = f"{DUTIES}undantag/{row.pk}/ta-tillbaka/"
    preview = office.post(path, hidden_of(office.get(path)))
    assert "Behöver inte lämnas Senast 31 januari 2026, 150 dagar sen" in words(preview)
    assert DutyAdjustment.objects.exists()
    assert office.post(path, hidden_of(preview) | {"spara": "ja"}).status_code == 302
    assert not DutyAdjustment.objects.exists()
    assert DutyAdjustment.history.filter(history_type="-").count() == 1
    assert office.get(path).status_code == 404


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"due": ""}, "Ange vilken dag som ska gälla i stället."),
        ({"how": "inget"}, "Lämna dagen tom, eller välj att en annan sista dag ska gälla."),
        ({"why": ""}, "Skriv varför."),
        ({"why": "Gäller 19121212-1212."}, "personnummer"),
        ({"year": "1999"}, "Välj något i listan."),
        ({"body": "finns/inte"}, "Välj något i listan."),
        ({"due": "2026-01-31"}, "31 januari 2026 är redan sista dagen. Välj en annan."),
        ({"due": "2025-12-31"}, "ska ligga det året eller något av de tre följande"),
        ({"due": "2030-01-01"}, "ska ligga det året eller något av de tre följande"),
        ({"due": "i morgon"}, "Skriv datumet som år, månad och dag"),
    ],
)
def test_what_cannot_be_decided_is_said_keeps_what_was_typed_and_changes_nothing(
    world, office, values, said
):
    answer, _ = adjusted(office, world.plan, **values)
    assert answer.status_code == 400
    assert said in words(answer)
    if values.get("why") != "":
        assert values.get("why", "Mallen var sen.") in answer.content.decode()
    assert not DutyAdjustment.objects.exists()


def test_second_exception_for_the_same_year_is_refused(world, office):
    adjusted(office, world.plan)
    answer, _ = adjusted(office, world.plan, due="2026-10-01")
    assert answer.status_code == 400
    assert "Det finns redan ett undantag för det året." in words(answer)


def test_duty_is_added_and_ended(world, office):
    form = {
        "of": f"organ-{world.council.pk}",
        "what": "notes",
        "day": "31",
        "month": "1",
        "years_after": "1",
        "first": "2026-01-01",
        "why": "Rådet har bestämt det.",
    }
    wrong = office.post(DUTIES + "ny/", form | {"day": "31", "month": "2"})
    assert (wrong.status_code, ReportingDuty.objects.count()) == (400, 4)
    assert "Februari har inte så många dagar." in words(wrong)
    preview = office.post(DUTIES + "ny/", form)
    assert "Rådet Minnesanteckningar för 2025 Ska inte lämnas Senast 31 januari 2026" in words(
        preview
    )
    assert office.post(DUTIES + "ny/", hidden_of(preview) | {"spara": "ja"}).status_code == 302
    made = ReportingDuty.objects.get(body=world.council)
    assert made.day_words == "31 januari året efter"
    assert "Samma sak ska redan lämnas" in words(office.post(DUTIES + "ny/", form))
    path = f"{DUTIES}{made.pk}/avsluta/"
    opened = hidden_of(office.get(path))
    early = office.post(path, opened | {"last": "2025-12-30", "why": "Slut."})
    assert early.status_code == 400
    preview = office.post(path, opened | {"last": "2026-12-31", "why": "Slut."})
    assert "Minnesanteckningar för 2026 Senast 31 januari 2027 Ska inte lämnas" in words(preview)
    assert office.post(path, hidden_of(preview) | {"spara": "ja"}).status_code == 302
    made.refresh_from_db()
    assert made.end == D(2027, 1, 1)
    # Who opened the page before that is told.
    late = office.post(path, opened | {"last": "2027-12-31", "why": "Slut."})
    assert late.status_code == 409
    assert "Någon annan har ändrat det" in words(late)


def test_what_changed_since_it_was_shown_is_shown_again(world, office):
    path = f"{DUTIES}{world.plan.pk}/undantag/"
    form = {"body": "", "year": "2026", "how": "annan-dag", "due": "2026-09-01", "why": "Sent."}
    preview = office.post(path, form)
    written(make.yearly(world.group, 2026), on=D(2026, 6, 1))
    again = office.post(path, hidden_of(preview) | {"spara": "ja"})
    assert again.status_code == 200
    assert "Inget är sparat" in words(again)
    assert not DutyAdjustment.objects.exists()


def test_right_that_has_ended_decides_nothing(world):
    with pytest.raises(Refused):
        actions.adjust(
            DutyAdjustment(duty=world.plan, year=2026, due=D(2026, 9, 1), reason="Prov"),
            by=make.user(office=False),
        )
    assert not DutyAdjustment.objects.exists()


def test_page_without_duties_says_what_to_do(office):
    ReportingDuty.objects.all().delete()
    assert "Inget ska lämnas än." in words(office.get(DUTIES))
    assert "Inget ska lämnas för" in words(office.get(PAGE))


def test_few_and_many_bodies_ask_as_much(world, office):
    def asked() -> int:
        office.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert office.get(PAGE).status_code == 200
        return len(queries)

    written(make.yearly(world.first, 2026))
    few = asked()
    for number in range(30):
        body = make.body(f"Område {number}", of=world.first.kind)
        written(make.yearly(body, 2026))
        make.holding(make.user(office=False), body, "ordforande")
    assert asked() == few


def test_who_keeps_a_body_going_has_what_is_due_to_do_until_it_is_published(world):
    chair, member = make.user("O", office=False), make.user("L", office=False)
    make.holding(chair, world.group, "ordforande")
    make.holding(member, world.group, "ledamot")

    def to_do(user, on) -> list[str]:
        found = tasks_of(standing_of(user, on), on)
        return [f"{e.title}, {e.due}" for e in found if e.code == "publish-yearly"]

    assert to_do(chair, D(2025, 12, 31)) == ["Publicera planen för 2025, 2025-01-31"]
    late, soon = "Publicera planen för 2025, 2025-01-31", "Publicera planen för 2026, 2026-01-31"
    assert to_do(chair, D(2026, 1, 1)) == [late, soon]
    assert to_do(chair, D(2026, 2, 1)) == [soon]
    written(make.yearly(world.group, 2026), on=D(2026, 2, 2))
    assert to_do(chair, D(2026, 2, 2)) == []
    assert to_do(member, D(2026, 1, 1)) == []

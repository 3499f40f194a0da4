"""Ending, moving, merging and renaming real bodies.

Pages, posts and rights agree before the day, on it and after it; what is undone is as it was; what
fails leaves nothing."""

import contextlib
import datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from bodies.actions import lives as actions
from bodies.actions.lives_writing import LABELS, Writing
from bodies.actions.rotation_terms import settle
from bodies.models import (
    Appointment,
    Body,
    BodyRelation,
    Post,
    Role,
    RotationScheme,
    RotationTerm,
    Tenure,
)
from bodies.questions import appointing_on, name_on
from bodies.standings import standing_of_person
from organisation.dates import last_day, long_date, today
from organisation.models import Outbox
from organisation.rights import Capacity
from tests import factories as make

from .lives import at, do, done, pk, told, undone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]

AREA, OTHER = "programomraden/cancersjukdomar", "programomraden/endokrina-sjukdomar"
OLD, NEW = "kunskapsrad/kirurgi-och-cancer", "kunskapsrad/diagnostik-och-sinnen"
GROUP = "arbetsgrupper/exempelgrupp-langvarig-smarta"
DAY = today() + datetime.timedelta(days=40)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)
WHY = "Beslut av regionsjukvårdsledningen."


@pytest.fixture
def admin(client):
    user = make.user("Ada", office=False, is_superuser=True)
    client.force_login(user)
    return user


def everything() -> dict:
    """All rows that the life of bodies may touch."""
    models = LABELS.values()
    return {each: sorted(each.objects.values_list(), key=repr) for each in models}


def chairs_in(council: str, on) -> set[str]:
    """The areas whose chairs sit in the council on the day."""
    rows = Tenure.objects.current(on).filter(body__path=council, way="relation")
    return set(rows.values_list("source_post__body__path", flat=True))


def leaders(council: str) -> list:
    found = Tenure.objects.current(DAY).filter(body__path=council, post__role__function="leader")
    return [each.person for each in found.select_related("person")]


def page(client, path: str, on) -> str:
    client.logout()
    answer = client.get(f"/{path}/?datum={on}")
    assert answer.status_code == 200
    return told(answer)


def test_area_moves_between_councils_on_the_day_and_not_before(client, admin):
    chair = Tenure.objects.current(DAY).get(body__path=AREA, post__role__function="chair")
    area = pk(AREA)
    done(client, AREA, "flytta", to=pk(NEW), first=DAY, why=WHY)
    for on, council, left in ((BEFORE, OLD, NEW), (DAY, NEW, OLD), (AFTER, NEW, OLD)):
        assert AREA in chairs_in(council, on)
        assert AREA not in chairs_in(left, on)
        holder = Tenure.objects.current(on).get(body__path=council, source_post=chair.source_post)
        assert holder.person_id == chair.person_id
        of_area = BodyRelation.objects.current(on).filter(subject=area)
        for kind in ("part_of", "followed_up_by"):
            assert of_area.get(kind=kind).object.path == council
        appointing = Post.objects.filter(pk=chair.post_id).values_list(
            appointing_on("pk", on), flat=True
        )
        name = Body.objects.filter(path=council).values_list(name_on("pk", on), flat=True).get()
        assert appointing.get().endswith(name)
        reached = {
            which: [
                any(area in each.below for each in standing_of_person(person, on).holdings)
                for person in leaders(which)
            ]
            for which in (council, left)
        }
        assert all(reached[council])
        assert len(reached[council]) == 6
        assert not any(reached[left])
        assert chair.person.name in page(client, council, on)
        assert chair.person.name not in page(client, left, on)
        assert name in page(client, AREA, on)
        sits = {each.body for each in standing_of_person(chair.person, on).holdings}
        assert pk(council) in sits
        assert pk(left) not in sits


def test_what_a_move_leads_to_is_told_before_it_is_done(client, admin):
    before = everything()
    text = told(client.post(at(AREA, "flytta"), {"to": pk(NEW), "first": DAY, "why": WHY}))
    chair = Tenure.objects.current(DAY).get(body__path=AREA, post__role__function="chair")
    assert "Cancersjukdomar hör till Kunskapsråd Diagnostik och sinnen, från och med" in text
    assert f"hör till Kunskapsråd Kirurgi och cancer, till och med {long_date(BEFORE)}" in text
    assert "Följa och utse i Cancersjukdomar, som hör till rådet" in text
    for person in [*leaders(OLD), *leaders(NEW)]:
        assert person.name in text
    assert f"Ledamot: {chair.person.name}" in text
    assert f"{chair.person.name}, Ordförande i Cancersjukdomar" in text
    assert everything() == before
    assert not Outbox.objects.filter(key__startswith="life:").exists()


def test_two_areas_become_a_new_one(client, admin):
    chair = Tenure.objects.current(DAY).get(body__path=AREA, post__role__function="chair")
    form = {"others": [pk(OTHER)], "first": DAY, "why": WHY, "name": "Cancer och hormoner"}
    done(client, AREA, "sla-ihop", results="Mycket blev bättre.", **form)
    made = Body.objects.get(path="programomraden/cancer-och-hormoner")
    assert (made.start, made.function) == (DAY, "programme_area")
    for path in (AREA, OTHER):
        old = Body.objects.get(path=path)
        assert (old.end, old.ending, old.results) == (DAY, WHY, "Mycket blev bättre.")
        assert not Tenure.objects.current(DAY).filter(body=old).exists()
        assert Tenure.objects.current(BEFORE).filter(body=old).exists()
    for on, in_, out in ((BEFORE, AREA, made.path), (DAY, made.path, AREA), (AFTER, "", OTHER)):
        sit = {each.split("/")[1] for each in chairs_in(OLD, on)}
        assert out.split("/")[1] not in sit
        assert not in_ or in_ == made.path or in_.split("/")[1] in sit
    acts = [
        any(
            each.capacity is Capacity.CHAIR and each.body == pk(AREA)
            for each in standing_of_person(chair.person, on).holdings
        )
        for on in (BEFORE, DAY, AFTER)
    ]
    assert acts == [True, False, False]
    # Posts like the first one's, held by nobody.
    roles = [
        list(Post.objects.filter(body=each).values_list("role__slug", "represents_region"))
        for each in (pk(AREA), made.pk)
    ]
    assert sorted(roles[0], key=repr) == sorted(roles[1], key=repr)
    assert not Appointment.objects.filter(post__body=made).exists()
    # Both ways, and on no day before.
    text = page(client, AREA, AFTER)
    assert f"ska upphöra {long_date(BEFORE)} och ersättas av Cancer och hormoner." in text
    assert "Ska ersättas av Cancer och hormoner" in page(client, AREA, BEFORE)
    assert "Ersätts av Cancer och hormoner" in text or "Ersattes av Cancer och hormoner" in text
    assert f"/{made.path}/" in client.get(f"/{AREA}/?datum={AFTER}").content.decode()
    assert "Mycket blev bättre." in text
    assert "Mycket blev bättre." not in page(client, AREA, today() - datetime.timedelta(days=1))
    assert client.get(f"/{AREA}/uppdrag/?datum={AFTER}").status_code == 200
    text = page(client, made.path, AFTER)
    assert "Ersätter Cancersjukdomar Endokrina sjukdomar" in text
    assert "Ersätter Cancersjukdomar" in text
    assert "Ersätter Endokrina sjukdomar" in text


def test_group_that_has_ended_tells_what_came_of_it(client, admin):
    last = today() - datetime.timedelta(days=2)
    form = {"last": last, "why": "Uppdraget är slutfört.", "results": "En rapport om smärta."}
    done(client, GROUP, "avsluta", records_kept="Diariet i Region Norr, R 12.", **form)
    text = page(client, GROUP, today())
    for words in (
        f"upphörde {long_date(last)}. Sidan finns kvar som historik.",
        "Uppdraget är slutfört.",
        "En rapport om smärta.",
        "Diariet i Region Norr, R 12.",
        "Se vilka som hade det den sista dagen",
    ):
        assert words in text
    person = Tenure.objects.current(last).filter(body__path=GROUP).first().person
    assert person.name in page(client, GROUP, last)
    ends = Appointment.objects.filter(post__body__path=GROUP, end=last + (AFTER - DAY))
    assert {each.end_reason for each in ends} >= {"Uppdraget är slutfört."}


def test_body_has_its_new_name_from_the_day_and_the_old_address_leads_on(client, admin):
    form = {"name": "Cancer och blod", "first": DAY, "why": WHY, "path": "cancer-och-blod"}
    done(client, AREA, "byt-namn", **form)
    new = "programomraden/cancer-och-blod"
    for on, name in ((BEFORE, "Cancersjukdomar"), (DAY, "Cancer och blod")):
        assert Body.objects.named(on).get(path=new).name == name
        assert f" {name} " in page(client, new, on)
    answer = client.get(f"/{AREA}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/{new}/")
    assert "Byter namn från Cancersjukdomar till Cancer och blod" in page(client, new, AFTER)


CHANGES = {
    "flytta": lambda: {"to": pk(NEW), "first": DAY, "why": WHY},
    "byt-namn": lambda: {"name": "Nytt", "first": DAY, "why": WHY, "path": "nytt-namn"},
    "sla-ihop": lambda: {"others": [pk(OTHER)], "first": DAY, "why": WHY, "name": "Båda"},
    "ersatt": lambda: {"by": pk(OTHER), "first": DAY, "why": WHY},
}


@pytest.mark.parametrize("doing", CHANGES)
def test_what_is_undone_is_as_it_was(client, admin, doing):
    before = everything()
    done(client, AREA, doing, **CHANGES[doing]())
    assert everything() != before
    path = "programomraden/nytt-namn" if doing == "byt-namn" else AREA
    assert undone(client, path).status_code == 302
    assert everything() == before
    assert client.get(f"/{AREA}/").status_code == 200
    # Once only.
    assert "Det finns inget att ångra" in told(client.get(at(AREA, "angra")))


def test_end_is_undone_with_every_appointment(client, admin):
    before = everything()
    done(client, GROUP, "avsluta", last=DAY, why=WHY)
    assert "Organet avslutas" in told(client.get(at(GROUP)))
    # Also by another, long after.
    client.force_login(make.user("Bo", office=False, is_superuser=True))
    assert undone(client, GROUP).status_code == 302
    assert everything() == before


def test_what_has_been_changed_since_is_not_undone(client, admin):
    done(client, AREA, "flytta", to=pk(NEW), first=DAY, why=WHY)
    link = BodyRelation.objects.get(subject__path=AREA, kind="part_of", start=DAY)
    link.interpretation = "Något annat."
    link.save()
    before = everything()
    answer = client.get(at(AREA, "angra"))
    assert answer.status_code == 400
    assert "efter det du vill ångra" in told(answer)
    assert everything() == before


@pytest.mark.parametrize("doing", [*CHANGES, "avsluta"])
def test_failure_in_the_middle_leaves_nothing(client, admin, monkeypatch, doing):
    """Whichever row it is that can't be written."""
    forms = CHANGES | {"avsluta": lambda: {"last": DAY, "why": WHY}}
    path = GROUP if doing == "avsluta" else AREA
    form = forms[doing]()
    before, mails = everything(), Outbox.objects.count()
    step, count = Writing._step, [0]

    def failing(self, record, number):
        step(self, record, number)
        count[0] += 1
        if count[0] == failing.at:
            raise IntegrityError("the database is gone")

    monkeypatch.setattr(Writing, "_step", failing)
    for failing.at in range(1, 4):
        count[0] = 0
        with contextlib.suppress(IntegrityError):
            assert client.post(at(path, doing), form | {"spara": "ja"}).status_code == 400
        assert everything() == before
    assert Outbox.objects.count() == mails


def test_only_what_was_seen_is_done(client, admin):
    answer = client.post(at(AREA, "flytta"), {"to": pk(NEW), "first": DAY, "why": WHY})
    old = answer.content.decode().split('name="seen" value="')[1].split('"')[0]
    form = {"to": pk("kunskapsrad/halsa-och-rehabilitering"), "first": DAY, "why": WHY}
    before = everything()
    answer = client.post(at(AREA, "flytta"), form | {"seen": old, "spara": "ja"})
    assert answer.status_code == 409
    assert "Något har ändrats sedan du läste sidan" in told(answer)
    assert everything() == before


def test_all_is_told_in_history_with_who_and_why(client, admin):
    done(client, GROUP, "avsluta", last=DAY, why=WHY)
    body = Body.objects.get(path=GROUP)
    for record in (body, *Appointment.objects.filter(post__body=body, end_reason=WHY)):
        latest = record.history.latest()
        assert latest.history_user == admin
        assert latest.history_change_reason == f"Organet avslutas: {WHY}"


def test_those_concerned_are_told_by_mail_once(client, admin):
    done(client, AREA, "flytta", to=pk(NEW), first=DAY, why=WHY)
    mails = Outbox.objects.filter(key__startswith="life:")
    chair = Tenure.objects.current(DAY).get(body__path=AREA, post__role__function="chair")
    assert mails.filter(to=chair.person.email).count() == 1
    assert len(set(mails.values_list("to", flat=True))) == mails.count()
    assert WHY in mails.first().text
    addresses = set(mails.values_list("to", flat=True))
    undone(client, AREA)
    told_again = Outbox.objects.filter(subject__startswith="Ångrat: ")
    assert set(told_again.values_list("to", flat=True)) == addresses


def refused(client, path: str, doing: str, form: dict) -> str:
    before = everything()
    answer = client.post(at(path, doing), form)
    assert answer.status_code == 400, told(answer)
    assert everything() == before
    # What was typed is kept.
    for value in (form.get("why"), form.get("name")):
        assert not value or value in told(answer) or f'value="{value}"' in answer.content.decode()
    return told(answer)


def test_body_with_bodies_below_is_not_ended(client, admin):
    text = refused(client, OLD, "avsluta", {"last": DAY, "why": WHY})
    assert "Cancersjukdomar hör till Kunskapsråd Kirurgi och cancer" in text
    assert "Flytta eller avsluta Cancersjukdomar först." in text


def test_body_with_open_drafts_is_not_ended(client, admin):
    make.edition(make.document(Body.objects.get(path=GROUP)), title="Uppdrag för gruppen")
    text = refused(client, GROUP, "avsluta", {"last": DAY, "why": WHY})
    assert "uppdragsbeskrivning, version 1 (utkast). Publicera eller kasta det först." in text
    assert "Uppdrag för gruppen" not in text


def test_body_that_others_derive_posts_from_is_not_ended(client, admin):
    text = refused(
        client, "regionsjukvardsledningen/arbetsutskott", "avsluta", {"last": DAY, "why": WHY}
    )
    assert "Ändra vad posten följer under Administration först" in text


LATE = str(DAY + datetime.timedelta(days=365 * 50))
BAD = {
    "no day": (GROUP, "avsluta", {"why": WHY}, "Ange organets sista dag."),
    "no reason": (GROUP, "avsluta", {"last": DAY}, "Skriv varför."),
    "before it began": (GROUP, "avsluta", {"last": "2019-01-01", "why": WHY}, "bildades 1 januari"),
    "no date": (GROUP, "avsluta", {"last": "banan", "why": WHY}, "Skriv datumet som år"),
    "far ahead": (GROUP, "avsluta", {"last": LATE, "why": WHY}, "Välj en dag inom 30 år."),
    "far back": (GROUP, "avsluta", {"last": "0001-01-01", "why": WHY}, "Välj en dag inom 30 år."),
    "an identity number": (
        GROUP,
        "avsluta",
        {"last": DAY, "why": "811218-9876"},
        "personnummer",
    ),
    "a name that another has": (
        AREA,
        "byt-namn",
        {"name": "endokrina  Sjukdomar", "first": DAY, "why": WHY},
        "är namnet på ett annat organ av samma slag",
    ),
    "the name it has": (
        AREA,
        "byt-namn",
        {"name": "Cancersjukdomar", "first": DAY, "why": WHY},
        "heter redan så",
    ),
    "another's address": (
        AREA,
        "byt-namn",
        {"name": "Nytt", "path": "endokrina-sjukdomar", "first": DAY, "why": WHY},
        "har ett annat organ",
    ),
    "no address at all": (
        AREA,
        "byt-namn",
        {"name": "Nytt", "path": "Åäö!", "first": DAY, "why": WHY},
        "små bokstäver",
    ),
    "neither a body nor a name": (AREA, "ersatt", {"first": DAY, "why": WHY}, "skriv namnet på"),
    "nobody to merge with": (AREA, "sla-ihop", {"first": DAY, "why": WHY}, "Kryssa i minst ett"),
    "a strange body": (
        AREA,
        "flytta",
        {"to": "999999999999999999999", "first": DAY, "why": WHY},
        "Välj ett av organen i listan.",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_with_the_remedy_and_changes_nothing(client, admin, name):
    path, doing, form, words = BAD[name]
    assert words in refused(client, path, doing, form)


def test_both_a_body_and_a_new_name_is_refused(client, admin):
    form = {"by": pk(OTHER), "name": "Nytt", "first": DAY, "why": WHY}
    assert "inte båda" in refused(client, AREA, "ersatt", form)


def test_body_is_not_moved_below_what_is_below_it(client, admin):
    form = {"to": pk(AREA), "first": DAY, "why": WHY}
    text = refused(client, "regionsjukvardsledningen", "flytta", form)
    assert "skulle ett organ höra till sig självt" in text
    assert "→" in text


def test_nobody_else_gets_in(client):
    """Neither to the pages nor to know which bodies there are."""
    area = Body.objects.get(path=AREA)
    chair = make.user("Rut", office=False)
    make.holding(chair, area, "ordforande", number=9)
    client.force_login(chair)
    for doing in ("", "avsluta", "ersatt", "sla-ihop", "flytta", "byt-namn", "angra"):
        assert client.get(at(AREA, doing)).status_code in (403, 404)
    assert client.get("/arbetsyta/organ/ny/").status_code in (403, 404)


def test_right_that_has_ended_since_the_page_was_opened_is_gone(admin):
    someone = make.user("Eva", office=False)
    moving = actions.Moving(pk(AREA), pk(NEW), DAY, WHY)
    with pytest.raises(actions.Refused, match="Du får inte längre ändra organ"):
        actions.move(moving, by=someone, on=today())


def test_office_does_not_make_a_new_council(client):
    client.force_login(make.user("Olle"))
    form = {"name": "Nytt råd", "first": DAY, "why": WHY}
    assert "lägger en administratör till" in refused(client, OLD, "ersatt", form)


def test_what_holds_on_the_day_is_the_last_day_as_people_say_it(client, admin):
    done(client, GROUP, "avsluta", last=DAY, why=WHY)
    body = Body.objects.get(path=GROUP)
    assert (body.last_day, last_day(body.end)) == (DAY, DAY)


def group(**changes) -> dict:
    kind = Body.objects.get(path=GROUP).kind
    return {
        "of_kind": kind.pk,
        "name": "Gruppen för bättre sömn",
        "under": pk("regionsjukvardsledningen"),
        "summary": "Tar fram ett gemensamt arbetssätt för sömn.",
        "first": DAY,
        "last": DAY + datetime.timedelta(days=364),
        "why": WHY,
        **{f"number_{each}": number for each, number in posts_of(chair=1, member=2).items()},
        f"each_{a_role('member')}": "on",
    } | changes


def a_role(function: str) -> int:
    return Role.objects.filter(function=function).order_by("order", "pk").first().pk


def posts_of(**numbers) -> dict[int, int]:
    return {a_role(function): number for function, number in numbers.items()}


START, MADE = "/arbetsyta/organ/ny/", "arbetsgrupper/gruppen-for-battre-somn"


def test_group_is_started_with_its_posts_and_is_public(client, admin):
    before = everything()
    text = told(client.post(START, group()))
    for words in (
        "Gruppen för bättre sömn får uppdrag av Regionsjukvårdsledningen",
        "Nya poster, utan innehavare Ordförande Ledamot för Region Jönköpings län",
        f"Den nya sidan får adressen /{MADE}/",
    ):
        assert words in text
    assert everything() == before
    answer = do(client, START, **group())
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/arbetsyta/organ/{MADE}/",
    )
    body = Body.objects.get(path=MADE)
    assert (body.start, body.function, body.origin) == (DAY, "work_group", WHY)
    assert body.last_day == DAY + datetime.timedelta(days=364)
    posts = Post.objects.filter(body=body).values_list(
        "role__function", "represents_region__code", "appointed_by_region__code"
    )
    each = [("member", code, code) for code in ("RJL", "RJL", "RKL", "RKL", "RÖ", "RÖ")]
    assert sorted(posts, key=repr) == sorted([("chair", None, None), *each], key=repr)
    assert "vakant" not in page(client, MADE, today())
    text = page(client, MADE, DAY)
    assert "Tar fram ett gemensamt arbetssätt för sömn." in text
    assert "Regionsjukvårdsledningen" in text
    assert "Ingen" not in text.split("Ordförande")[1][:20]


def test_started_group_is_taken_back_until_someone_is_appointed(client, admin):
    before = everything()
    do(client, START, **group())
    assert undone(client, MADE).status_code == 302
    assert everything() == before
    assert client.get(f"/{MADE}/").status_code == 410
    do(client, START, **group())
    chair = Post.objects.get(body__path=MADE, role__function="chair")
    appointment = make.appoint(make.person("Ida Sömnsson"), chair, DAY)
    answer = client.get(at(MADE, "angra"))
    assert answer.status_code == 400
    assert "Det finns uppdrag i organet: Ida Sömnsson." in told(answer)
    assert Appointment.objects.filter(pk=appointment.pk).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Skriv gruppens namn."),
        ({"summary": ""}, "Skriv vad gruppen ska göra."),
        ({"under": ""}, "Välj vem gruppen får uppdrag av."),
        ({"of_kind": "x"}, "Välj ett slag i listan."),
        ({"last": BEFORE}, "ligger före första dagen"),
        ({"name": "exempelgrupp för LÅNGVARIG smärta"}, "är namnet på ett annat organ"),
        ({"path": "exempelgrupp-langvarig-smarta"}, "har ett annat organ"),
        ({"name": "!!!"}, "Adressen får ha ett eller två led"),
        ({"first": "2026-02-30"}, "Skriv datumet som år"),
        ({"why": "811218-9876"}, "personnummer"),
    ],
)
def test_group_that_cannot_be_is_refused(client, admin, changes, words):
    before = everything()
    answer = client.post(START, group(**changes))
    assert answer.status_code == 400
    assert words in told(answer)
    assert everything() == before


def test_too_many_posts_are_refused(client, admin):
    answer = client.post(START, group(**{f"number_{a_role('chair')}": "999"}))
    assert (answer.status_code, "Högst 20 åt gången." in told(answer)) == (400, True)


def test_what_belonged_to_a_replaced_body_belongs_to_the_other(client, admin):
    area = "programomraden/rehabilitering-habilitering-och-forsakringsmedicin"
    done(client, area, "ersatt", by=pk(OTHER), first=DAY, why=WHY)
    for on, path in ((BEFORE, area), (DAY, OTHER), (AFTER, OTHER)):
        parent = BodyRelation.objects.current(on).get(subject__path=GROUP, kind="part_of")
        assert parent.object.path == path
    assert "Ersätter Rehabilitering" in page(client, OTHER, AFTER)


def test_followers_follow_the_other_body_and_only_an_administrator_decides_it(client):
    national = "nationellt/npo-barn-och-ungdomars-halsa"
    kind = Body.objects.get(path=national).kind
    other = make.body("NPO Unga", of=kind, path="nationellt/npo-unga", function="national_area")
    role = Post.objects.filter(body__path=national, held_by_role=None).get().role
    person = make.person("Nina Nationell")
    make.appoint(person, Post.objects.create(body=other, role=role), DAY)
    form = {"by": other.pk, "first": DAY, "why": WHY}
    client.force_login(make.user("Olle"))
    assert "Be en administratör att göra det" in refused(client, national, "ersatt", form)
    client.force_login(make.user("Ada", office=False, is_superuser=True))
    done(client, national, "ersatt", **form)
    seats = Tenure.objects.filter(body__path="programomraden/barn-och-ungdomars-halsa")
    for on, holds in ((BEFORE, False), (DAY, True), (AFTER, True)):
        assert seats.current(on).filter(person=person).exists() is holds
    hosts = seats.current(BEFORE).filter(source_post__body__path=national)
    assert hosts.exists()
    assert not seats.current(DAY).filter(source_post__body__path=national).exists()


RSG = "samverkansgrupper/espir"
FAR = today() + datetime.timedelta(days=365 * 5)


def test_whose_turn_it_is_ends_with_the_body_and_comes_back_with_it(client, admin):
    before = everything()
    terms = RotationTerm.objects.filter(post__body__path=RSG)
    assert terms.current(DAY).exists()
    assert terms.current(FAR).exists()
    text = told(client.post(at(RSG, "avsluta"), {"last": BEFORE, "why": WHY}))
    assert "Turer som slutar" in text
    done(client, RSG, "avsluta", last=BEFORE, why=WHY)
    assert terms.current(BEFORE).exists()
    assert not terms.exclude(end__lte=DAY).exists()
    scheme = RotationScheme.objects.get(body__path=RSG)
    assert scheme.end == DAY
    # Worked out anew it's the same.
    assert not settle(today())
    assert undone(client, RSG).status_code == 302
    assert everything() == before
    assert not settle(today())


def test_body_whose_turns_others_follow_is_not_ended_by_another(client, admin):
    path = "regionsjukvardsledningen"
    other = make.body("Nya ledningen", of=Body.objects.get(path=path).kind, path="nya-ledningen")
    followed = Post.objects.filter(held_in_turn_of__body__path=path)
    assert followed.exists()
    form = {"by": other.pk, "first": DAY, "why": WHY}
    assert "går i tur med en post i det organ som upphör" in refused(client, path, "ersatt", form)
    Post.objects.filter(pk__in=followed).update(end=BEFORE)
    text = refused(client, path, "ersatt", form)
    assert "följer en turordning i det organ som upphör" in text
    assert f"Ge den en egen ordning från {long_date(DAY)} först." in text


def test_page_of_what_can_be_done_asks_as_much_whatever_was_done(client, admin):
    """The latest change of a body is told with the same number of questions, however large."""
    counts = []
    for path, form in ((GROUP, {"last": DAY}), (RSG, {"last": DAY})):
        done(client, path, "avsluta", why=WHY, **form)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at(path)).status_code == 200
        counts.append(len(asked))
    assert counts[0] <= counts[1] <= counts[0] + 4
    assert counts[1] <= 30

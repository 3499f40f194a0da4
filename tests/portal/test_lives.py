"""Ending, moving, merging and renaming real bodies.

Pages, posts and rights agree before the day, on it and after it; what is undone is as it was; what
fails leaves nothing."""

import contextlib
import datetime

import pytest
from django.db import IntegrityError

from bodies.actions.lives_writing import Writing
from bodies.models import (
    Appointment,
    Body,
    BodyRelation,
    Post,
    Tenure,
)
from bodies.questions import appointing_on, name_on
from bodies.standings import standing_of_person
from organisation.dates import long_date, today
from organisation.models import Outbox
from organisation.rights import Capacity
from tests import factories as make

from .lives import (
    AFTER,
    AREA,
    BEFORE,
    DAY,
    GROUP,
    NEW,
    OLD,
    OTHER,
    WHY,
    at,
    done,
    everything,
    page,
    pk,
    told,
    undone,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]


def chairs_in(council: str, on) -> set[str]:
    """The areas whose chairs sit in the council on the day."""
    rows = Tenure.objects.current(on).filter(body__path=council, way="relation")
    return set(rows.values_list("source_post__body__path", flat=True))


def leaders(council: str) -> list:
    found = Tenure.objects.current(DAY).filter(body__path=council, post__role__function="leader")
    return [each.person for each in found.select_related("person")]


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
    assert "Följa och utse i Cancersjukdomar" in text
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

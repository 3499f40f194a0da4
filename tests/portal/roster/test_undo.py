"""Taking back what was done in a roster."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies.models import Appointment, Tenure
from bodies.standings import standing_of_person
from organisation.actions.records import version_of
from organisation.dates import today
from tests import factories as make

from .pages import DAY, done, of, place, text_of, typed

pytestmark = pytest.mark.django_db


def test_undone_appointment_never_held_and_stays_in_history(client, editor, body, post, asa):
    public = text_of(client.get(body.url))
    done(client, place(post), typed(asa), "utse")
    answer = client.post("/arbetsyta/poster/angra/", follow=True)
    assert "Ångrat" in text_of(answer)
    made = Appointment.objects.get(post=post)
    assert made.is_mistake
    assert [each.history_type for each in made.history.all()] == ["~", "+"]
    assert made.history.first().history_change_reason.startswith("Ångrat")
    assert not Tenure.objects.current(today()).filter(post=post).exists()
    assert not standing_of_person(asa, today()).holdings
    assert text_of(client.get(body.url)) == public
    assert client.get(asa.url).status_code == 404
    assert "Åsa" not in text_of(client.get("/nytt/"))
    again = text_of(client.post("/arbetsyta/poster/angra/", follow=True))
    assert "inget att ångra" in again
    # And the same may be done anew.
    done(client, place(post), typed(asa), "utse")
    assert Tenure.objects.current(today()).get(post=post).person == asa


def test_a_mistake_to_come_is_told_nowhere(client, editor, body, post, asa):
    later = today() + 30 * DAY
    public = text_of(client.get(body.url))
    done(client, place(post), typed(asa, first=later), "utse")
    assert "Åsa Öberg" in text_of(client.get(body.url))
    client.post("/arbetsyta/poster/angra/")
    assert text_of(client.get(body.url)) == public
    assert not standing_of_person(asa, later).holdings


def test_undo_is_refused_when_something_came_of_it(client, editor, body, post, asa):
    done(client, place(post), typed(asa), "utse")
    made = Appointment.objects.get()
    made.end = today() + 9 * DAY
    made.save()
    answer = text_of(client.post("/arbetsyta/poster/angra/", follow=True))
    assert "Det gick inte att ångra" in answer
    made.refresh_from_db()
    assert not made.is_mistake


def test_undo_is_refused_when_an_office_elsewhere_needs_the_seat(client, editor, body, north, asa):
    seat = make.post(body, "ledamot", represents_region=north)
    done(client, place(seat), typed(asa), "utse")
    office = make.post(make.body(), "sekreterare", requires_seat_in=body)
    make.appoint(asa, office, today())
    answer = text_of(client.post("/arbetsyta/poster/angra/", follow=True))
    assert "kräver platsen" in answer
    assert not Appointment.objects.get(post=seat).is_mistake


def latest(made):
    return f"/arbetsyta/innehavare/{made.pk}/angra/"


def another_editor(client, north):
    other = make.user("Siv", office=False, person=of(north, "Siv Redaktör"))
    make.editor_of(other, north)
    client.force_login(other)
    return other


def version_in(answer):
    return re.search(r'name="version" value="([\d.-]+)"', answer.content.decode())[1]


def test_another_editor_takes_back_a_filling_from_the_bodys_posts(
    client, editor, body, post, north, asa
):
    public = text_of(Client().get(body.url))
    done(client, place(post), typed(asa), "utse")
    made = Appointment.objects.get(post=post)
    other = another_editor(client, north)
    roster = client.get(f"/arbetsyta/organ/{body.path}/")
    assert "Åsa Öberg, ordförande för Norr: utsedd från och med" in text_of(roster)
    assert latest(made) in roster.content.decode()
    shown = client.get(latest(made))
    text = text_of(shown)
    assert "Ändrat av Rut" in text
    assert "Vad Åsa Öberg inte längre får göra" in text
    assert not Appointment.objects.get(post=post).is_mistake
    answer = client.post(latest(made), {"version": version_in(shown)}, follow=True)
    assert "Ångrat: allt är som det var för Åsa Öberg" in text_of(answer)
    made.refresh_from_db()
    assert made.is_mistake
    assert made.history.first().history_user == other
    assert text_of(Client().get(body.url)) == public
    # What was taken back isn't offered to be taken back.
    assert latest(made) not in client.get(f"/arbetsyta/organ/{body.path}/").content.decode()
    assert "går inte att ångra" in text_of(client.get(latest(made)))


def test_one_who_was_replaced_comes_back_with_it(client, editor, body, post, north, asa):
    eva = of(north, "Eva Holm")
    first = make.appoint(eva, post, today() - 400 * DAY)
    done(client, place(post, "byt"), typed(asa, efter=first.pk), "utse")
    made = Appointment.objects.get(person=asa)
    another_editor(client, north)
    text = text_of(client.get(f"/arbetsyta/organ/{body.path}/"))
    assert "efter Eva Holm" in text
    assert "sista dagen satt" not in text
    shown = client.get(latest(made))
    assert version_in(client.get(latest(first))) == version_in(shown)
    client.post(latest(made), {"version": version_in(shown)})
    assert Tenure.objects.current(today()).get(post=post).person == eva


def test_an_end_is_taken_back_after_its_last_day_too(client, editor, body, post, north, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    at = f"/arbetsyta/innehavare/{made.pk}/avsluta/"
    sent = {"last": str(today() - 3 * DAY), "note": "Fel person.", "version": version_of(made)}
    done(client, at, sent, "spara")
    another_editor(client, north)
    page = client.get(f"/arbetsyta/organ/{body.path}/")
    assert "Åsa Öberg, ordförande för Norr: sista dagen satt till" in text_of(page)
    shown = client.get(latest(made))
    assert "Vad Åsa Öberg då får göra" in text_of(shown)
    client.post(latest(made), {"version": version_in(shown)})
    made.refresh_from_db()
    assert (made.end, made.end_reason) == (None, "")


def test_what_changed_since_it_was_shown_is_not_taken_back(client, editor, post, asa):
    done(client, place(post), typed(asa), "utse")
    made = Appointment.objects.get(post=post)
    seen_at = version_in(client.get(latest(made)))
    made.end = today() + 9 * DAY
    made._history_user = editor
    made.save()
    answer = client.post(latest(made), {"version": seen_at})
    assert answer.status_code == 409
    assert "har ändrats sedan du läste" in text_of(answer)
    made.refresh_from_db()
    assert (made.end, made.is_mistake) == (today() + 9 * DAY, False)


def test_what_undoing_would_not_put_back_is_not_offered(client, editor, body, post, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    made.person = of(post.represents_region, "Eva Holm")
    made._history_user = editor
    made.save()
    # Nor what was loaded, and nobody did.
    loaded = make.appoint(asa, make.post(body, represents_region=post.represents_region), today())
    page = client.get(f"/arbetsyta/organ/{body.path}/").content.decode()
    for each in (made, loaded):
        assert latest(each) not in page
        answer = client.get(latest(each))
        assert "går inte att ångra" in text_of(answer)
        assert f"/arbetsyta/innehavare/{each.pk}/ratta/" in answer.content.decode()


def test_undo_is_refused_with_why_when_someone_else_has_the_post(client, editor, post, north, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    at = f"/arbetsyta/innehavare/{made.pk}/avsluta/"
    sent = {"last": str(today() - DAY), "note": "Klar.", "version": version_of(made)}
    done(client, at, sent, "spara")
    done(client, place(post), typed(of(north, "Eva Holm")), "utse")
    answer = client.get(latest(made))
    assert answer.status_code == 400
    assert "Det går inte att ångra" in text_of(answer)


def test_body_with_many_changes_asks_no_more(client, editor, body, north):
    address = f"/arbetsyta/organ/{body.path}/"

    def filled(number):
        for n in range(number):
            made = make.appoint(of(north, f"Person {n}"), make.post(body, represents_region=north))
            made._history_user = editor
            made.end_reason = "x"
            made.save()

    filled(2)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    filled(6)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)


def test_what_was_registered_without_a_known_first_day_is_taken_back_too(client, editor, post, asa):
    made = make.appoint(asa, post, start=None)
    made.history.update(history_user=editor)
    address = f"/arbetsyta/innehavare/{made.pk}/angra/"
    shown = client.get(address)
    assert shown.status_code == 200
    assert "Åsa Öberg" in text_of(shown)
    client.post(address, {"version": version_in(shown)})
    made.refresh_from_db()
    assert made.is_mistake


def test_what_another_ended_is_not_undone_past_the_rules(client, editor, body, post, south):
    stranger = of(south, "Sune Söder")
    made = make.appoint(stranger, post, start=today() - 100 * DAY)
    admin = make.user("Ada", office=False, is_superuser=True)
    made.end = today()
    made._history_user, made._change_reason = admin, "Fel region."
    made.save()
    shown = client.get(latest(made))
    assert shown.status_code == 400
    assert "Det går inte att ångra" in text_of(shown)
    client.post(latest(made), {"version": f"{made.pk}.{version_of(made)}"})
    made.refresh_from_db()
    assert made.end == today()


def test_rights_are_told_on_the_day_that_they_change(client, editor, body, post, asa):
    made = make.appoint(asa, post, start=today() - 100 * DAY, end=today() - 5 * DAY)
    made.end = today() + 100 * DAY
    made._history_user, made._change_reason = editor, "Rättelse: fel dag."
    made.save()
    assert "Åsa Öberg inte längre får göra" in text_of(client.get(latest(made)))

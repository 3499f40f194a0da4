"""Taking back what was done in a roster."""

import pytest

from bodies.models import Appointment, Tenure
from bodies.standings import standing_of_person
from organisation.dates import today
from tests import factories as make

from .pages import DAY, done, place, text_of, typed

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

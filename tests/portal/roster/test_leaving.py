"""Ending appointments, one or many, and putting right what was registered wrongly."""

import re

import pytest

from bodies.models import Appointment
from organisation.dates import today
from tests import factories as make

from .pages import DAY, counts, done, of, seen, text_of

pytestmark = pytest.mark.django_db


def test_end_with_last_day_and_reason(client, editor, body, post, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    made.save()
    at = f"/arbetsyta/innehavare/{made.pk}/avsluta/"
    page = client.get(at).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    sent = {"last": str(today()), "note": "Går i pension.", "version": version}
    shown = client.post(at, sent)
    text = text_of(shown)
    assert "blir vakant efter Åsa Öberg, från och med" in text
    assert "Vad Åsa Öberg inte längre får göra" in text
    answer = client.post(at, sent | {"spara": "ja", "seen": seen(shown)}, follow=True)
    assert "lämnar posten" in text_of(answer)
    made.refresh_from_db()
    assert (made.end, made.end_reason) == (today() + DAY, "Går i pension.")
    assert made.history.first().history_change_reason == "Går i pension."
    client.post("/arbetsyta/poster/angra/")
    made.refresh_from_db()
    assert (made.end, made.end_reason) == (None, "")


def test_correction_says_so_in_the_history(client, editor, body, post, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    made.save()
    at = f"/arbetsyta/innehavare/{made.pk}/ratta/"
    version = made.history.first().history_id
    right = today() - 390 * DAY
    sent = {"first": str(right), "last": "", "note": "Fel dag i protokollet.", "version": version}
    answer = done(client, at, sent, "spara")
    assert "är rättat" in text_of(answer)
    made.refresh_from_db()
    assert made.start == right
    assert made.history.first().history_change_reason == "Rättelse: Fel dag i protokollet."


def test_correction_of_what_has_no_known_first_day_is_asked_about_too(
    client, editor, body, north, asa
):
    office = make.post(body, "ordforande", represents_region=north)
    made = make.appoint(asa, office, None, today() + 30 * DAY)
    made.save()
    make.appoint(asa, make.post(body, "sekreterare", represents_region=north), today() + 60 * DAY)
    make.appoint(of(north, "Eva Ek"), office, today() + 300 * DAY)
    at = f"/arbetsyta/innehavare/{made.pk}/ratta/"
    version = made.history.first().history_id
    sent = {"first": "", "last": str(today() + 90 * DAY), "note": "Fel.", "version": version}
    shown = client.post(at, sent)
    assert "har redan en funktion i Tandvård" in text_of(shown)
    assert "bakåt i tiden" not in text_of(shown)
    wrong = client.post(at, sent | {"last": str(today() + 400 * DAY)})
    assert wrong.status_code == 400
    assert "Eva Ek har posten" in text_of(wrong)
    assert "är rättat" in text_of(done(client, at, sent, "spara"))


def test_what_was_registered_by_mistake_never_held(client, editor, body, post, asa):
    public = text_of(client.get(body.url))
    made = make.appoint(asa, post, today() - 40 * DAY)
    made.save()
    at = f"/arbetsyta/innehavare/{made.pk}/ratta/"
    version = made.history.first().history_id
    sent = {
        "first": str(made.start),
        "never": "on",
        "note": "Fel person.",
        "version": version,
    }
    answer = done(client, at, sent, "spara")
    assert "har aldrig haft posten" in text_of(answer)
    assert text_of(client.get(body.url)) == public
    assert "Åsa" not in text_of(client.get("/nytt/"))
    assert made.history.first().history_change_reason == "Rättelse: Fel person."
    assert client.get(at).status_code == 200


def test_two_who_change_the_same_the_later_sees_the_others(client, editor, body, post, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    made.save()
    version = made.history.first().history_id
    made.end = today() + 10 * DAY
    made._change_reason = "Annan dag."
    made.save()
    rows = made.history.count()
    for step, more in (("avsluta", {}), ("ratta", {"first": str(made.start)})):
        at = f"/arbetsyta/innehavare/{made.pk}/{step}/"
        sent = {"last": str(today()), "note": "Min text.", "version": version} | more
        for button in ({}, {"spara": "ja", "seen": "x"}):
            answer = client.post(at, sent | button)
            assert answer.status_code == 409
            assert "Annan dag." in text_of(answer)
            assert "Min text." in answer.content.decode()
    assert made.history.count() == rows


def test_many_are_ended_at_once_or_none_and_undone_whole(client, editor, body, north):
    posts = [make.post(body, "ledamot", represents_region=north) for _ in range(4)]
    made = [
        make.appoint(of(north, f"Person Nummer{n}"), each, today() - 900 * DAY)
        for n, each in enumerate(posts)
    ]
    at = "/arbetsyta/poster/avsluta/"
    page = client.get(f"{at}?organ={body.path}").content.decode()
    boxes = re.findall(r'name="uppdrag" value="([\d-]+)"', page)
    assert len(boxes) == 4
    sent = {
        "organ": body.path,
        "uppdrag": boxes[:3],
        "last": str(today()),
        "note": "Mandatperioden är slut.",
    }
    before = counts()
    shown = client.post(at, sent)
    assert text_of(shown).count("blir vakant efter") == 3
    assert counts() == before
    client.post(at, sent | {"spara": "ja", "seen": seen(shown)})
    ended = Appointment.objects.filter(end=today() + DAY)
    assert set(ended) == set(made[:3])
    reasons = {each.history.first().history_change_reason for each in ended}
    assert reasons == {"Mandatperioden är slut."}
    client.post("/arbetsyta/poster/angra/")
    assert Appointment.objects.filter(end=None).count() == 4

    # One that someone else has changed in between keeps all from ending.
    made[1].refresh_from_db()
    stale = dict(sent)
    page = client.get(f"{at}?organ={body.path}").content.decode()
    stale["uppdrag"] = re.findall(r'name="uppdrag" value="([\d-]+)"', page)[:3]
    made[1].end_reason = "Annat."
    made[1].save()
    answer = client.post(at, stale | {"spara": "ja", "seen": "x"})
    assert answer.status_code == 409
    assert Appointment.objects.filter(end=None).count() == 4


def test_kind_of_body_is_ended_too(client, north):
    client.force_login(make.user("Ada", office=False, is_superuser=True))
    body = make.body()
    made = make.appoint(of(north, "A B"), make.post(body, represents_region=north))
    page = client.get(f"/arbetsyta/poster/avsluta/?slag={body.kind.slug}").content.decode()
    assert f'value="{made.pk}-' in page


def test_all_that_is_wrong_with_ending_many_is_told_at_once(client, editor, body, post, asa):
    make.appoint(asa, post, today() - 400 * DAY)
    sent = {"organ": body.path, "last": "", "note": ""}
    answer = client.post("/arbetsyta/poster/avsluta/", sent)
    assert answer.status_code == 400
    text = text_of(answer)
    assert "Kryssa i vilka uppdrag" in text
    assert "Ange sista dagen" in text
    assert "Skriv varför uppdragen slutar" in text
    assert "uppdraget" not in text


def test_what_is_kept_is_not_told_as_lost(client, editor, body, post, asa):
    """Who is process support too goes on to read and write, and no longer decides."""
    make.appoint(asa, make.post(body, "processtod"), today() - 400 * DAY)
    made = make.appoint(asa, post, today() - 400 * DAY)
    version = made.history.first().history_id
    sent = {"last": str(today()), "note": "Avgår.", "version": version}
    told = text_of(client.post(f"/arbetsyta/innehavare/{made.pk}/avsluta/", sent))
    lost = re.search("inte längre får göra(.*?)Avsluta", told)[1]
    assert "publicera och återkalla" in lost
    assert "Läsa" not in lost
    assert "kommentera" not in lost
    assert "då får göra" not in told

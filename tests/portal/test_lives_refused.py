"""What can't be done with a real body is told with the remedy, and nothing is changed."""

import datetime

import pytest

from bodies.actions import lives as actions
from bodies.models import (
    Body,
)
from organisation.dates import last_day, today
from tests import factories as make

from .lives import AREA, DAY, GROUP, NEW, OLD, OTHER, WHY, at, done, pk, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]


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

"""Taking back the life of a body takes the rights that doing it took, and warns of
what has been."""

import datetime

import pytest

from bodies.actions.lives_undo import undo
from bodies.lives.undo import last_life
from bodies.models import Body, Post
from organisation.actions.refusals import Refused
from organisation.dates import today
from tests import factories as make

from .lives import DAY, GROUP, OLD, WHY, at, done, everything, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]


def not_undone(body, by) -> str:
    before = everything()
    body.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        undo(last_life(body).steps, body, by=by, on=today())
    assert everything() == before
    return str(refusal.value)


def test_new_council_is_taken_back_by_an_administrator_only(client, admin):
    done(client, OLD, "ersatt", name="Nytt råd", first=DAY, why=WHY)
    body = Body.objects.get(path="kunskapsrad/nytt-rad")
    assert "Be en administratör att göra det." in not_undone(body, make.user("Olle"))
    undo(last_life(body).steps, body, by=admin, on=today())
    assert not Body.objects.filter(path="kunskapsrad/nytt-rad").exists()


def test_what_an_administrator_ended_is_given_back_by_an_administrator_only(client, admin):
    council = make.body("Rådet", path="grupper/radet", function="council")
    make.appoint(make.person("Ada Prov"), make.post(council, "ordforande"))
    done(client, "grupper/radet", "avsluta", last=DAY, why=WHY)
    assert "Be en administratör att göra det." in not_undone(council, make.user("Olle"))
    undo(last_life(council).steps, council, by=admin, on=today())
    council.refresh_from_db()
    assert council.end is None


def test_posts_elsewhere_are_pointed_back_by_an_administrator_only(client, admin):
    national = "nationellt/npo-barn-och-ungdomars-halsa"
    kind = Body.objects.get(path=national).kind
    other = make.body("NPO Unga", of=kind, path="nationellt/npo-unga", function="national_area")
    role = Post.objects.filter(body__path=national, held_by_role=None).get().role
    Post.objects.create(body=other, role=role)
    done(client, national, "ersatt", by=other.pk, first=DAY, why=WHY)
    assert "Be en administratör att göra det." in not_undone(other, make.user("Olle"))
    undo(last_life(other).steps, other, by=admin, on=today())


def test_what_has_been_undone_is_not_offered_again_after_another_change(client, admin):
    done(client, GROUP, "avsluta", last=DAY, why=WHY)
    body = Body.objects.get(path=GROUP)
    undo(last_life(body).steps, body, by=admin, on=today())
    body.refresh_from_db()
    body.comment = "Rättat."
    body._change_reason = "Rättelse"
    body.save()
    assert last_life(body) is None


def test_undoing_what_has_held_says_that_pages_of_then_change(client, admin):
    first = today() - datetime.timedelta(days=30)
    done(client, GROUP, "byt-namn", name="Nytt namn", first=first, why=WHY)
    text = told(client.get(at(GROUP, "angra")))
    assert "har redan varit. Sidorna för dagarna sedan dess ändras också." in text


def test_undoing_what_has_not_held_yet_warns_of_nothing(client, admin):
    done(client, GROUP, "byt-namn", name="Nytt namn", first=DAY, why=WHY)
    assert "har redan varit" not in told(client.get(at(GROUP, "angra")))

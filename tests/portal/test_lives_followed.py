"""What hangs on a body that others come after: what belonged to it, what followed it, its turns."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.actions.rotation_terms import settle
from bodies.models import (
    Body,
    BodyRelation,
    Post,
    RotationScheme,
    RotationTerm,
    Tenure,
)
from organisation.dates import long_date, today
from tests import factories as make

from .lives import (
    AFTER,
    BEFORE,
    DAY,
    GROUP,
    OTHER,
    WHY,
    at,
    done,
    everything,
    page,
    pk,
    refused,
    told,
    undone,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]


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

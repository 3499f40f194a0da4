"""The database refuses what can't be true of hosting, promises, goals, topics and levels."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from organisation.models import Source
from programmes.models import (
    Hosting,
    KnowledgeTopic,
    PatientPromise,
    PromiseVariant,
    QualityGoal,
    SystemLevel,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
CHANGE = datetime.date(2026, 1, 1)


def hosting(start, end):
    body = make.kind("npo").bodies.first() or make.body(of=make.kind("npo"))
    return Hosting(national_body=body, start=start, end=end)


def promise(start, end):
    return PatientPromise(number=1, text="få vård", start=start, end=end)


def goal(start, end):
    body = make.kind("omrade").bodies.first() or make.body(of=make.kind("omrade"))
    return QualityGoal(body=body, number=1, text="Ett mål", start=start, end=end)


def topic(start, end):
    return KnowledgeTopic(name="Ett ämne", start=start, end=end)


def level(start, end):
    return SystemLevel(number=1, name="En nivå", duties=["Gör något"], start=start, end=end)


@pytest.mark.parametrize(
    ("one", "constraint"),
    [
        (hosting, "hosting_once_at_a_time"),
        (promise, "promise_one_wording_at_a_time"),
        (goal, "goal_number_once_at_a_time"),
        (topic, "knowledge_topic_once_at_a_time"),
        (level, "system_level_one_at_a_time"),
    ],
)
def test_two_at_once_are_refused_and_one_after_the_other_is_not(one, constraint):
    one(None, CHANGE).save()
    day_before = CHANGE - datetime.timedelta(days=1)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        one(day_before, None).save()
    one(CHANGE, None).save()


@pytest.mark.parametrize("with_source", [True, False])
def test_two_wordings_from_one_source_are_refused(with_source):
    made = PatientPromise.objects.create(number=1, text="få vård")
    source = Source.objects.create(code="x", title="Ett dokument") if with_source else None
    PromiseVariant.objects.create(promise=made, source=source, text="ett")
    with pytest.raises(IntegrityError, match="promise_variant_once"), transaction.atomic():
        PromiseVariant.objects.create(promise=made, source=source, text="två")

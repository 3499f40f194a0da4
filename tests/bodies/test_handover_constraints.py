"""The database refuses what can't be kept of a handover, whatever code writes to it."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bodies.models import HandoverTick, SentReminder
from organisation.actions.mail import queue_mail
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 1, 1)


@pytest.fixture
def between():
    return {
        "body": make.body(),
        "day": DAY,
        "leaving": make.region(slug="ett"),
        "coming": make.region(slug="tva"),
    }


def refused(model, constraint: str, **values) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**values)


def test_the_same_is_ticked_off_once_and_between_two_regions(between):
    values = between | {"item": "cases", "by": make.user(), "at": timezone.now()}
    HandoverTick.objects.create(**values)
    HandoverTick.objects.create(**values | {"item": "told"})
    refused(HandoverTick, "handover_tick_once", **values)
    same = {"coming": between["leaving"], "item": "papers"}
    refused(HandoverTick, "handover_tick_between_two", **values | same)


def test_nobody_is_noted_as_reminded_twice_of_the_same(between):
    mail = queue_mail(key="prov", to="a@prov.example", subject="Prov", text="Prov")
    values = between | {"days": 90, "to": "a@prov.example", "mail": mail}
    SentReminder.objects.create(**values)
    SentReminder.objects.create(**values | {"days": 30})
    SentReminder.objects.create(**values | {"to": "b@prov.example"})
    refused(SentReminder, "sent_reminder_once", **values)

"""The database refuses duties that say nothing, or two things at once, and a reminder twice."""

import pytest
from django.db import IntegrityError, transaction

from documents.models import DutyAdjustment, ReportingDuty, SentDutyReminder
from organisation.actions.mail import queue_mail
from tests import factories as make
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("kind_id = NULL", "reporting_duty_of_one"),
        ("body_id = {body}", "reporting_duty_of_one"),
        ("month = 0", "reporting_duty_has_a_day"),
        ("month = 13", "reporting_duty_has_a_day"),
        ("day = 0", "reporting_duty_has_a_day"),
        ("day = 32", "reporting_duty_has_a_day"),
        ("years_after = 3", "reporting_duty_has_a_day"),
        ("start = '2026-01-01', \"end\" = '2026-01-01'", "reportingduty_start_before_end"),
    ],
)
def test_impossible_duty_is_refused(sql, change, by):
    duty = make.duty(make.kind())
    change = change.format(body=make.body().pk)
    refused(sql, f"UPDATE documents_reportingduty SET {change} WHERE id = %s", duty.pk, by=by)


def test_same_duty_at_once_is_refused(sql):
    kind, body = make.kind(), make.body()
    for of in (kind, body):
        make.duty(of, start="2024-01-01", end="2026-01-01")
        with pytest.raises(IntegrityError, match="reporting_duty_once"), transaction.atomic():
            make.duty(of, due="+0 06-30", start="2024-01-01")
        with (
            pytest.raises(IntegrityError, match="reporting_duty_once_at_a_time"),
            transaction.atomic(),
        ):
            make.duty(of, due="+0 06-30", start="2025-12-31")
        make.duty(of, due="+0 06-30", start="2026-01-01")
        make.duty(of, "report", start="2024-01-01")
    assert ReportingDuty.objects.count() == 6


def test_adjustment_once_a_year_and_with_a_reason(sql):
    duty, body = make.duty(make.kind()), make.body()
    for of in (None, body):
        DutyAdjustment.objects.create(duty=duty, body=of, year=2026, reason="Prov")
        with pytest.raises(IntegrityError, match="duty_adjustment_once"), transaction.atomic():
            DutyAdjustment.objects.create(duty=duty, body=of, year=2026, reason="Prov")
    refused(
        sql, "UPDATE documents_dutyadjustment SET reason = ''", by="duty_adjustment_has_a_reason"
    )


def test_nobody_is_noted_as_reminded_twice_of_the_same():
    mail = queue_mail(key="prov", to="a@prov.example", subject="Prov", text="Prov")
    duty, body = make.duty(make.kind()), make.body()
    values = {"duty": duty, "body": body, "year": 2026, "to": "a@prov.example", "mail": mail}
    SentDutyReminder.objects.create(days=-30, **values)
    SentDutyReminder.objects.create(days=-7, **values)
    SentDutyReminder.objects.create(days=-30, **values | {"year": 2027})
    with pytest.raises(IntegrityError, match="sent_duty_reminder_once"), transaction.atomic():
        SentDutyReminder.objects.create(days=-30, **values)

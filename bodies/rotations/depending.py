"""What has come to depend on what was decided of whose turn it is."""

import datetime

from django.db import models

from ..models import Appointment, RotationScheme


def made_at(record: models.Model) -> datetime.datetime:
    """When the record was first stored, as its history tells (1 query)."""
    return record.history.earliest().history_date


def appointed_since(record: models.Model, scheme: RotationScheme) -> list[str]:
    """Who has been appointed to the scheme's offices after the record was made, and from when
    (2 queries)."""
    rows = Appointment.history.filter(
        history_type="+",
        history_date__gt=made_at(record),
        post__in=scheme.offices.values("post"),
    ).values("id")
    found = Appointment.objects.filter(pk__in=rows, is_mistake=False).select_related("person")
    return [f"{each.person}, {each.period_text}" for each in found.order_by("start", "pk")]

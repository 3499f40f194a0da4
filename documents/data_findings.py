"""What is to be put right about what bodies are to write, for those who decide on it."""

import datetime

from django.urls import reverse

from bodies.panels import full_name
from organisation.data_findings import ToCorrect, key_of
from organisation.dates import long_date
from organisation.rights import Action
from organisation.rules import Finding, Severity
from organisation.standing import Standing

from .actions.reminding import without_recipients
from .policies import DUTIES


def nobody_to_remind(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Bodies where nobody gets the reminder that is due (15 queries at most)."""
    if not DUTIES.may_some(standing, Action.WRITE):
        return []
    return [
        ToCorrect(
            Finding(
                "nobody-to-remind",
                Severity.WARNING,
                f"En påminnelse om det som ska lämnas {long_date(each.owed.cell.due)} når ingen: "
                "varken ordförande eller processtöd har en adress i portalen. Utse någon, eller "
                "lägg in en adress.",
                full_name(body),
                f"Ingen i {full_name(body)} får påminnelser",
            ),
            key_of("body", body.pk, each.owed.year, each.owed.what),
            reverse("desk_roster", args=[body.path]),
            "Se posterna",
        )
        for body, each in without_recipients(on)
    ]


CHECKS = (nobody_to_remind,)

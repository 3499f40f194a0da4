"""What there is to put right: what the rooms find, without what is silenced."""

import datetime
import hashlib

from django.apps import apps
from django.db.models import CharField, Value
from django.urls import NoReverseMatch, reverse

import bodies.data_findings
import documents.data_findings
import organisation.data_findings
from documents.models import Edition, ReportingDuty
from organisation.data_findings import ToCorrect
from organisation.models import FindingSilence
from organisation.records import Sourced
from organisation.rights import Action, Thing
from organisation.rules import Severity, interpretation_findings
from organisation.standing import Standing

ORDER = {each: number for number, each in enumerate(Severity)}


def interpretations(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Our readings of unclear sources, each once, whatever it is of; of editions, the published
    ones (1 query)."""
    if not standing.may_some(Action.WRITE, Thing.PAGE):
        return []
    models = {
        each._meta.label_lower: each
        for each in apps.get_models()
        if issubclass(each, Sourced) and not hasattr(each, "history_object")
    }
    rows = []
    for label, model in models.items():
        records = Edition.objects.published() if model is Edition else model._default_manager.all()
        rows.append(
            records.exclude(interpretation="")
            .order_by()
            .annotate(of=Value(label, CharField()))
            .values_list("interpretation", "of", "pk")
        )
    first, found = {}, []
    for reading, label, pk in rows[0].union(*rows[1:], all=True).order_by("of", "pk"):
        first.setdefault(reading, (label, pk))
        found.append((reading, str(models[label]._meta.verbose_name)))
    made = interpretation_findings(found)
    return [
        ToCorrect(
            each, hashlib.sha256(reading.encode()).hexdigest()[:32], _place(*where), "Se uppgiften"
        )
        for each, (reading, where) in zip(made, first.items(), strict=True)
    ]


def _place(label: str, pk: int) -> str:
    """Where a record is changed."""
    if label == Edition._meta.label_lower:
        return f"/arbetsyta/versioner/{pk}/"
    if label == ReportingDuty._meta.label_lower:
        return reverse("desk_duties")
    try:
        return reverse(f"admin:{label.replace('.', '_')}_change", args=[pk])
    except NoReverseMatch:
        return reverse("admin:index")


CHECKS = (
    *bodies.data_findings.CHECKS,
    *documents.data_findings.CHECKS,
    *organisation.data_findings.CHECKS,
    interpretations,
)


def every_finding(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """All that the person can see to, silenced or not, the gravest first (a number of queries that
    doesn't grow with what there is)."""
    found = [each for check in CHECKS for each in check(standing, on)]
    return sorted(found, key=lambda each: ORDER[each.severity])


def sorted_out(
    found: list[ToCorrect], on: datetime.date
) -> tuple[list[ToCorrect], list[tuple[ToCorrect, FindingSilence]]]:
    """The findings that are shown on the day, and those that are silent, with why (1 query)."""
    silent = {(each.code, each.subject): each for each in silences_on(on)}
    shown = [each for each in found if (each.code, each.key) not in silent]
    left_out = [
        (each, silent[each.code, each.key]) for each in found if (each.code, each.key) in silent
    ]
    return shown, left_out


def silences_on(on: datetime.date) -> list[FindingSilence]:
    """What is silent on the day."""
    still = FindingSilence.objects.filter(until__gte=on, is_lifted=False)
    return [each for each in still.select_related("by") if each.is_silent(on)]


def findings_of(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """What is to be put right, without what is silent."""
    return sorted_out(every_finding(standing, on), on)[0]

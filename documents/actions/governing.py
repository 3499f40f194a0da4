"""Beginning what steers the work of several: agreements, rules of procedure, templates."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify

from bodies.models import Body
from bodies.standings import standing_of
from organisation.dates import today
from organisation.models import User
from organisation.rules import Finding, Severity

from ..models import GOVERNING, Document, Edition
from ..policies import EDITIONS
from ..rules import State, Step
from .drafts import start_draft
from .refusals import Refused
from .storing import checked

Kind = Document.Kind
# From how many years back, to how many ahead, an agreement may be of; and for how many years.
YEARS_BACK, YEARS_AHEAD, MOST_YEARS = 15, 5, 10


@transaction.atomic
def begin_governing(
    owner: Body,
    kind: str,
    *,
    by: User,
    at: datetime.datetime,
    on: datetime.date,
    first_year: int | None = None,
    last_year: int | None = None,
    name: str = "",
) -> Edition:
    """The open draft of a body's governing document: of an agreement for the years from
    `first_year` to `last_year`, of a template with a name; a new version begins with the text that
    holds. Raises Refused, with the field that is wrong."""
    kind = Kind(kind).value
    if kind not in GOVERNING:
        raise Refused("Det är inget styrande dokument.")
    Body.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    key: dict = {"kind": kind, "owner": owner}
    values: dict = {}
    if kind == Kind.ANNUAL_AGREEMENT:
        first, last = _years(first_year, last_year, on)
        key["period_start"] = datetime.date(first, 1, 1)
        values["period_end"] = datetime.date(last + 1, 1, 1)
    if kind == Kind.TEMPLATE:
        values["name"] = _named(name)
        key["address"] = slugify(values["name"])[:80].strip("-")
    document = Document.objects.filter(**key).first()
    live = document is not None and _live(document)
    if document is None:
        document = Document(**key, **values)
    elif live:
        _the_same(document, values)
    else:
        # All its drafts were thrown away: what was said of it was a mistake.
        for field, value in values.items():
            setattr(document, field, value)
    if refusals := EDITIONS.refusals(
        standing_of(by, today()), Step.EDIT, Edition(document=document)
    ):
        raise Refused(refusals)
    if not live:
        if kind == Kind.ANNUAL_AGREEMENT:
            _alone(document)
        checked(document)
        document._history_user = by
        document.save()
    return start_draft(document, by=by, at=at, title="" if live else document.called)


def _live(document: Document) -> bool:
    """Whether it has a version that wasn't thrown away."""
    return document.editions.exclude(state=State.DISCARDED).exists()


def _the_same(document: Document, values: dict) -> None:
    """What is asked for is the document that stands at the address already."""
    if document.period_end != values.get("period_end", document.period_end):
        raise _refused(
            "last_year",
            f"Det finns redan en överenskommelse som börjar {document.year}, för "
            f"{document.years}. Skriv samma sista år, så fortsätter du på den.",
        )
    if document.name.casefold() != values.get("name", document.name).casefold():
        raise _refused(
            "name",
            f"Mallen {document.name} har redan den adress som namnet ger. Skriv det namnet för "
            "att fortsätta på den, eller välj ett namn som skiljer sig mer.",
        )


def _years(first: int | None, last: int | None, on: datetime.date) -> tuple[int, int]:
    low, high = on.year - YEARS_BACK, on.year + YEARS_AHEAD
    if first is None or not low <= first <= high:
        raise _refused("first_year", f"Skriv ett första år från {low} till {high}.")
    last = first if last is None else last
    if not first <= last < first + MOST_YEARS:
        raise _refused(
            "last_year",
            f"Det sista året ska vara {first} eller senare, och högst {first + MOST_YEARS - 1}.",
        )
    return first, last


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not slugify(name):
        raise _refused("name", "Skriv vad mallen heter.")
    return name


def _alone(document: Document) -> None:
    """One year has one agreement of a body."""
    versions = Edition.objects.exclude(state=State.DISCARDED).filter(document=OuterRef("pk"))
    others = Document.objects.exclude(pk=document.pk).filter(
        Exists(versions),
        kind=document.kind,
        owner=document.owner,
        period_start__lt=document.period_end,
        period_end__gt=document.period_start,
    )
    if other := others.first():
        raise _refused(
            "first_year",
            f"Organet har redan en överenskommelse för {other.years}. Välj år som den inte gäller.",
        )


def _refused(field: str, message: str) -> Refused:
    return Refused([Finding(f"governing-{field}", Severity.ERROR, message, field)])

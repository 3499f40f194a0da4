"""Giving someone, for a time, what a post would give; and taking it back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisation.actions.mail import queue_mail
from organisation.actions.refusals import Refused
from organisation.addresses import absolute
from organisation.dates import long_date, years_from
from organisation.history import saved_by
from organisation.models import Person, User
from organisation.rights import Action, Thing
from organisation.rules import Finding, Severity

from ..models import Body, Grant
from ..questions import full_name_on
from .accounts import NO_REASON
from .asking import called, must
from .invitations import account_of

DAY = datetime.timedelta(days=1)


@transaction.atomic
def give(grant: Grant, *, by: User, on: datetime.date) -> Grant:
    """Gives the grant, which isn't saved, and tells the person by mail. The same one sent twice is
    given once.

    Raises Refused with what is wrong at which field: the days as people name them, `first` and
    `last`.
    """
    check(grant, by=by, on=on)
    person = Person.objects.select_for_update().get(pk=grant.person_id)
    same = Grant.objects.filter(
        person=person,
        capacity=grant.capacity,
        body=grant.body,
        region=grant.region,
        revoked_at=None,
    )
    meanwhile = same.filter(start__lt=grant.end, end__gt=grant.start).first()
    if meanwhile:
        given = ("start", "end", "reason")
        if all(getattr(meanwhile, each) == getattr(grant, each) for each in given):
            return meanwhile
        raise Refused(
            f"{person} har redan den rättigheten till och med {long_date(meanwhile.end - DAY)}. "
            "Välj en senare första dag, eller återkalla den.",
            "first",
        )
    try:
        grant.full_clean()
        with transaction.atomic():
            saved_by(grant, by, grant.reason)
    except ValidationError as error:
        raise Refused(
            [
                Finding("invalid", Severity.ERROR, message, FIELDS.get(name, ""))
                for name, messages in error.message_dict.items()
                for message in messages
            ]
        ) from None
    except IntegrityError:
        raise Refused("Personen har redan den rättigheten från den dagen.", "first") from None
    _tell(
        grant,
        f"given:{grant.pk}",
        "Du ersätter någon",
        f"{called(by)} har gett dig rätt att göra samma som {grant.get_capacity_display()} i "
        f"{_where(grant, on)}, från och med {long_date(grant.start)} till och med "
        f"{long_date(grant.end - DAY)}.\n\nVarför: {grant.reason}",
    )
    return grant


FIELDS = {"start": "first", "end": "last", "capacity": "capacity", "reason": "reason"}
FIELDS |= {"body": "body", "region": "region"}


def check(grant: Grant, *, by: User, on: datetime.date) -> None:
    """Raises Refused unless the grant could be given, but for others that the person has."""
    must(by, Action.WRITE, Thing.ACCOUNT)
    person = Person.objects.select_related("merged_into").get(pk=grant.person_id)
    if person.merged_into:
        raise Refused(f"{person} är samma person som {person.merged_into}. Välj den i stället.")
    account = account_of(person)
    if by.person_id in (person.pk, *person.merged_from.values_list("pk", flat=True)):
        raise Refused("Du kan inte ge dig själv en rättighet. Be en annan administratör.")
    if account and not account.is_active:
        raise Refused(f"Kontot {account.username} är avstängt. Öppna det först.")
    if grant.start < on:
        raise Refused(
            "Första dagen har redan varit. Välj i dag eller senare: en rättighet ges inte bakåt "
            "i tiden.",
            "first",
        )
    if grant.end <= grant.start:
        raise Refused("Sista dagen ligger före den första. Ändra någon av dem.", "last")
    if grant.end > years_from(grant.start, 1):
        raise Refused(
            "Högst ett år i taget. Sista dagen får vara senast "
            f"{long_date(years_from(grant.start, 1) - DAY)}.",
            "last",
        )
    place, name = (grant.body, "body") if grant.body else (grant.region, "region")
    if place and place.end and place.end < grant.end:
        raise Refused(
            f"{place} upphör: sista dagen är {long_date(place.end - DAY)}. Välj en tidigare sista "
            "dag.",
            "last" if place.end > grant.start else name,
        )


@transaction.atomic
def take_back(grant: Grant, *, by: User, at: datetime.datetime, why: str) -> Grant:
    """Takes the grant back: it gives nothing from now on. One taken back stays so. Raises
    Refused."""
    must(by, Action.WRITE, Thing.ACCOUNT)
    now = Grant.objects.select_for_update().get(pk=grant.pk)
    if not why.strip():
        raise Refused(NO_REASON, "why")
    if now.revoked_at:
        return now
    on = at.astimezone().date()
    if now.end <= on:
        raise Refused("Rättigheten har redan upphört av sig själv.")
    now.revoked_at, now.revoked_by = at, by
    saved_by(now, by, why.strip())
    _tell(
        now,
        f"revoked:{now.pk}",
        "Du ersätter inte längre",
        f"{called(by)} har återkallat din rätt att göra samma som {now.get_capacity_display()} i "
        f"{_where(now, on)}. Den gäller inte längre.\n\nVarför: {why.strip()}",
    )
    return now


def told_at(person: Person) -> str:
    """Where the person is told of a grant: their account's address, else their own; "" when
    neither is known."""
    account = account_of(person)
    return (account.email if account and account.is_active else "") or person.email


def _tell(grant: Grant, key: str, subject: str, text: str) -> None:
    if address := told_at(grant.person):
        place = absolute("/arbetsyta/mina-behorigheter/")
        queue_mail(
            key=f"grant:{key}",
            to=address,
            subject=subject,
            text=f"{text}\n\nVad du får göra, och varför: {place}\n",
        )


def _where(grant: Grant, on: datetime.date) -> str:
    if grant.region:
        return grant.region.name
    return (
        Body.objects.filter(pk=grant.body_id).values_list(full_name_on("pk", on), flat=True).get()
    )

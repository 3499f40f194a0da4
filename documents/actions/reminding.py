"""Mail about plans and reports that are to be written: each reminder once to each address."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.urls import reverse

from bodies.models import Body, BodyRelation
from bodies.panels import full_name
from bodies.standings import everyones_standings
from organisation.actions.mail import queue_mail
from organisation.addresses import absolute
from organisation.dates import long_date
from organisation.models import Person, User
from organisation.rights import Capacity
from organisation.words import opening

from ..models import SentDutyReminder
from ..owed import Ledger, Owed
from ..reminding import reminder_due

REMINDED = {Capacity.CHAIR, Capacity.SUPPORT}


@dataclass(frozen=True)
class Reminder:
    """What is told, and which one of the reminders of it this is."""

    owed: Owed
    days: int

    @property
    def key(self) -> tuple[int, int, int, int]:
        return self.owed.duty.pk, self.owed.body, self.owed.year, self.days


def lock() -> None:
    """Makes those who remind take turns with each other and with who decides on duties."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('documents_reportingduty'))")


def remind(on: datetime.date) -> int:
    """Queues one mail to each of those who are to be reminded on the day, with all that they are to
    be reminded of. Returns how many mails. Run again it goes on where it was."""
    bodies, there = _due(on)
    if not there:
        return 0
    told = _told(there)
    return sum(
        _remind(address, on)
        for address, concerns in sorted(recipients(there, bodies, on).items())
        if any(each.key not in told[address] for each in concerns)
    )


def _due(on: datetime.date) -> tuple[dict[int, Body], list[Reminder]]:
    """The bodies that are there, and what may be told of them on the day (6 queries)."""
    ledger = Ledger(on, range(on.year - 3, on.year + 2))
    bodies = {each.pk: each for each in ledger.bodies if each.is_current(on)}
    return bodies, [
        Reminder(owed, days)
        for owed in ledger.all()
        if owed.body in bodies and (days := reminder_due(owed.cell, on)) is not None
    ]


def _told(there: Iterable[Reminder]) -> dict[str, set[tuple]]:
    """What has been told of this already, by address (1 query)."""
    found: dict[str, set[tuple]] = defaultdict(set)
    rows = SentDutyReminder.objects.filter(duty__in={each.owed.duty.pk for each in there})
    for to, *key in rows.values_list("to", "duty", "body", "year", "days"):
        found[to].add(tuple(key))
    return found


def recipients(
    there: Iterable[Reminder], bodies: dict[int, Body], on: datetime.date
) -> dict[str, list[Reminder]]:
    """Who is to be reminded of which: chair and process support of the body, and of what is late
    those of its council who support it. Each address once, in lower case (8 queries)."""
    by_body, late = defaultdict(list), defaultdict(list)
    for each in there:
        by_body[each.owed.body].append(each)
        if each.days > 0:
            late[each.owed.body].append(each)
    copies = defaultdict(list)
    parents = BodyRelation.objects.current(on).filter(
        kind=BodyRelation.Kind.PART_OF,
        subject__in=list(late),
        object__function=Body.Function.COUNCIL,
    )
    for below, council in parents.values_list("subject", "object"):
        copies[council] += late[below]
    found: dict[str, dict[Reminder, None]] = defaultdict(dict)
    for address, holdings in _who_holds_what(on):
        for holding in holdings:
            if holding.capacity in REMINDED:
                found[address].update(dict.fromkeys(by_body.get(holding.body, ())))
            if holding.capacity is Capacity.SUPPORT:
                found[address].update(dict.fromkeys(copies.get(holding.body, ())))
    return {address: list(concerns) for address, concerns in found.items() if concerns}


def _who_holds_what(on: datetime.date):
    """Those with an address and what they hold: the account's address, else the person's."""
    accounts, others = everyones_standings(on)
    mail = dict(User.objects.filter(pk__in=accounts).values_list("pk", "email"))
    people = dict(Person.objects.filter(pk__in=others).values_list("pk", "email"))
    for of, addresses in ((accounts, mail), (others, people)):
        for pk, standing in of.items():
            if address := addresses.get(pk, "").lower():
                yield address, standing.holdings


def without_recipients(on: datetime.date) -> list[tuple[Body, Reminder]]:
    """What somebody ought to be reminded of today, of bodies with nobody to remind."""
    bodies, there = _due(on)
    if not there:
        return []
    reached = {
        each.owed.body for concerns in recipients(there, bodies, on).values() for each in concerns
    }
    lacking = {each.owed.body: each for each in there if each.owed.body not in reached}
    return [(bodies[body], each) for body, each in lacking.items()]


@transaction.atomic
def _remind(address: str, on: datetime.date) -> bool:
    """Queues the mail to one of them and writes down what it tells, both or neither. Whoever else
    runs the command waits; what is due is asked anew."""
    lock()
    bodies, there = _due(on)
    told = _told(there)[address]
    mine = recipients(there, bodies, on).get(address, [])
    reminders = [each for each in mine if each.key not in told]
    if not reminders:
        return False
    each_told = " ".join(sorted(":".join(map(str, each.key)) for each in reminders))
    digest = hashlib.sha256(each_told.encode()).hexdigest()[:32]
    subject, text = mail_text(reminders, bodies)
    mail = queue_mail(key=f"duty:{address[:120]}:{digest}", to=address, subject=subject, text=text)
    SentDutyReminder.objects.bulk_create(
        SentDutyReminder(
            duty=each.owed.duty,
            body_id=each.owed.body,
            year=each.owed.year,
            days=each.days,
            to=address,
            mail=mail,
        )
        for each in reminders
    )
    return True


def mail_text(reminders: list[Reminder], bodies: dict[int, Body]) -> tuple[str, str]:
    """The subject and the text of a mail: first what is late, then by day."""
    ordered = sorted(reminders, key=lambda each: (each.days < 0, each.owed.cell.due))
    first = ordered[0].owed
    subject = f"{_what(first)}: {full_name(bodies[first.body])}"
    if ordered[1:]:
        subject = f"Planer och rapporter: {len(ordered)} att lämna"
    late = [_line(each, bodies) for each in ordered if each.days > 0]
    ahead = [_line(each, bodies) for each in ordered if each.days < 0]
    parts = []
    if late:
        parts += ["Det här är försenat:", "\n".join(late)]
    if ahead:
        parts += ["Det här ska snart vara publicerat:", "\n".join(ahead)]
    return subject, "\n\n".join(parts) + (
        "\n\nPåminnelsen går till den som är ordförande, processtöd eller sekreterare i organet. "
        "Är det försenat får kunskapsrådets processtöd och sekreterare också brevet.\n\n"
        f"Så här långt har det kommit: {absolute(reverse('desk_coverage'))}\n"
    )


def _what(owed: Owed) -> str:
    return opening(f"{owed.duty.get_what_display()} för {owed.year}")


WORK = {
    "draft": " Det finns ett utkast.",
    "submitted": " Det är skickat till beslut.",
    "adopted": " Det är beslutat men inte publicerat.",
    "withdrawn": " Det som var publicerat är återkallat.",
}


def _line(reminder: Reminder, bodies: dict[int, Body]) -> str:
    owed = reminder.owed
    when = f"senast {long_date(owed.cell.due)}"
    work = WORK.get(owed.cell.work, " Det är inte påbörjat.")
    return f"– {full_name(bodies[owed.body])}: {_what(owed).lower()}, {when}.{work}"

"""Ticking off what is done before a handover, and reminding those concerned of it."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from organisation.actions.mail import queue_mail
from organisation.actions.refusals import Refused
from organisation.addresses import absolute
from organisation.dates import long_date
from organisation.history import saved_by
from organisation.models import Region, User
from organisation.rights import Action, Capacity
from organisation.words import in_sentence, in_words

from ..models import Body, HandoverTick, SentReminder
from ..policies import HANDOVERS
from ..questions import full_name_on
from ..rotations.handed_over import (
    DAY,
    OfficePassed,
    handovers_of,
    offices_passed,
    offices_words,
    tick_of,
)
from ..rotations.handovers import Handover
from ..rotations.reminders import REMINDER_DAYS, Reminder, due
from ..standings import everyones_standings, standing_of
from .asking import staff_address
from .rotation_terms import lock

GONE = (
    "Turordningen har ändrats: bytet blir inte den dagen eller mellan de regionerna. Inget har "
    "sparats. Öppna listan över överlämningar och välj bytet där."
)


@transaction.atomic
def tick(handover: Handover, item: str, *, done: bool, by: User, on: datetime.date) -> HandoverTick:
    """Writes down that something is done before the handover, or isn't after all. Said twice it's
    said once, by the first. Raises Refused for whoever may not, and when there is no such handover
    any longer."""
    lock()
    wanted = tick_of(handover, item)
    if not HANDOVERS.allows(standing_of(by, on), Action.WRITE, wanted):
        raise Refused("Du får inte ändra checklistan. Inget har sparats.")
    if item not in HandoverTick.Item.values:
        raise Refused("Punkten finns inte i checklistan. Öppna sidan igen.")
    if handover not in handovers_of(handover.day, handover.day + DAY, [handover.body]):
        raise Refused(GONE)
    same = {name: getattr(wanted, name) for name in ("body_id", "day", "leaving_id", "coming_id")}
    row = HandoverTick.objects.select_for_update().filter(item=item, **same).first()
    if row is not None and row.is_done == done:
        return row
    row = row or wanted
    row.is_done, row.by, row.at = done, by, timezone.now()
    return saved_by(row, by, "Avprickad" if done else "Inte längre avprickad")


def checklist_url(handover: Handover, path: str) -> str:
    """Where the checklist of a body's handovers of the day is."""
    return reverse("desk_handover", args=[path, handover.day])


def remind(on: datetime.date) -> int:
    """Queues one mail to each of those who are to be reminded on the day, with all that they are to
    be reminded of. Returns how many mails. Run again it goes on where it was."""
    there = _to_come(on)
    if not there:
        return 0
    told = _told(on)
    return sum(
        _remind(address, concerns, on)
        for address, concerns in sorted(recipients(there, on).items())
        if due(_of(there, concerns), on, told.get(address, ()))
    )


def _to_come(on: datetime.date) -> list[Handover]:
    return handovers_of(on + DAY, on + datetime.timedelta(days=max(REMINDER_DAYS) + 1))


def _of(there: Iterable[Handover], concerns: set[Handover]) -> list[Handover]:
    return [each for each in there if each in concerns]


def _told(on: datetime.date, **which) -> dict[str, set[Reminder]]:
    """What has been told of what is to come, by address (1 query)."""
    found: dict[str, set[Reminder]] = defaultdict(set)
    rows = SentReminder.objects.filter(day__gt=on, **which)
    for to, body, day, leaving, coming, days in rows.values_list(
        "to", "body", "day", "leaving", "coming", "days"
    ):
        found[to].add(Reminder(Handover(body, day, leaving, coming), days))
    return found


def recipients(there: Iterable[Handover], on: datetime.date) -> dict[str, set[Handover]]:
    """Who is to be reminded of which: those who edit either region, those who are process support
    or secretary of the body, and the staff office. Open accounts only; each address once, in lower
    case (7 queries)."""
    by_body, by_region = defaultdict(set), defaultdict(set)
    for each in there:
        by_body[each.body].add(each)
        by_region[each.leaving].add(each)
        by_region[each.coming].add(each)
    found: dict[str, set[Handover]] = defaultdict(set)
    if office := staff_address().lower():
        found[office].update(there)
    standings, _ = everyones_standings(on)
    addresses = dict(User.objects.filter(is_active=True).values_list("pk", "email"))
    for account, standing in standings.items():
        for holding in standing.holdings:
            concerns: set[Handover] = set()
            if holding.capacity is Capacity.EDITOR:
                concerns = by_region.get(holding.region, concerns)
            elif holding.capacity is Capacity.SUPPORT:
                concerns = by_body.get(holding.body, concerns)
            if concerns and (address := addresses.get(account, "").lower()):
                found[address].update(concerns)
    return found


@transaction.atomic
def _remind(address: str, concerns: set[Handover], on: datetime.date) -> bool:
    """Queues the mail to one of them and writes down what it tells, both or neither. Whoever else
    runs the command, or changes whose turn it is, waits; what is due is asked anew."""
    lock()
    told = _told(on, to=address)[address]
    reminders = due(_of(_to_come(on), concerns), on, told)
    if not reminders:
        return False
    each_told = sorted(
        f"{e.handover.body}:{e.handover.day}:{e.handover.leaving}:{e.handover.coming}:{e.days}"
        for e in reminders
    )
    digest = hashlib.sha256(" ".join(each_told).encode()).hexdigest()[:32]
    subject, text = mail_text([each.handover for each in reminders], on)
    mail = queue_mail(
        key=f"handover:{address[:120]}:{digest}", to=address, subject=subject, text=text
    )
    SentReminder.objects.bulk_create(
        SentReminder(
            body_id=each.handover.body,
            day=each.handover.day,
            leaving_id=each.handover.leaving,
            coming_id=each.handover.coming,
            days=each.days,
            to=address,
            mail=mail,
        )
        for each in reminders
    )
    return True


def mail_text(some: list[Handover], on: datetime.date) -> tuple[str, str]:
    """The subject and the text of a mail about handovers, soonest first (5 queries)."""
    passed = offices_passed(some, on)
    bodies = Body.objects.filter(pk__in={each.body for each in some})
    bodies = {each.pk: each for each in bodies.annotate(called=full_name_on("pk", on))}
    regions = Region.objects.in_bulk({pk for e in some for pk in (e.leaving, e.coming)})
    days: dict[tuple, list[str]] = {}
    for each in sorted(some, key=lambda one: one.day):
        body = bodies[each.body]
        told = (
            f"– {offices_words(passed[each])} i {body.called}, från {regions[each.leaving]} till "
            f"{regions[each.coming]}.\n  {_left_to_do(passed[each])}\n"
            f"  Checklista: {absolute(checklist_url(each, body.path))}"
        )
        days.setdefault(each.day, []).append(told)
    [first, *more] = days
    subject = f"Överlämning {long_date(first)}"
    if more:
        subject += f" och {in_words(len(more))} {'dagar' if more[1:] else 'dag'} till"
    elif len(some) == 1:
        subject += f": {bodies[some[0].body].called}"
    blocks = "\n\n".join(
        f"{long_date(day).capitalize()}, {_ahead(day, on)}:\n\n" + "\n\n".join(lines)
        for day, lines in days.items()
    )
    return subject, (
        "Uppdrag går över från en region till en annan.\n\n"
        f"{blocks}\n\n"
        "Det här ska göras före dagen: den region som tar över ser till att någon utses, och den "
        "som lämnar över går igenom det som pågår. Checklistan visar vad som är klart.\n\n"
        f"Alla överlämningar: {absolute(reverse('desk_handovers'))}\n"
    )


def _left_to_do(offices: list[OfficePassed]) -> str:
    lacking = [each.name for each in offices if not each.is_ready]
    if not lacking:
        return "Nästa är utsedd."
    return f"Ingen är utsedd än: {', '.join(map(in_sentence, lacking))}."


def _ahead(day: datetime.date, on: datetime.date) -> str:
    days = (day - on).days
    return "i morgon" if days == 1 else f"om {days} dagar"

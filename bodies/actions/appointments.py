"""Appointing someone to a post, by hand."""

import datetime

from django.db import transaction

from organisation.actions.mail import queue_mail
from organisation.actions.records import store, version_of
from organisation.addresses import absolute
from organisation.models import User
from organisation.standing import Standing
from organisation.words import listed

from ..models import Appointment, Body, Tenure
from ..questions import full_name_on
from ..rights_told import rights_told
from ..standings import FAR_REACHING, REACHES_FAR, standing_of_person
from .asking import called, staff_address


@transaction.atomic
def appoint(
    appointment: Appointment, *, by: User, on: datetime.date, reason: str = ""
) -> Appointment:
    """Stores the appointment, new or changed. Whatever it gives of rights that reach others'
    bodies, today or later, is told to all administrators and to the staff office by mail, so that
    nobody gets such rights unseen."""
    before = _held(appointment, on) if appointment.pk else []
    store(appointment, by=by, reason=reason)
    new = [
        each
        for each in _held(appointment, on)
        if not any(_holds_more(earlier, each) for earlier in before)
    ]
    if new:
        _tell(appointment, new, by, on)
    return appointment


def tell_of_new(appointments: list[Appointment], *, by: User, on: datetime.date) -> None:
    """Tells, as `appoint` does, of many new appointments that are stored: of those among them that
    give rights that reach others' bodies (1 query where there are none)."""
    far = Tenure.objects.filter(appointment__in=appointments, body__function__in=FAR_REACHING)
    concerned = set(far.values_list("appointment", flat=True))
    for each in appointments:
        if each.pk in concerned and (held := _held(each, on)):
            _tell(each, held, by, on)


def _held(appointment: Appointment, on: datetime.date) -> list[Tenure]:
    """The posts of far-reaching bodies that the appointment gives, those that follow from another
    with them, until they end."""
    held = Tenure.objects.filter(appointment=appointment, body__function__in=FAR_REACHING)
    found = held.possible().select_related("post__role", "person")
    return [each for each in found if each.end is None or each.end > on]


def _holds_more(earlier: Tenure, now: Tenure) -> bool:
    """Whether what someone had is all that they have now."""
    first, last = datetime.date.min, datetime.date.max
    return (
        (earlier.post_id, earlier.person_id) == (now.post_id, now.person_id)
        and (earlier.start or first) <= (now.start or first)
        and (earlier.end or last) >= (now.end or last)
    )


def _tell(appointment: Appointment, held: list[Tenure], by: User, on: datetime.date) -> None:
    """Queues the mails, unless what is held reaches nobody else's."""
    posts, holdings = [], []
    for each in held:
        day = max(on, each.start or on)
        found = [
            one
            for one in standing_of_person(each.person, day).holdings
            if one.capacity in REACHES_FAR and one.body == each.body_id
        ]
        if found:
            names = Body.objects.filter(pk=each.body_id)
            body = names.values_list(full_name_on("pk", day), flat=True).get()
            days = f" ({each.period_text})" if each.start or each.end else ""
            posts.append(f"{each.post.role} i {body}{days}")
            holdings += found
    if not posts:
        return
    person = appointment.person
    rights = rights_told(Standing(on, None, person.pk, tuple(dict.fromkeys(holdings))))
    gives = "\n".join(f"– {each.doing} {each.what}: {each.reach}" for each in rights)
    place = absolute(f"/admin/uppdrag/{appointment.pk}/historik/")
    version = version_of(appointment)
    for address, who in _concerned().items():
        queue_mail(
            key=f"appointment:{appointment.pk}:{version}:{who}",
            to=address,
            subject="Någon har fått ett uppdrag med långtgående rättigheter",
            text=f"{person} fick uppdraget {listed(posts)} av {called(by)}. Det ger rätt att\n\n"
            f"{gives}\n\nStämmer det inte, så hör av dig till en administratör.\n\n"
            f"Vem som ändrade vad: {place}\n",
        )


def _concerned() -> dict[str, str]:
    """Where all administrators and the staff office are told, each with what it's called."""
    administrators = User.objects.filter(is_superuser=True, is_active=True).order_by("-pk")
    told = {staff_address(): "office"} | {each.email: str(each.pk) for each in administrators}
    return {address: who for address, who in told.items() if address}

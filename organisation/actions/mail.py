"""The queue of outgoing mail: written with what it tells of, sent by a command, never twice."""

import datetime
import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.db import transaction

from organisation.models import Outbox

logger = logging.getLogger(__name__)

# A claim this old means that its sender died; nobody knows whether the mail went out.
LOST_AFTER = datetime.timedelta(minutes=10)


@dataclass
class Delivery:
    """What came of sending the queue. `lost` are those whose sender died after claiming them: they
    are told of, never sent again."""

    sent: int = 0
    failed: int = 0
    lost: int = 0


def queue_mail(
    *, key: str, to: str, subject: str, text: str, reply_to: str = "", secret: bool = False
) -> Outbox:
    """Queues a mail unless one with the same key is there already; returns the one there is. The
    text of a `secret` one isn't kept when it has been sent."""
    # A line break in a subject would be a header of the sender's own.
    subject = " ".join(subject.split())[:200]
    values = {"subject": subject, "text": text, "reply_to": reply_to, "is_secret": secret}
    mail, _ = Outbox.objects.get_or_create(key=key, defaults={"to": to, **values})
    return mail


def claim(now: datetime.datetime, *, after: int) -> Outbox | None:
    """Takes the next unsent mail after the id `after`, so that no other sender does."""
    with transaction.atomic():
        mail = (
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(claimed__isnull=True, pk__gt=after)
            .order_by("pk")
            .first()
        )
        if mail:
            mail.claimed = now
            mail.save(update_fields=["claimed"])
    return mail


def send_mail_queue(now: Callable[[], datetime.datetime]) -> Delivery:
    """Sends what waits. A mail that the server didn't take waits for the next time; when the server
    can't be reached at all, the rest does too."""
    delivery = Delivery()
    mail = claim(now(), after=0)
    while mail:
        unreachable = not _send(mail, now, delivery)
        mail = None if unreachable else claim(now(), after=mail.pk)
    stale = now() - LOST_AFTER
    delivery.lost = Outbox.objects.filter(sent__isnull=True, claimed__lt=stale).count()
    return delivery


def _send(mail: Outbox, now, delivery: Delivery) -> bool:
    """Sends a claimed mail; returns whether the server could be reached."""
    reply_to = [mail.reply_to] if mail.reply_to else None
    reached = True
    try:
        EmailMessage(mail.subject, mail.text, to=[mail.to], reply_to=reply_to).send()
    except (smtplib.SMTPException, OSError) as error:
        # The server refused the mail or wasn't there: it hasn't taken it.
        reached = isinstance(error, smtplib.SMTPException) and not isinstance(
            error, smtplib.SMTPConnectError | smtplib.SMTPServerDisconnected
        )
        mail.claimed, mail.attempts = None, mail.attempts + 1
        mail.error = str(error)[:300]
        delivery.failed += 1
        logger.warning("brevet %s gick inte att skicka: %s", mail.pk, error)
    else:
        mail.sent, mail.error = now(), ""
        mail.text = "" if mail.is_secret else mail.text
        delivery.sent += 1
    mail.save()
    return reached

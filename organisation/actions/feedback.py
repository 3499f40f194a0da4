"""Taking in what a reader writes about a page."""

import datetime

from django.db import connection, transaction

from organisation.models import Feedback, Outbox

from .mail import queue_mail

# No more mails than this about feedback are queued within an hour: a flood is stored, and doesn't
# fill anyone's mailbox.
AT_MOST, WITHIN = 20, datetime.timedelta(hours=1)
KEY = "feedback:"
# Whoever takes in feedback waits for the one before, so that the mails are counted right.
LOCK = 4_180_301


@transaction.atomic
def take_feedback(
    *, token: str, path: str, text: str, email: str, recipient: str, now: datetime.datetime
) -> Feedback:
    """Stores the feedback and queues a mail about it to the recipient, if there is one: both or
    neither. The same form sent twice (the same `token`) is stored once.

    When the hour up to `now` has had its mails, the feedback is stored without one, and the next
    mail says how many were.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    feedback, is_new = Feedback.objects.get_or_create(
        token=token, defaults={"path": path, "text": text, "email": email}
    )
    mails = Outbox.objects.filter(key__startswith=KEY)
    if is_new and recipient and mails.filter(created__gt=now - WITHIN).count() < AT_MOST:
        answer = f"Svar till: {email}" if email else "Den som skrev lämnade ingen adress."
        queue_mail(
            key=f"{KEY}{feedback.pk}",
            to=recipient,
            subject=f"Synpunkt på sidan {path}",
            text=f"{text}\n\n{answer}\n{told_of_unmailed(feedback, mails.order_by('pk').last())}",
            reply_to=email,
        )
    return feedback


def told_of_unmailed(feedback: Feedback, last: Outbox | None) -> str:
    """How many were stored without a mail since the last one, in words; nothing when none was."""
    since = int(last.key.removeprefix(KEY)) if last else 0
    number = Feedback.objects.filter(pk__gt=since, pk__lt=feedback.pk).count()
    if not number:
        return ""
    many = "En synpunkt till har" if number == 1 else f"{number} synpunkter till har"
    waits = "Den väntar" if number == 1 else "De väntar"
    return f"\n{many} kommit in utan brev. {waits} på att läsas där synpunkterna lagras.\n"

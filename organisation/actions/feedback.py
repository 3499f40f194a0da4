"""Taking in what a reader writes about a page."""

import datetime

from django.db import transaction

from organisation.models import Feedback, User

from .mail import queue_mail


@transaction.atomic
def take_feedback(*, token: str, path: str, text: str, email: str, recipient: str) -> Feedback:
    """Stores the feedback and queues a mail about it to the recipient, if there is one: both or
    neither. The same form sent twice (the same `token`) is stored once."""
    feedback, is_new = Feedback.objects.get_or_create(
        token=token, defaults={"path": path, "text": text, "email": email}
    )
    if is_new and recipient:
        answer = f"Svar till: {email}" if email else "Den som skrev lämnade ingen adress."
        queue_mail(
            key=f"feedback:{feedback.pk}",
            to=recipient,
            subject=f"Synpunkt på sidan {path}",
            text=f"{text}\n\n{answer}\n",
            reply_to=email,
        )
    return feedback


def handle(feedback: Feedback, *, by: User, at: datetime.datetime, done: bool) -> None:
    """Notes that the remark is dealt with, when and by whom; or, with `done` false, that it isn't
    after all."""
    feedback.handled, feedback.handled_by = (at, by) if done else (None, None)
    feedback.save(update_fields=["handled", "handled_by"])

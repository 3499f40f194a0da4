"""Telling those who need to know, by mail through the queue, in the same transaction."""

from organisation.actions.mail import queue_mail
from organisation.addresses import absolute
from organisation.models import User

from ..models import Comment, EditionEvent

SUBJECTS = {
    EditionEvent.Kind.SUBMITTED: "Att ta ställning till: {title}",
    EditionEvent.Kind.SENT_BACK: "Tillbaka till dig: {title}",
    EditionEvent.Kind.ADOPTED: "Beslutad: {title}",
    EditionEvent.Kind.PUBLISHED: "Publicerad: {title}",
    EditionEvent.Kind.WITHDRAWN: "Återkallad: {title}",
}
OPENINGS = {
    EditionEvent.Kind.SUBMITTED: "{who} har skickat version {number} av ”{title}” till beslut.",
    EditionEvent.Kind.SENT_BACK: "{who} har skickat tillbaka version {number} av ”{title}”.",
    EditionEvent.Kind.ADOPTED: "{who} har registrerat beslutet om version {number} av ”{title}”.",
    EditionEvent.Kind.PUBLISHED: "{who} har publicerat version {number} av ”{title}”.",
    EditionEvent.Kind.WITHDRAWN: "{who} har återkallat version {number} av ”{title}”.",
}

# The same step of many commissions at once: "10 uppdrag …".
TOGETHER = {
    EditionEvent.Kind.SUBMITTED: "att ta ställning till",
    EditionEvent.Kind.ADOPTED: "är beslutade",
    EditionEvent.Kind.PUBLISHED: "är publicerade",
}


def notify(event: EditionEvent) -> None:
    """Queues a mail about the event to those it concerns, never to the one who did it."""
    if event.kind in SUBJECTS:
        _tell_one(event, _recipients(event))


def _tell_one(event: EditionEvent, recipients) -> None:
    edition = event.edition
    words = {"who": name_of(event.by), "number": edition.number, "title": edition.title}
    parts = [OPENINGS[event.kind].format(**words), event.text.strip(), absolute(_place(event))]
    _queue(
        recipients,
        key=f"edition-event:{event.pk}",
        subject=SUBJECTS[event.kind].format(**words),
        text="\n\n".join(each for each in parts if each),
    )


def _place(event: EditionEvent) -> str:
    public = event.kind in (EditionEvent.Kind.PUBLISHED, EditionEvent.Kind.WITHDRAWN)
    return event.edition.url if public else event.edition.desk_url


def _recipients(event: EditionEvent):
    """Whoever reviews is told when something comes to be reviewed; the writers about the rest."""
    others = User.objects.exclude(pk=event.by_id)
    if event.kind == EditionEvent.Kind.SUBMITTED:
        return others
    return others.filter(pk__in=[event.edition.author_id, event.edition.submitter_id])


def notify_together(events: list[EditionEvent]) -> None:
    """Queues one mail to each person about the same step of many editions: those it concerns."""
    concerned: dict[int, list[EditionEvent]] = {}
    for event in events:
        for pk in _recipients(event).values_list("pk", flat=True):
            concerned.setdefault(pk, []).append(event)
    for pk, told in concerned.items():
        if len(told) == 1:
            _tell_one(told[0], User.objects.filter(pk=pk))
            continue
        first, number = told[0], len(told)
        text = first.text.strip()
        lines = [
            f"{each.edition.title}, version {each.edition.number}\n{absolute(_place(each))}"
            for each in told
        ]
        what = TOGETHER[first.kind]
        _queue(
            User.objects.filter(pk=pk),
            key=f"edition-events:{first.pk}",
            subject=f"{number} uppdrag {what}",
            text="\n\n".join(
                [
                    f"{name_of(first.by)}: {number} uppdrag {what}.",
                    *([text] if text else []),
                    *lines,
                ]
            ),
        )


def notify_comment(comment: Comment) -> None:
    """Queues a mail about a remark to those who wrote the draft, and about an answer also to those
    in the thread."""
    edition = comment.edition
    ids = {edition.author_id, edition.submitter_id}
    if comment.parent:
        ids |= {comment.parent.by_id, *comment.parent.replies.values_list("by", flat=True)}
    _queue(
        User.objects.filter(pk__in=ids - {None}).exclude(pk=comment.by_id),
        key=f"comment:{comment.pk}",
        subject=f"Kommentar till {edition.title}",
        text=f"{name_of(comment.by)} skriver:\n\n{comment.text}\n\n"
        f"{absolute(edition.desk_url)}#{comment.section_key}",
    )


def _queue(recipients, *, key: str, subject: str, text: str) -> None:
    """Queues the mail to those of the recipients who still have the right to read drafts."""
    for each in recipients.filter(is_active=True, is_staff=True).exclude(email=""):
        queue_mail(key=f"{key}:{each.pk}", to=each.email, subject=subject, text=f"{text}\n")


def name_of(user: User | None) -> str:
    """What a person is called where their steps are told."""
    return (user.get_full_name() or user.get_username()) if user else "Systemet"

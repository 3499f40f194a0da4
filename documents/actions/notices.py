"""Telling those who need to know, by mail through the queue, in the same transaction.

Nobody is told who may no longer read what it's about.
"""

from bodies.standings import standings_of
from organisation.actions.mail import queue_mail
from organisation.addresses import absolute
from organisation.dates import today
from organisation.models import User
from organisation.rights import Action

from ..models import Comment, EditionEvent
from ..policies import EDITIONS

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

TO_PUBLISH = "{who} har skickat version {number} av ”{title}” till dig, att läsa och publicera."

# The same step of many commissions at once: "10 uppdrag …".
TOGETHER = {
    EditionEvent.Kind.SUBMITTED: "att ta ställning till",
    EditionEvent.Kind.ADOPTED: "är beslutade",
    EditionEvent.Kind.PUBLISHED: "är publicerade",
}


def notify(event: EditionEvent) -> None:
    """Queues a mail about the event to those it concerns, never to the one who did it."""
    if event.kind in SUBJECTS:
        _tell_one(event, _recipients([event])[event.pk])


def _tell_one(event: EditionEvent, recipients) -> None:
    edition = event.edition
    words = {"who": name_of(event.by), "number": edition.number, "title": edition.title}
    opening = OPENINGS[event.kind]
    if event.kind == EditionEvent.Kind.SUBMITTED and edition.document.is_for_a_year:
        opening = TO_PUBLISH
    parts = [opening.format(**words), event.text.strip(), absolute(_place(event))]
    _queue(
        recipients,
        key=f"edition-event:{event.pk}",
        subject=SUBJECTS[event.kind].format(**words),
        text="\n\n".join(each for each in parts if each),
    )


def _place(event: EditionEvent) -> str:
    public = event.kind in (EditionEvent.Kind.PUBLISHED, EditionEvent.Kind.WITHDRAWN)
    return event.edition.url if public else event.edition.desk_url


def _recipients(events: list[EditionEvent]) -> dict[int, list[User]]:
    """Whom each event is told to, by its primary key: whoever may decide is told when something
    comes to be decided, the writers about the rest (4 queries, however many events)."""
    written = [event for event in events if event.kind != EditionEvent.Kind.SUBMITTED]
    users = User.objects.filter(is_active=True).exclude(email="")
    if len(written) == len(events):
        writers = {(each.edition.author_id, each.edition.submitter_id) for each in events}
        users = users.filter(pk__in={pk for pair in writers for pk in pair})
    users = {each.pk: each for each in users}
    standings = standings_of(users.values(), today())

    def concerns(event: EditionEvent, pk: int) -> bool:
        if pk == event.by_id:
            return False
        if event.kind == EditionEvent.Kind.SUBMITTED:
            return EDITIONS.allows(standings[pk], Action.DECIDE, event.edition)
        # Why a version is sent back is a remark: who reads the text alone isn't told.
        needed = Action.COMMENT if event.kind == EditionEvent.Kind.SENT_BACK else Action.READ
        return pk in (event.edition.author_id, event.edition.submitter_id) and EDITIONS.allows(
            standings[pk], needed, event.edition
        )

    def nearest(event: EditionEvent, told: list[User]) -> list[User]:
        """Of a plan or a report the chair is told, not everyone who may decide on all."""
        if event.kind != EditionEvent.Kind.SUBMITTED or not event.edition.document.is_for_a_year:
            return told
        own = [
            each
            for each in told
            if any(
                holding.body == event.edition.document.owner_id
                for holding in EDITIONS.giving(standings[each.pk], Action.DECIDE, event.edition)
            )
        ]
        return own or told

    return {
        event.pk: nearest(event, [each for pk, each in users.items() if concerns(event, pk)])
        for event in events
    }


def notify_together(events: list[EditionEvent]) -> None:
    """Queues one mail to each person about the same step of many editions: those it concerns."""
    concerned: dict[User, list[EditionEvent]] = {}
    recipients = _recipients(events)
    for event in events:
        for each in recipients[event.pk]:
            concerned.setdefault(each, []).append(event)
    for user, told in concerned.items():
        if len(told) == 1:
            _tell_one(told[0], [user])
            continue
        first, number = told[0], len(told)
        text = first.text.strip()
        lines = [
            f"{each.edition.title}, version {each.edition.number}\n{absolute(_place(each))}"
            for each in told
        ]
        what = TOGETHER[first.kind]
        _queue(
            [user],
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
    concerned = User.objects.filter(pk__in=ids - {comment.by_id}, is_active=True)
    concerned = list(concerned.exclude(email=""))
    standings = standings_of(concerned, today())
    _queue(
        [e for e in concerned if EDITIONS.allows(standings[e.pk], Action.COMMENT, edition)],
        key=f"comment:{comment.pk}",
        subject=f"Kommentar till {edition.title}",
        text=f"{name_of(comment.by)} skriver:\n\n{comment.text}\n\n"
        f"{absolute(edition.desk_url)}#{comment.section_key}",
    )


def _queue(recipients: list[User], *, key: str, subject: str, text: str) -> None:
    for each in recipients:
        queue_mail(key=f"{key}:{each.pk}", to=each.email, subject=subject, text=f"{text}\n")


def name_of(user: User | None) -> str:
    """What a person is called where their steps are told."""
    return (user.get_full_name() or user.get_username()) if user else "Systemet"

"""The yearly mail about pages to look through: once for a page and year."""

import datetime

from bodies.actions.asking import staff_address
from organisation.actions.mail import queue_mail
from organisation.addresses import absolute
from organisation.dates import long_date
from organisation.models import Outbox
from organisation.rights import Capacity
from organisation.standing import Holding, Standing

from .kinds import TextKind
from .reviewing import TextToReview, texts_to_review

DO = (
    "Läs igenom den och ändra det som inte stämmer, eller säg att den stämmer:\n{}\n\n"
    "Sidan på webbplatsen: {}\n"
)


def remind(on: datetime.date) -> int:
    """Queues a mail to the staff office for each page whose year has gone, and one a year for all
    pages of a kind that nobody has ever looked through. Returns how many are new."""
    to = staff_address()
    if not to:
        return 0
    before = Outbox.objects.count()
    never: dict[TextKind, list[TextToReview]] = {}
    for each in texts_to_review(_office(on), on):
        if each.due is None:
            never.setdefault(each.kind, []).append(each)
        else:
            queue_mail(
                key=f"text-review:{each.kind.slug}:{each.record.pk}:{each.due}",
                to=to,
                subject=f"Dags att granska sidan {each.title}",
                text=f"Ingen har granskat sidan {each.title} sedan ett år. Det skulle ha gjorts "
                f"{long_date(each.due)}.\n\n"
                + DO.format(absolute(each.url), absolute(each.public_url)),
            )
    for kind, rows in never.items():
        names = "\n".join(f"{each.title}: {absolute(each.url)}" for each in rows)
        queue_mail(
            key=f"text-review:{kind.slug}:never:{on.year}",
            to=to,
            subject=f"Sidor som ingen har granskat: {kind.label.lower()}",
            text=f"De här sidorna har ingen sagt stämmer:\n\n{names}\n",
        )
    return Outbox.objects.count() - before


def _office(on: datetime.date) -> Standing:
    """What whoever works in the staff office may write."""
    return Standing(on, holdings=(Holding(Capacity.OFFICE, "staben"),))

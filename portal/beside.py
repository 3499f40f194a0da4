"""What stands beside the tasks of the workspace: how far shared texts have come, and what is to
come."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from bodies.models import RotationTerm
from bodies.questions import full_name_on
from bodies.tasks import kept_bodies, post_name
from documents.lagging import newest_versions, versions_in_force
from documents.models import SharedText
from organisation.rights import Action, Capacity, Thing
from organisation.standing import Standing
from organisation.words import in_words, opening

from .lately import EVERYWHERE

# How many days to come are told.
COMING = 3


@dataclass(frozen=True)
class Progress:
    """How many commissions in force have the newest version of a shared text."""

    text: SharedText
    number: int
    done: int
    all: int

    @property
    def sentence(self) -> str:
        done, every = opening(in_words(self.done)), in_words(self.all)
        return f"{done} av {every} uppdrag har version {self.number}."


def shared_texts(standing: Standing, on: datetime.date) -> list[Progress]:
    """The shared texts that some commissions have an older version of, for those who look after
    them (2 queries)."""
    if not standing.may_some(Action.READ, Thing.SHARED_TEXT):
        return []
    newest, found = newest_versions(), []
    for pk, numbers in versions_in_force(on).items():
        if pk in newest:
            last = newest[pk]
            text, done = last.document.shared_text, numbers[last.number]
            if done < numbers.total():
                found.append(Progress(text, last.number, done, numbers.total()))
    return sorted(found, key=lambda each: each.text.name)


def coming(standing: Standing, on: datetime.date) -> list[tuple[datetime.date, str]]:
    """The next days when offices of the person's bodies go to another region, or any to a region
    that they edit, and what happens (1 query)."""
    terms = RotationTerm.objects.filter(start__gt=on)
    everywhere = standing.acts_as(*EVERYWHERE)
    kept = kept_bodies(standing)
    regions = {each.region for each in standing.holdings if each.capacity is Capacity.EDITOR}
    if not everywhere:
        if not (kept or regions):
            return []
        terms = terms.filter(Q(post__body__in=kept) | Q(region__in=regions))
    next_days = terms.order_by("start").values("start").distinct()[:COMING]
    terms = (
        terms.filter(start__in=next_days)
        .annotate(called=full_name_on("post__body_id", on))
        .select_related("post__role", "post__represents_region", "region")
        .order_by("start", "called", "post__role__order")
    )
    days: dict[datetime.date, list[RotationTerm]] = {}
    for each in terms:
        days.setdefault(each.start, []).append(each)
    return [(day, _told(found)) for day, found in days.items()]


def _told(terms: list[RotationTerm]) -> str:
    if terms[1:]:
        return f"{opening(in_words(len(terms)))} uppdrag går till nästa region"
    [one] = terms
    return f"{post_name(one.post, one.called)} går till {one.region}"

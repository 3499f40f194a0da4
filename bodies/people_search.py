"""Finding the person one means, among those with like names."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from organisation.models import Person, User
from organisation.policies import with_region

from .likeness import Known
from .models import Tenure
from .questions import full_name_on
from .rosters.around import doubles

AT_MOST = 20


@dataclass
class Found:
    """A person, with what tells them from others of the same name."""

    person: Person
    region: str
    posts: list[str] = field(default_factory=list)
    account: User | None = None
    has_namesake: bool = False
    why: str = ""


def people_named(words: str, on: datetime.date) -> tuple[list[Found], bool]:
    """Those whose names hold every word, and whether there are more than are told (3 queries).
    Someone stored twice and merged is one. Nothing for no words."""
    words = words.replace("\0", " ").split()[:6]
    if not words:
        return [], False
    people = Person.objects.filter(merged_into=None)
    for each in words:
        people = people.filter(Q(given_name__icontains=each) | Q(family_name__icontains=each))
    found = described(people[: AT_MOST + 1], on)
    return found[:AT_MOST], len(found) > AT_MOST


def likely_described(known: Known, on: datetime.date, except_: int | None = None) -> list[Found]:
    """Those who are likely the same person, with why and what tells them apart (4 queries)."""
    likely = {each.person.pk: each.why for each in doubles(known, except_)}
    found = {each.person.pk: each for each in described(Person.objects.filter(pk__in=likely), on)}
    for pk, each in found.items():
        each.why = likely[pk]
    return [found[pk] for pk in likely if pk in found]


def described(people: QuerySet, on: datetime.date) -> list[Found]:
    """The people with their region and posts on the day, and their accounts (3 queries)."""
    people = list(with_region(people, on))
    same_names = Counter(each.name for each in people)
    found = {
        each.pk: Found(each, each.region_name or "", has_namesake=same_names[each.name] > 1)
        for each in people
    }
    of_them = Q(person__in=found) | Q(person__merged_into__in=found)
    tenures = Tenure.objects.current(on).filter(of_them)
    for root, role, body in tenures.order_by("post__role__order", "post_id").values_list(
        Coalesce("person__merged_into", "person"),
        "post__role__name",
        full_name_on("body_id", on),
    ):
        text = f"{role} i {body}"
        if text not in found[root].posts:
            found[root].posts.append(text)
    for account in User.objects.filter(of_them).select_related("person"):
        found[account.person.merged_into_id or account.person_id].account = account
    return list(found.values())

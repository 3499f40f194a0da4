"""The posts that a body lacks by its rules, as they would be made. Asks the database one thing:
which numbers are taken."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from .composing import Composed, Named
from .composition import Found, Per
from .models import BodyRelation, CompositionRule, Post

MISSING = ("places-missing", "derived-missing")


@dataclass(frozen=True)
class ToMake:
    """A post that isn't there: what it's called, who appoints to it or what it follows, and the
    rule that asks for it."""

    rule: CompositionRule
    name: str
    number: int
    how: str
    values: dict = field(compare=False)

    @property
    def told(self) -> str:
        return f"{self.name}{f', nummer {self.number}' if self.number > 1 else ''}"


def lacking(of: Composed, start: datetime.date) -> list[ToMake]:
    """The posts to make from the day, in the order of the rules."""
    taken = set(
        Post.objects.filter(body=of.body).values_list(
            "role", "represents_region", "represents_body", "number"
        )
    )
    made = []
    for rule in of.rules:
        mine = [each for each in of.found if each.code in MISSING and each.role.pk == rule.role_id]
        mine = [each for each in mine if each.whom in of.groups[rule.pk]]
        for values, how in _wanted(rule, mine, of):
            region, body = values.get("represents_region_id"), values.get("represents_body_id")
            number = 1
            while (rule.role_id, region, body, number) in taken:
                number += 1
            taken.add((rule.role_id, region, body, number))
            whom = next((e for e in of.groups[rule.pk] if e and e.pk in (region, body)), None)
            name = f"{rule.role.name}{f' för {whom}' if whom else ''}"
            shared = {
                "body_id": of.body.pk,
                "role_id": rule.role_id,
                "number": number,
                "requires_seat_in_id": rule.seat_in_id,
                "start": start,
                **{name: getattr(rule, name) for name in ("source_id", "source_date")},
                **{name: getattr(rule, name) for name in ("source_note", "interpretation")},
            }
            made.append(ToMake(rule, name, number, how, shared | values))
    return made


def _wanted(rule: CompositionRule, found: list[Found], of: Composed) -> Iterator[tuple[dict, str]]:
    """What each post that the rule asks for has of its own, and how it's filled, in words."""
    if rule.is_derived:
        # One that is there already lacks what it follows: another would lack it too.
        if found and rule.role_id not in of.derived:
            yield from _derived(rule, found, of)
        return
    for each in found:
        for _ in range(each.count):
            yield _for(each.whom) | _appointed(rule, each.whom), _by_whom(rule, each.whom, of)


def _derived(rule: CompositionRule, found: list[Found], of: Composed) -> Iterator[tuple[dict, str]]:
    role = rule.held_by_role.name.lower()
    follows = {"held_by_role_id": rule.held_by_role_id}
    if rule.per == Per.EACH_BODY and rule.per_relation:
        values = {"held_by_body_id": of.body.pk, "held_by_relation": rule.per_relation}
        relation = BodyRelation.Kind(rule.per_relation).label
        yield (
            follows | values,
            f"Följer av {role} i vart och ett av de organ som {relation} organet",
        )
    elif rule.per == Per.EACH_BODY:
        for each in found:
            values = follows | {"held_by_body_id": each.whom.pk} | _for(each.whom)
            yield values, f"Följer av {role} i {each.whom}"
    else:
        values = follows | {"held_by_body_id": rule.held_by_body_id} | _for(found[0].whom)
        yield values, f"Följer av {role} i {of.names[rule.held_by_body_id]}"


def _for(whom: Named | None) -> dict:
    return {f"represents_{whom.of}_id": whom.pk} if whom else {}


def _appointed(rule: CompositionRule, whom: Named | None) -> dict:
    if rule.appointed_by_body_id:
        return {"appointed_by_body_id": rule.appointed_by_body_id}
    return {f"appointed_by_{whom.of}_id": whom.pk} if rule.appointed_by_whom and whom else {}


def _by_whom(rule: CompositionRule, whom: Named | None, of: Composed) -> str:
    if rule.appointed_by_body_id:
        return f"Utses av {of.names[rule.appointed_by_body_id]}"
    return f"Utses av {whom}" if rule.appointed_by_whom and whom else ""

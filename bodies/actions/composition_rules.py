"""Deciding how a body, or every body of a kind, is to be composed: a rule made, changed, ended."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from organisation.actions.records import store, version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import long_date
from organisation.models import Region, User
from organisation.publication import changed
from organisation.rights import Action, Thing
from organisation.rules import Finding, Severity

from ..composing import Named, rules_of
from ..composition import Per, Rule
from ..composition_faults import Source, There, rule_faults
from ..models import Body, BodyKind, CompositionRule, Post
from ..panels import full_name
from .asking import must
from .roster import no_identity_number

# What a form calls the fields that it has other names for.
FIELDS = {"start": "first", "end": "last", "appointed_by_whom": "appointed"}
WHAT = (
    *("role_id", "least", "most", "per", "region_id", "per_kind_id", "per_relation"),
    *("for_body_id", "held_by_role_id", "held_by_body_id", "seat_in_id", "votes"),
    *("appointed_by_whom", "appointed_by_body_id", "source_id", "source_note", "interpretation"),
)


CHANGED_SINCE = "Någon har ändrat regeln sedan dess. Ändra den i stället."
UNDONE = "Ångrat: regeln är som den var."


@dataclass(frozen=True)
class Kept:
    """The rules that were written, and the days on which what is found may differ."""

    rules: tuple[CompositionRule, ...]
    days: tuple[datetime.date, ...]


@transaction.atomic
def add_rule(rule: CompositionRule, *, by: User, on: datetime.date, why: str) -> Kept:
    """Stores a new rule. Raises Refused with what stands in the way, at which field."""
    _may(by, why)
    _lock(rule)
    _store(rule, by, on, why)
    return Kept((rule,), _days(on, rule))


@transaction.atomic
def change_rule(
    rule: CompositionRule,
    version: int,
    since: datetime.date | None,
    *,
    by: User,
    on: datetime.date,
    why: str,
) -> Kept:
    """Changes a rule from a day on: it ends then, and another holds. Without a day it was wrong
    from its beginning and is put right. `rule` has the new values. Raises Refused, or Conflict."""
    _may(by, why)
    stored = _locked(rule.pk, version)
    if all(getattr(stored, each) == getattr(rule, each) for each in (*WHAT, "start", "end")):
        raise Refused("Du har inte ändrat något.")
    if since is None:
        _store(rule, by, on, why)
        return Kept((rule,), _days(on, stored, rule))
    if stored.start and since <= stored.start:
        raise Refused(
            f"Regeln gäller från och med {long_date(stored.start)}. Välj en senare dag, eller "
            "lämna dagen tom för att rätta regeln från början.",
            "since",
        )
    if stored.end and since >= stored.end:
        raise Refused("Regeln har slutat gälla den dagen. Välj en tidigare dag.", "since")
    new = CompositionRule(body_id=stored.body_id, kind_id=stored.kind_id, start=since, end=rule.end)
    for each in WHAT:
        setattr(new, each, getattr(rule, each))
    stored.end = since
    _store(stored, by, on, why, is_ending=True)
    _store(new, by, on, why)
    return Kept((stored, new), _days(on, new))


@transaction.atomic
def end_rule(
    pk: int, version: int, end: datetime.date, *, by: User, on: datetime.date, why: str
) -> Kept:
    """Ends a rule: it no longer holds from the day `end`, which may be later than it was. Raises
    Refused, or Conflict."""
    _may(by, why)
    stored = _locked(pk, version)
    if stored.start and end <= stored.start:
        raise Refused(
            f"Regeln gäller från och med {long_date(stored.start)}. Välj en sista dag som inte "
            "ligger före den.",
            "last",
        )
    if stored.end == end:
        raise Refused("Regeln slutar redan den dagen. Välj en annan sista dag.", "last")
    before, stored.end = stored.end, end
    _store(stored, by, on, why, is_ending=before is None or end < before)
    days = {max(on, end), *([max(on, before)] if before else [])}
    return Kept((stored,), tuple(sorted(days)))


def undoing(kept: Kept) -> list[tuple[int, int, int]]:
    """How what was just kept is undone: each rule, its version now and the one before it (0 when
    it's new)."""
    return [(each.pk, *_two_versions(each)) for each in kept.rules]


def _two_versions(rule: CompositionRule) -> tuple[int, int]:
    rows = rule.history.order_by("-history_id").values_list("history_id", flat=True)
    now, *before = rows[:2]
    return now, before[0] if before else 0


@transaction.atomic
def undo_rules(versions: list[tuple[int, int, int]], *, by: User, on: datetime.date) -> None:
    """Takes back what was kept, by `undoing`: new rules go, others say what they said. Refused when
    someone has changed one of them since, or when the old words no longer fit."""
    must(by, Action.WRITE, Thing.STRUCTURE)
    found = []
    for pk, now, before in versions:
        rule = CompositionRule.objects.filter(pk=pk).first()
        if rule is None:
            raise Refused(CHANGED_SINCE)
        _lock(rule)
        rule = CompositionRule.objects.select_for_update().get(pk=pk)
        if version_of(rule) != now:
            raise Refused(CHANGED_SINCE)
        found.append((rule, before))
    for rule, _ in [each for each in found if not each[1]]:
        rule._history_user, rule._change_reason = by, UNDONE
        rule.delete()
    for rule, before in [each for each in found if each[1]]:
        then = CompositionRule.history.get(history_id=before)
        for each in (*WHAT, "start", "end"):
            setattr(rule, each, getattr(then, each))
        try:
            rule.clean_fields()
        except ValidationError:
            raise Refused(
                "Något som regeln byggde på finns inte längre. Ändra regeln i stället."
            ) from None
        _store(rule, by, on, UNDONE)
    changed()


def bodies_of(rule: CompositionRule, on: datetime.date) -> list[int]:
    """The bodies that a rule of theirs, or of their kind, may hold for."""
    if rule.body_id:
        return [rule.body_id]
    return list(
        Body.objects.filter(kind=rule.kind_id).exclude(end__lte=on).values_list("pk", flat=True)
    )


def _may(by: User, why: str) -> None:
    must(by, Action.WRITE, Thing.STRUCTURE)
    if not why.strip():
        raise Refused("Skriv varför. Det står i historiken.", "why")
    no_identity_number(why, "why")


def _lock(rule: CompositionRule) -> None:
    """Two who change the rules of the same body, or kind, come one after the other."""
    of, pk = (Body, rule.body_id) if rule.body_id else (BodyKind, rule.kind_id)
    of.objects.select_for_update().get(pk=pk)


def _locked(pk: int, version: int) -> CompositionRule:
    stored = CompositionRule.objects.get(pk=pk)
    _lock(stored)
    stored = CompositionRule.objects.select_for_update().get(pk=pk)
    if version_of(stored) != version:
        raise Conflict(stored)
    return stored


def _days(on: datetime.date, *rules: CompositionRule) -> tuple[datetime.date, ...]:
    """The days from the one given on which what the rules say begins, or no longer is said."""
    days = {max(on, each.start or on) for each in rules}
    days |= {each.end for each in rules if each.end and each.end > on}
    return tuple(sorted(days))


def _store(
    rule: CompositionRule, by: User, on: datetime.date, why: str, *, is_ending: bool = False
) -> None:
    """Writes the rule. What stands in the way of a rule doesn't of its end."""
    if not is_ending and (faults := faults_of(rule, on)):
        raise Refused(faults)
    try:
        rule.full_clean()
        with transaction.atomic():
            store(rule, by=by, reason=why.strip())
    except ValidationError as error:
        raise Refused(
            [
                Finding("invalid", Severity.ERROR, message, FIELDS.get(name, name))
                for name, messages in error.message_dict.items()
                for message in messages
            ]
        ) from None
    except IntegrityError:
        raise Refused(
            "Någon annan ändrade reglerna samtidigt. Läs sidan på nytt. Inget har sparats."
        ) from None


def faults_of(rule: CompositionRule, on: datetime.date) -> list[Finding]:
    """What stands in the way of a rule (at most 8 queries)."""
    regions = {_region(each): (each.start, each.end) for each in Region.objects.order_by("order")}
    wanted = {rule.for_body_id, rule.seat_in_id, rule.held_by_body_id, rule.body_id} - {None}
    rows = Body.objects.filter(pk__in=wanted).named(on).select_related("kind").in_bulk()
    names = {pk: Named("body", pk, full_name(each)) for pk, each in rows.items()}
    beside = CompositionRule.objects.filter(body=rule.body_id, kind=rule.kind_id)
    beside = beside.exclude(pk=rule.pk).select_related("role", "region", "for_body")
    beside = [each for each in beside if _of_same_kind(rule, each)]
    source = None
    if rule.held_by_role_id:
        role = Named("role", rule.held_by_role_id, rule.held_by_role.name)
        source = Source(role, names.get(rule.held_by_body_id))
    there = There(
        regions,
        {names[pk]: (each.start, each.end) for pk, each in rows.items()},
        _posts(rule, source, names, on) if source else frozenset(),
        {names[rule.seat_in_id]: _rules_of_other(rows[rule.seat_in_id], names)}
        if rule.seat_in_id
        else {},
        names.get(rule.body_id),
    )
    return rule_faults(_pure(rule, names), source, [_pure(e, names) for e in beside], there)


def _of_same_kind(one: CompositionRule, other: CompositionRule) -> bool:
    """Whether a rule for a body, and one for each of a kind, may be about the same body."""
    for each, beside in ((one, other), (other, one)):
        if each.per_kind_id and beside.for_body_id:
            return beside.for_body.kind_id == each.per_kind_id
    return True


def _region(region: Region) -> Named:
    return Named("region", region.pk, region.name)


def _pure(rule: CompositionRule, names: dict[int, Named]) -> Rule:
    """The rule as the pure rules know it; bodies that the question isn't about by number alone."""
    whom = None
    if rule.region_id:
        whom = _region(rule.region)
    elif rule.for_body_id:
        whom = names.get(rule.for_body_id) or Named("body", rule.for_body_id, "")
    elif rule.per_kind_id:
        whom = Named("kind", rule.per_kind_id, rule.per_relation)
    return Rule(
        Named("role", rule.role_id, rule.role.name),
        rule.least,
        rule.most,
        Per(rule.per),
        whom,
        rule.is_derived,
        names.get(rule.seat_in_id),
        rule.votes,
        rule.start,
        rule.end,
    )


def _posts(
    rule: CompositionRule, source: Source, names: dict[int, Named], on: datetime.date
) -> frozenset:
    """The posts of the role that someone is appointed to, where the rule may look for them."""
    posts = Post.objects.filter(role=rule.held_by_role_id, held_by_role=None).exclude(end__lte=on)
    if rule.held_by_body_id:
        posts = posts.filter(body=rule.held_by_body_id)
    else:
        posts = posts.filter(Q(body__kind=rule.per_kind_id))
    return frozenset(
        (names.get(body) or Named("body", body, ""), source.role)
        for body in posts.values_list("body", flat=True)
    )


def _rules_of_other(body: Body, names: dict[int, Named]) -> list[Rule]:
    """The rules of a body that those of another are to sit in."""
    rules = CompositionRule.objects.filter(Q(body=body) | Q(kind=body.kind_id))
    mine = rules_of(body, rules.select_related("role", "region"))
    return [_pure(each, names) for each in mine if not each.role.is_office]

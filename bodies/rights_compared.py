"""What someone may do beyond what they, or another, may: compared right by right, and only what
differs is told together. Sentences can't be compared: one more action makes another sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from organisation.rights import Action, Scope, Thing
from organisation.standing import Standing

from .rights_told import Told, names_of, reach_of, together

THINGS, ACTIONS, SCOPES = list(Thing), list(Action), list(Scope)


@dataclass(frozen=True)
class May:
    """One action with one kind of thing. `of` is the body or the region whose things are meant,
    if it's only some; `reach` says it in words."""

    thing: Thing
    action: Action
    scope: Scope
    of: int | None
    reach: str = field(compare=False)


def all_rights(standing: Standing) -> frozenset[May]:
    """Everything that the standing gives, one by one (2 queries)."""
    names = names_of(standing.holdings, standing.on)
    return frozenset(
        May(thing, action, right.scope, _of(right.scope, holding), reach_of(right, holding, names))
        for thing in Thing
        for action in Action
        for right, holding in standing.rights(action, thing)
    )


def _of(scope: Scope, holding) -> int | None:
    if scope in (Scope.ALL, Scope.NO_REGION):
        return None
    return holding.region if scope is Scope.REGION else holding.body


def beyond(one: frozenset[May], than: frozenset[May]) -> list[str]:
    """What the one holds beyond the other, in lines: nothing that the other has, in whichever
    words, and nothing that a wider right in the same answer holds too."""
    found = {each for each in one if not _is_in(each, than)}
    found = {each for each in found if not _is_in(each, found - {each})}
    return [f"{each.doing} {each.what}: {each.reach}" for each in _told(found)]


def _is_in(may: May, among: Iterable[May]) -> bool:
    """Whether the right is among others, as it is or within a wider one."""
    wider = [may, replace(may, scope=Scope.ALL, of=None)]
    if may.scope is Scope.SHOWN:
        wider.append(replace(may, scope=Scope.OWN))
    return any(each in among for each in wider)


def _told(found: Iterable[May]) -> list[Told]:
    """The rights by kind and reach, and the kinds of which the same holds together."""
    by_reach: dict[tuple[Thing, str], list[Action]] = {}
    for each in sorted(found, key=_order):
        by_reach.setdefault((each.thing, each.reach), []).append(each.action)
    return together(
        Told((thing,), tuple(actions), reach) for (thing, reach), actions in by_reach.items()
    )


def _order(may: May) -> tuple:
    places = THINGS.index(may.thing), SCOPES.index(may.scope)
    return (*places, may.reach, ACTIONS.index(may.action))

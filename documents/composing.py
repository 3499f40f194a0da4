"""What a commission becomes when the shared text that it takes part of gets a new version.

Pure: it knows names of sections, not texts. `tests/documents/composing_cases.toml` holds what it
must answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Piece:
    """A section of a commission.

    `key` is its own; empty for one that is yet to be made. `shared` is the section of the shared
    text that it is, or, with `is_own`, that it has words of its own in place of; empty for one that
    has nothing to do with that text.
    """

    key: str
    shared: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class Composed:
    """The commission as it becomes, and the sections of the shared text that came (`added`), that
    went away (`gone`), and whose place is nobody's now, so that the text that stood in it stands
    for itself (`freed`)."""

    pieces: tuple[Piece, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    freed: tuple[str, ...]


def compose(
    now: Iterable[Piece],
    *,
    before: Iterable[str],
    after: Iterable[str],
    keep: frozenset[str] = frozenset(),
) -> Composed:
    """The commission `now`, taken from the sections `before`, brought to the sections `after`.

    - A section that the new version no longer has goes away; one in `keep` stays as an own one.
    - A text in the place of such a section stays, as an own one.
    - A section that is new comes after the one it follows in the shared text.
    - A section that the commission has left out stays left out.
    - Of two that are the same shared section the first is it; the other becomes an own one.
    - A section of the commission's own stays after the shared one it follows.
    - The order is the shared text's, unless the commission had one of its own.
    """
    now, before, after = list(now), list(before), list(after)
    had = list(dict.fromkeys(each.shared for each in now if each.shared))
    new = [each for each in after if each not in before and each not in had]
    gone = [
        each.shared
        for each in now
        if each.shared and not each.is_own and each.shared not in after and each.shared not in keep
    ]
    freed = [each.shared for each in now if each.is_own and each.shared not in after]
    groups = _groups(now, set(after), set(gone))
    in_its_order = had == [each for each in before if each in had]
    order = [each for each in groups if each]
    if in_its_order:
        order = [each for each in after if each in groups or each in new]
    else:
        for each in new:
            order.insert(_place(each, after, order), each)
    pieces = list(groups[""])
    for each in order:
        pieces += groups.get(each) or [Piece("", each)]
    return Composed(tuple(pieces), tuple(new), tuple(gone), tuple(freed))


def _groups(now: list[Piece], stays: set[str], gone: set[str]) -> dict[str, list[Piece]]:
    """Each shared section that stays, with the own ones after it; under "" what comes first."""
    groups: dict[str, list[Piece]] = {"": []}
    last = ""
    for each in now:
        if each.shared in stays and each.shared not in groups:
            last = each.shared
            groups[last] = [each]
        elif each.shared not in gone or each.is_own:
            groups[last].append(replace(each, shared="", is_own=False))
    return groups


def _place(new: str, after: list[str], order: list[str]) -> int:
    """Where a new section goes among those there are: after the nearest before it."""
    for each in reversed(after[: after.index(new)]):
        if each in order:
            return order.index(each) + 1
    return 0

"""Half-open days, cut and compared. A missing start is long ago, a missing end far ahead."""

from .values import Day, Days, Does

FIRST, LAST = Day.min, Day.max


def begins(days: Days) -> Day:
    return days[0] or FIRST


def ends(days: Days) -> Day:
    return days[1] or LAST


def holds(days: Days, day: Day) -> bool:
    """Whether the day is one of them."""
    return begins(days) <= day < ends(days)


def goes_on(days: Days, day: Day) -> bool:
    """Whether there is any of them left on the day or after it."""
    return ends(days) > day


def cut(days: Days, day: Day) -> Does | None:
    """What becomes of the days when nothing holds from the day on; None for nothing."""
    if not goes_on(days, day):
        return None
    return Does.NEVER if begins(days) >= day and days[0] is not None else Does.ENDS


def after(days: Days, day: Day) -> Days:
    """What is left of days that go on after the day."""
    return max(begins(days), day), days[1]


def without(days: Days, taken: list[Days]) -> list[Days]:
    """The days without those that are taken, in order."""
    left = [days]
    for each in taken:
        left = [part for one in left for part in _minus(one, each)]
    return left


def _minus(days: Days, taken: Days) -> list[Days]:
    if ends(taken) <= begins(days) or ends(days) <= begins(taken):
        return [days]
    parts = []
    if begins(days) < begins(taken):
        parts.append((days[0], taken[0]))
    if ends(taken) < ends(days):
        parts.append((taken[1], days[1]))
    return parts

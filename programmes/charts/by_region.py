"""Each region against what is to be reached there, for the last period that anyone has a value of:
a dot on a line, and the target as a stroke across it."""

from dataclasses import dataclass

from ..measuring import number_text
from ..where import Place, Where
from .scale import Scale, scale_over

WIDTH, HEAD, ROW, FOOT = 340.0, 4.0, 50.0, 20.0
# The line's ends, so that a mark at an end is whole; its height below the names.
START, END, LINE = 8.0, 332.0, 34.0
SIGN, STROKE = 12.0, 20.0


@dataclass(frozen=True)
class Row:
    """A place: its name and value in words, and where they stand. Without a value there is no
    dot, and the words say so."""

    y: float
    name: str
    mark: int
    text: str
    x: float | None
    target: float | None
    upper: float | None

    @property
    def sign(self) -> float:
        """Where the sign before the name begins, from above."""
        return self.y + 7

    @property
    def line(self) -> float:
        return self.y + LINE

    @property
    def words(self) -> float:
        """The baseline of the name and the value."""
        return self.y + 18

    @property
    def corner(self) -> float:
        """The left edge of the dot."""
        return round((self.x or 0) - SIGN / 2, 1)

    @property
    def dot_top(self) -> float:
        return self.line - SIGN / 2

    @property
    def top(self) -> float:
        """Where the target's stroke begins, from above."""
        return self.line - STROKE / 2

    @property
    def high(self) -> float:
        return STROKE

    @property
    def band(self) -> float:
        """How wide what is to be within is."""
        return round((self.upper or 0) - (self.target or 0), 1)


@dataclass
class Drawing:
    height: float
    rows: list[Row]
    low: str
    high: str
    width: float = WIDTH
    start: float = START
    end: float = END

    @property
    def has_targets(self) -> bool:
        return any(each.target is not None for each in self.rows)

    @property
    def foot(self) -> float:
        return self.height - 4


def by_region(told: Where) -> Drawing | None:
    """The drawing of the last period; None when no place has a value."""
    first = told.latest
    if first is None:
        return None
    shown = told.places
    numbers = [
        number
        for place in shown
        for number in (_value(place, first), *_target(place))
        if number is not None
    ]
    scale = scale_over(numbers, told.goal.decimals)
    rows = [_row(place, first, scale, HEAD + ROW * at) for at, place in enumerate(shown)]
    return Drawing(
        HEAD + ROW * len(rows) + FOOT,
        rows,
        number_text(scale.low, scale.decimals),
        number_text(scale.high, scale.decimals),
    )


def _value(place: Place, first):
    found = place.values.get(first)
    return found.value if found else None


def _target(place: Place):
    target = place.standing.target
    return (target.value, target.upper) if target else (None, None)


def _row(place: Place, first, scale: Scale, y: float) -> Row:
    def x(number) -> float | None:
        return None if number is None else scale.at(number, START, END)

    target, upper = _target(place)
    text = place.text_for(first)
    return Row(y, place.name, place.mark, text, x(_value(place, first)), x(target), x(upper))

"""An axis: which marks it has, and where a value stands on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

# At most so many steps between the lowest and the highest value.
STEPS = 5


@dataclass(frozen=True)
class Scale:
    """An axis from the mark `low` to the mark `high`, with a mark at each step."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def marks(self) -> list[Decimal]:
        number = int((self.high - self.low) / self.step)
        return [self.low + self.step * each for each in range(number + 1)]

    @property
    def decimals(self) -> int:
        """How many decimals the marks need."""
        return max(0, -int(self.step.normalize().as_tuple().exponent))

    def at(self, value: Decimal, start: float, end: float) -> float:
        """Where a value stands when the axis goes from `start` to `end`, with one decimal."""
        part = float((value - self.low) / (self.high - self.low))
        return round(start + part * (end - start), 1)


def scale_over(values: Iterable[Decimal], decimals: int) -> Scale:
    """The axis that all values have room on, with no finer marks than so many decimals."""
    numbers = list(values)
    low, high = min(numbers), max(numbers)
    finest = Decimal(1).scaleb(-decimals)
    if low == high:
        step = max(Decimal(1).scaleb(low.adjusted() - 1) if low else finest, finest)
    else:
        step = max(_nice((high - low) / STEPS), finest)
    first, last = low // step, high // step
    # Whole-number division of Decimal goes towards zero.
    first -= first * step > low
    last += last * step < high
    if first == last:
        last += 1
        first -= bool(low)
    return Scale(first * step, last * step, step)


def _nice(least: Decimal) -> Decimal:
    """The smallest of 1, 2 and 5 times a power of ten that isn't below the number."""
    for power in count(least.adjusted()):
        for each in (1, 2, 5):
            if (step := Decimal(each).scaleb(power)) >= least:
                return step
    raise AssertionError

"""What the timeline is drawn of: years, boxes and texts, in plain numbers."""

import calendar
import datetime
from dataclasses import dataclass, field

from organisation.models import Region
from organisation.templatetags.text import soft_hyphens
from organisation.words import short_names

from ..lettering import text_width, wrapped
from .timeline import Exception_, Group, Row, Stretch, Timeline

Date = datetime.date

WIDTH, LEFT = 1120, 190
HEAD = 34  # the years
TITLE, NOTE, LABEL = (15, 20), (12, 16), (13, 16)  # size, height of a line
ROW, GAP, BETWEEN = 30, 6, 26
MARK, PAD, NAME = 11, 6, 12
YEAR_APART = 40  # as far as years' numbers must be from each other
RADIUS = 8


@dataclass(frozen=True)
class Text:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    role: str


@dataclass(frozen=True)
class Box:
    """A region's term in an office. `state` is past, now or ahead; the text is as long as there
    is room for, and may be none."""

    x: float
    y: float
    width: float
    height: float
    state: str
    region: Region
    mark: tuple[float, float] | None
    text: Text | None


@dataclass(frozen=True)
class Number:
    """An exception's number, where what holds begins to differ."""

    x: float
    y: float
    number: int


@dataclass
class Drawing:
    """The timeline. `today` is the x of the day, if it's within the years."""

    height: float = HEAD
    width: float = WIDTH
    left: float = LEFT
    top: float = HEAD
    years: list[Text] = field(default_factory=list)
    grid: list[float] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    today: float | None = None
    today_label: Text | None = None
    today_box: tuple[float, float, float] | None = None


class Scale:
    """Where days stand."""

    def __init__(self, start: Date, end: Date):
        self.first, self.last = start.year, end.year
        self.year = (WIDTH - LEFT) / (self.last - self.first)

    def x(self, day: Date) -> float:
        """The x of a day: each year is as wide, and its days share it."""
        if day.year < self.first:
            return LEFT
        if day.year >= self.last:
            return WIDTH
        days = 366 if calendar.isleap(day.year) else 365
        within = (day.timetuple().tm_yday - 1) / days
        return round(LEFT + (day.year - self.first + within) * self.year, 1)


class Drawer:
    """Draws a timeline from the top down."""

    def __init__(self, line: Timeline, exceptions: list[Exception_], today_text: str):
        self.line, self.exceptions = line, exceptions
        self.scale = Scale(line.start, line.end)
        self.short = short_names(line.known.regions)
        self.made = Drawing()
        self.draw_years()
        y = float(HEAD)
        for group in line.groups:
            y = self.draw_group(group, y)
        self.made.height = y
        if line.start <= line.on < line.end:
            x = self.scale.x(line.on)
            self.made.today = x
            half = text_width(today_text, 12, bold=True) / 2 + 10
            middle = min(max(x, half), WIDTH - half)
            self.made.today_label = Text(round(middle, 1), y + 15, today_text, "today")
            self.made.today_box = (round(middle - half, 1), y + 1, round(2 * half, 1))
            self.made.height = y + 22

    def draw_years(self) -> None:
        first, last = self.scale.first, self.scale.last
        step = -(-YEAR_APART // self.scale.year)
        for year in range(first, last):
            x = round(LEFT + (year - first) * self.scale.year, 1)
            self.made.grid.append(x)
            if (year - first) % step == 0:
                role = "year is-now" if year == self.line.on.year else "year"
                self.made.years.append(Text(x + 4, HEAD - 12, str(year), role))
        self.made.grid.append(WIDTH)

    def draw_group(self, group: Group, y: float) -> float:
        """Draws the group from y down, and returns where it ends."""
        self.made.rules.append(y)
        size, high = TITLE
        beside = text_width(group.title, size, bold=True) <= LEFT - 12
        at = y + 6
        for each in wrapped(group.title, WIDTH, size, bold=True):
            at += high
            self.made.texts.append(Text(0, at - 5, each, "title"))
        if group.rhythm:
            if not beside:
                at += NOTE[1]
            self.made.texts.append(Text(LEFT, at - 5, group.rhythm, "note"))
        at += GAP + 4
        told: set = set()
        for row in group.rows:
            self.draw_numbers(row, at, told)
            at = self.draw_row(row, at)
        return at + BETWEEN - GAP

    def draw_row(self, row: Row, y: float) -> float:
        size, high = LABEL
        label = soft_hyphens(row.label)
        lines = [(each, "label") for each in wrapped(label, LEFT - 14, size)]
        if row.follows:
            lines += [(each, "follows") for each in wrapped(row.follows, LEFT - 14, NOTE[0])]
        height = max(ROW, len(lines) * high + 2)
        at = y + (max(ROW - len(lines) * high, 2)) / 2
        for text, role in lines:
            at += high
            self.made.texts.append(Text(0, at - 4, text, role))
        for each in row.stretches:
            self.made.boxes.append(self.box(each, y, ROW))
        return y + height + GAP

    def draw_numbers(self, row: Row, y: float, told: set) -> None:
        """The numbers of what differs in the row; those that a row above in the group has told of
        aren't told again."""
        here = {each.key for stretch in row.stretches for each in stretch.exceptions} - told
        told |= here
        for each in self.exceptions:
            if each.record.pk not in here:
                continue
            for day in each.days:
                if self.line.start <= day < self.line.end:
                    x = min(self.scale.x(self.begins(row, day)), WIDTH - RADIUS)
                    self.made.numbers.append(Number(x, y - 3, each.number))

    def begins(self, row: Row, day: Date) -> Date:
        """The first day of the term that holds on the day, if it's shown."""
        found = next((each for each in row.stretches if each.holds(day)), None)
        return found.start if found and found.start and found.start >= self.line.start else day

    def box(self, stretch: Stretch, y: float, height: float) -> Box:
        x = self.scale.x(stretch.start or self.line.start) + 1
        right = self.scale.x(stretch.end or self.line.end) - 1
        width = round(max(right - x, 1), 1)
        state = "past"
        if stretch.start and stretch.start > self.line.on:
            state = "ahead"
        elif stretch.holds(self.line.on):
            state = "now"
        middle = y + height / 2
        mark = text = None
        pad = min(PAD, (width - MARK) / 2)
        short = self.short[stretch.region.pk]
        for words, own, gap, after in ((short, PAD, 4, 2), (stretch.region.code, 4, 3, 1)):
            left, room = x + own + MARK + gap, x + width - after
            if left + text_width(words, NAME) <= room:
                bold = state == "now" and left + text_width(words, NAME, bold=True) <= room
                role = "turn-name is-bold" if bold else "turn-name"
                text = Text(round(left, 1), round(middle + 4.5, 1), words, role)
                pad = own
                break
        if width >= MARK + 4:
            mark = (round(x + pad, 1), round(middle - MARK / 2, 1))
        return Box(x, y, width, height, state, stretch.region, mark, text)


def drawn(line: Timeline, exceptions: list[Exception_], today_text: str) -> Drawing:
    """The drawing of a timeline, with the exceptions' numbers; `today_text` stands by the day."""
    return Drawer(line, exceptions, today_text).made

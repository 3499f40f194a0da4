"""How the work is shared between the regions: what is asked for, what is told of it, and in which
words. What is counted is in `bodies.burden` and `programmes.burden`."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import forms

from bodies.burden import Measure, burden
from bodies.fairness import Member, Share
from bodies.models import BodyKind
from organisation.dates import NBSP
from organisation.fields import Boxes, field
from organisation.models import Inhabitants, Region
from organisation.tables import table_file
from portal.asof import YEARS_AHEAD, Day
from portal.site import source_line
from programmes.burden import HOSTED, hosted

TENTH = Decimal("0.1")
MINUS = "\N{MINUS SIGN}"
# A bar goes from the middle of the chart towards an end; half the chart is this wide.
HALF, BAR = 100, 9


@dataclass(frozen=True)
class Counted:
    """Something that is counted: what it's called, and exactly what it is."""

    name: str
    measure: str
    title: str
    what: str


COUNTED = (
    Counted(
        "ordforande",
        Measure.CHAIR,
        "År som ordförande",
        "Uppdraget som ordförande. Går det i tur räknas den region vars tur det är, också när "
        "uppdraget är vakant eller någon från en annan region har det; hur mycket det är står för "
        "sig. Annars räknas den region som personen företräder i organet eller, om det "
        "inte är känt, arbetar i. Sammankallande och vice ordförande räknas inte.",
    ),
    Counted(
        "sekreterare",
        Measure.SECRETARY,
        "År som sekreterare",
        "Uppdraget som sekreterare, på samma sätt som för ordförande. Processtöd räknas inte.",
    ),
    Counted(
        "platser",
        Measure.SEAT,
        "Platser",
        "Varje plats som någon har, som ledamot, ersättare eller annat. En plats i ett år är ett "
        "år. Den räknas till den region som platsen är till för, annars till den som personen "
        "arbetar i.",
    ),
    Counted(
        "arbetsgrupper",
        Measure.WORK_GROUP,
        "Platser i arbetsgrupper",
        "Platser i tillfälliga arbetsgrupper, på samma sätt. De räknas inte också som platser.",
    ),
    Counted(
        "vardskap",
        HOSTED,
        "Värdskap",
        "Nationella programområden och andra nationella organ som regionen sköter värdskapet för.",
    ),
    Counted(
        "vakanser",
        Measure.VACANCY,
        "Vakanta platser",
        "En regions platser som står tomma: från dagen då platsen inrättades, eller då den förra "
        "slutade. När ingen uppgift finns om vem som har haft en plats räknas den inte som vakant.",
    ),
)
NOT_COUNTED = (
    "Den som har en plats därför att någon har ett annat uppdrag räknas en gång, för det "
    "uppdraget. Det som en region har haft innan den gick med eller efter att den lämnade räknas "
    "inte."
)


def number(value: Fraction, *, signed: bool = False) -> str:
    """A number of years with at most one decimal, as it's written in Swedish."""
    rounded = tenths(value)
    text = f"{abs(rounded):,f}".removesuffix(".0").replace(",", NBSP).replace(".", ",")
    sign = MINUS if rounded < 0 else "+" if signed and rounded else ""
    return f"{sign}{text}"


def tenths(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    # Never "-0.0".
    return exact.quantize(TENTH, ROUND_HALF_UP) + 0


def years_of(value: Fraction) -> str:
    return f"{number(value)} år"


@dataclass(frozen=True)
class Bar:
    """A bar of the chart, from the middle: in plain numbers, with its length as least a line."""

    off: Fraction
    x: int
    width: int
    y: int
    height: int
    solid: bool


@dataclass(frozen=True)
class Row:
    """What a region has had of something, beside its parts."""

    region: Region
    share: Share
    bars: list[Bar]
    filled: tuple[Fraction, Fraction] | None = None

    @property
    def otherwise(self) -> str:
        """How much of the region's turns was vacant or another's, in words."""
        return filled_words(*self.filled) if self.filled else ""

    @property
    def years(self) -> str:
        return number(self.share.years)

    @property
    def equal(self) -> str:
        return number(self.share.equal)

    @property
    def off_equal(self) -> str:
        return number(self.share.off_equal, signed=True)

    @property
    def people(self) -> str:
        return "" if self.share.by_people is None else number(self.share.by_people)

    @property
    def off_people(self) -> str:
        off = self.share.off_people
        return "" if off is None else number(off, signed=True)

    @property
    def in_words(self) -> str:
        return than(self.share.off_equal, "en lika del")

    @property
    def people_in_words(self) -> str:
        off = self.share.off_people
        return "" if off is None else than(off, "en del efter invånare")


def than(off: Fraction, part: str) -> str:
    """How far from a part someone is, in words."""
    if not tenths(off):
        return f"lika mycket som {part}"
    return f"{years_of(abs(off))} {'mer' if off > 0 else 'mindre'} än {part}"


@dataclass(frozen=True)
class Told:
    """Something that is counted, region by region."""

    counted: Counted
    rows: list[Row]
    unknown: Fraction

    @property
    def total(self) -> str:
        return years_of(sum((each.share.years for each in self.rows), Fraction(0)))

    @property
    def by_people(self) -> bool:
        return any(each.share.by_people is not None for each in self.rows)

    @property
    def is_even(self) -> bool:
        return not any(tenths(each.share.off_equal) for each in self.rows)

    @property
    def otherwise(self) -> str:
        """Whose turns were vacant, or had by someone from another region, in words."""
        return "; ".join(f"{each.region} {each.otherwise}" for each in self.rows if each.otherwise)

    @property
    def has_chart(self) -> bool:
        """Whether there's anything to draw: some bar that is longer than nothing."""
        return any(bar.width for row in self.rows for bar in row.bars)

    @property
    def unknown_text(self) -> str:
        return years_of(self.unknown) if tenths(self.unknown) else ""


@dataclass(frozen=True)
class Telling:
    """The answer to what was asked."""

    first: int
    last: int
    until: datetime.date
    planned: bool
    since: datetime.date | None
    told: list[Told]
    inhabitants: list[tuple[str, str]]

    @property
    def span(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def says_inhabitants(self) -> bool:
        """Whether any part by inhabitants can be told."""
        return any(each.by_people for each in self.told)

    @property
    def ends_early(self) -> bool:
        """Whether the span goes on after the last day that is counted."""
        return not self.planned and self.until < datetime.date(self.last, 12, 31)


class BurdenForm(forms.Form):
    """Which years are asked for, and of what. All may be left empty."""

    fran = field(forms.CharField, "Från och med år", attrs={"inputmode": "numeric"})
    till = field(forms.CharField, "Till och med år", attrs={"inputmode": "numeric"})
    slag = field(
        forms.ChoiceField,
        "I vilka organ",
        errors={"invalid_choice": "I vilka organ: det slaget finns inte. Välj ett ur listan."},
    )
    matt = field(
        forms.MultipleChoiceField,
        "Visa",
        widget=Boxes(attrs={"class": ""}),
        choices=[(each.name, each.title) for each in COUNTED],
        errors={"invalid_choice": "Visa: det går inte att räkna det. Välj bland rutorna."},
    )
    planerat = field(forms.BooleanField, "Räkna också det som är planerat", attrs={"class": ""})

    def __init__(self, data, day: Day, kinds: Sequence[BodyKind]):
        super().__init__(data, auto_id="val-%s")
        self.day, self.kinds = day, {each.slug: each for each in kinds}
        self.earliest, self.latest = day.first.year, day.on.year + YEARS_AHEAD
        choices = [("", "Alla organ"), *((each.slug, each.plural) for each in kinds)]
        self.fields["slag"].choices = choices

    def _year(self, name: str) -> int | None:
        text = self.cleaned_data[name].strip()
        if not text:
            return None
        # isdecimal() would take other scripts' digits too.
        if len(text) == 4 and text.isascii() and text.isdecimal():
            year = int(text)
            if self.earliest <= year <= self.latest:
                return year
        raise forms.ValidationError(
            f"{self.fields[name].label}: skriv ett år från {self.earliest} till {self.latest} med "
            "fyra siffror."
        )

    def clean_fran(self) -> int | None:
        return self._year("fran")

    def clean_till(self) -> int | None:
        return self._year("till")

    def clean(self):
        data = super().clean()
        fran, till = data.get("fran"), data.get("till")
        last = till or self.day.on.year
        if fran and "till" in data and fran > last:
            self.add_error(
                "fran",
                f"Från och med år: {fran} ligger efter det sista året, {last}. Ändra något av dem.",
            )
        return data


def filled_words(empty: Fraction, elsewhere: Fraction) -> str:
    """How turns were filled otherwise than by someone from the region; empty for less than a
    tenth of a year of either."""
    told = []
    if tenths(empty):
        told.append(f"{years_of(empty)} vakant")
    if tenths(elsewhere):
        told.append(f"{years_of(elsewhere)} med någon från en annan region")
    return " och ".join(told)


def telling(form: BurdenForm, day: Day, regions: Sequence[Region]) -> Telling:
    """What was asked for with a form that is valid (6 queries)."""
    asked = form.cleaned_data
    planned, kind = asked["planerat"], form.kinds.get(asked["slag"])
    wanted = [each for each in COUNTED if not asked["matt"] or each.name in asked["matt"]]
    everything = burden(day.on, planned=planned, kind=kind)
    if kind is None:
        everything.held.extend(hosted(day.on, planned=planned))
    since = everything.since
    last = asked["till"] or day.on.year
    first = asked["fran"] or min(max(form.earliest, since.year if since else 0), last)
    living = Inhabitants.objects.filter(year__lte=last).select_related("source")
    living = list(living.order_by("region__order", "year"))
    people = {(each.region_id, each.year): each.number for each in living}
    members = [Member(each.pk, each.start, each.end) for each in regions]
    shares = everything.shares(members, first, last, people)
    unknown = everything.unknown(first, last)
    otherwise = everything.filled_otherwise(members, first, last)
    of = {each.pk: each for each in regions}
    told = []
    for each in wanted:
        mine = [share for share in shares if share.measure == each.measure]
        mine.sort(key=lambda share: of[share.region].order)
        nobodys = unknown.get(each.measure, Fraction(0))
        if mine or nobodys:
            filled = [otherwise.get((each.measure, share.region)) for share in mine]
            told.append(Told(each, _rows(mine, of, filled), nobodys))
    return Telling(first, last, day.on, planned, since, told, _in_sentences(living, of))


def _in_sentences(living: Sequence[Inhabitants], of: dict[int, Region]) -> list[tuple[str, str]]:
    """How many live in each region, by whose word it is: (numbers, source)."""
    by_source: dict[str, list[str]] = {}
    for each in living:
        said = f"{of[each.region_id].name} {number(Fraction(each.number))} ({each.year})"
        text = source_line(each.source, each.source_date).text
        by_source.setdefault(text, []).append(said)
    return [(", ".join(said), text) for text, said in by_source.items()]


def _rows(shares: list[Share], of: dict[int, Region], filled: list) -> list[Row]:
    offs = [off for each in shares for off in (each.off_equal, each.off_people) if off is not None]
    widest = max(map(abs, offs), default=Fraction(0))
    rows = []
    for each, otherwise in zip(shares, filled, strict=True):
        bars = [_bar(each.off_equal, widest, 2, BAR, solid=True)]
        if each.off_people is not None:
            bars.append(_bar(each.off_people, widest, 2 + BAR + 2, BAR, solid=False))
        rows.append(Row(of[each.region], each, bars, otherwise))
    return rows


def _bar(off: Fraction, widest: Fraction, y: int, height: int, *, solid: bool) -> Bar:
    width = round(abs(off) / widest * HALF) if widest else 0
    return Bar(off, HALF - width if off < 0 else HALF, width, y, height, solid)


HEADINGS = (
    *("Vad", "Region", "Från och med år", "Till och med år", "Räknat till och med"),
    *("År", "Lika del", "Avvikelse från lika del"),
    *("Del efter invånare", "Avvikelse från del efter invånare"),
    *("Varav vakant", "Varav med någon från en annan region"),
)


def as_csv(answer: Telling) -> bytes:
    """The same as the tables, with numbers that a spreadsheet can add."""
    rows = []
    last = datetime.date(answer.last, 12, 31)
    until = min(answer.until, last) if not answer.planned else last
    for told in answer.told:
        for row in told.rows:
            share = row.share
            numbers = (share.years, share.equal, share.off_equal, share.by_people, share.off_people)
            numbers += row.filled or (None, None)
            rows.append(
                [
                    told.counted.title,
                    row.region.name,
                    str(answer.first),
                    str(answer.last),
                    until.isoformat(),
                    *("" if each is None else tenths(each) for each in numbers),
                ]
            )
        if told.unknown_text:
            years = tenths(told.unknown)
            blank = [""] * 6
            where = [str(answer.first), str(answer.last), until.isoformat()]
            rows.append([told.counted.title, "Region inte känd", *where, years, *blank])
    return table_file("csv", HEADINGS, rows)

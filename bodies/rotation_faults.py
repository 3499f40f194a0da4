"""What is wrong with a rotation: why it can't be worked out, or can't be meant, and the remedy.

Pure, as `rotation` is. A finding's subject is the key of the scheme that must be changed. What is
wrong is told once: what follows a faulty scheme is judged when that one is right.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise

from organisation.dates import long_date, period_words
from organisation.rules import Finding, Severity

from .rotation import (
    Exceptional,
    Following,
    Impossible,
    Interim,
    Move,
    Region,
    Rota,
    Rotation,
    Scheme,
    Shift,
    Swap,
    Term,
    change_at,
    in_turn,
    moved,
)

Date = datetime.date
RegionsOn = Callable[[Date], Collection[Region]]


def rotation_faults(schemes: Iterable[Scheme], regions_on: RegionsOn) -> list[Finding]:
    """All that is wrong with schemes that are to hold together. `regions_on` tells which regions
    there are on a day."""
    return list(_Judge(list(schemes), regions_on).findings())


class _Judge:
    """Goes through schemes, those who are followed before those who follow."""

    def __init__(self, schemes: list[Scheme], regions_on: RegionsOn):
        self.schemes = {each.key: each for each in schemes}
        self.regions_on = regions_on
        self.sound: dict = {}

    def findings(self) -> Iterator[Finding]:
        rings = {key for key in self.schemes if key in self.followed_by(key)}
        for key in rings:
            yield _fault("ring", self.schemes[key], RING)
        waiting = [each for each in self.schemes.values() if each.key not in rings]
        for scheme in sorted(waiting, key=lambda each: len(self.followed_by(each.key))):
            found = [*_about_parts(scheme, self.regions_on), *self.about_following(scheme, rings)]
            leaders = {each.scheme for each in _following(scheme)}
            if not found and leaders <= set(self.sound):
                found = [*self.about_terms(scheme)]
            yield from found
        yield from _about_offices(self.schemes.values())

    def followed_by(self, key) -> set:
        """The schemes that one follows, straight or through others; itself when in a ring."""
        found: set = set()
        waiting = [key]
        while waiting:
            for each in _following(self.schemes.get(waiting.pop())):
                if each.scheme not in found:
                    found.add(each.scheme)
                    waiting.append(each.scheme)
        return found

    def about_following(self, scheme: Scheme, rings: set) -> Iterator[Finding]:
        if any(each in rings for each in self.followed_by(scheme.key)):
            yield _fault("follows-ring", scheme, "Den som följs går i ring. Rätta den först.")
            return
        for each in _following(scheme):
            followed = self.schemes.get(each.scheme)
            if followed is None or each.office not in followed.offices:
                message = (
                    f"{each.office} har ingen turordning att följa. Lägg upp den, eller välj en "
                    "annan funktion."
                )
                yield _fault("follows-nothing", scheme, message)

    def about_terms(self, scheme: Scheme) -> Iterator[Finding]:
        """What the exceptions and the parts make of the terms; sound is what is left."""
        faulty: list[Exceptional] = []
        for each, finding in self.about_exceptions(scheme):
            faulty.append(each)
            yield finding
        exceptions = tuple(each for each in scheme.exceptions if each not in faulty)
        sound = replace(scheme, exceptions=exceptions)
        self.sound[scheme.key] = sound
        if finding := self.inside_term(sound):
            yield finding
            return
        rotation = self.rotation(sound)
        try:
            terms = {each: rotation.all_terms(scheme.key, each) for each in scheme.offices}
        except Impossible:
            yield _fault("no-place-in-order", scheme, NO_PLACE)
            return
        if scheme.apart and not faulty:
            yield from _about_being_apart(scheme, terms)

    def rotation(self, scheme: Scheme) -> Rotation:
        """The sound schemes and one more, far enough ahead for every region to have had a turn."""
        found = self.sound | {scheme.key: scheme}
        rotas = [each for one in found.values() for each in one.parts if isinstance(each, Rota)]
        days = [each.since for one in found.values() for each in one.parts]
        months = max((len(each.order) * each.months for each in rotas), default=0)
        return Rotation(found.values(), max(days) + datetime.timedelta(days=31 * months))

    def inside_term(self, scheme: Scheme) -> Finding | None:
        """The first part that begins inside a term of the one before it."""
        office = next(iter(scheme.offices))
        for before, after in pairwise(scheme.parts):
            alone = replace(scheme, parts=(before,), end=None)
            try:
                terms = self.rotation(alone).planned(alone, office)
            except Impossible:
                return None
            for each in terms:
                if each.start < after.since < each.end:
                    message = (
                        f"{long_date(after.since)} ligger inne i perioden "
                        f"{period_words(each.start, each.end)}. Välj {long_date(each.start)} "
                        f"eller {long_date(each.end)}, eller flytta bytet med ett undantag."
                    )
                    return _fault("inside-term", scheme, message)
        return None

    def about_exceptions(self, scheme: Scheme) -> Iterator[tuple[Exceptional, Finding]]:
        """Each exception that can't be, with why."""
        told = []
        for each, code, message in self.wrong_exceptions(scheme):
            if each not in told:
                told.append(each)
                yield each, _fault(code, scheme, message)

    def wrong_exceptions(self, scheme: Scheme) -> Iterator[tuple[Exceptional, str, str]]:
        for each in scheme.exceptions:
            if each.offices is not None and not each.offices <= set(scheme.offices):
                yield each, "no-such-office", NO_SUCH_OFFICE
        shifts = [each for each in scheme.exceptions if isinstance(each, Shift)]
        wrong = []
        for each, code, message in _about_shifts(scheme, shifts):
            wrong.append(each)
            yield each, code, message
        base = replace(scheme, exceptions=tuple(each for each in shifts if each not in wrong))
        for office in scheme.offices:
            try:
                planned = self.rotation_for(scheme, base).planned(base, office)
            except Impossible:
                return
            yield from _about_swaps(planned, scheme.of(office, Swap), scheme.parts)
            moves = scheme.of(office, Move)
            bad = list(_about_moves(planned, moves, shifts))
            yield from bad
            good = [each for each in moves if each not in [one for one, _, _ in bad]]
            made = moved(planned, good) if not bad else planned
            yield from _about_interims(made, scheme.of(office, Interim), self.regions_on)

    def rotation_for(self, scheme: Scheme, base: Scheme) -> Rotation:
        """The sound schemes with `base`, as far ahead as any exception of `scheme` speaks of."""
        days = [
            day
            for each in scheme.exceptions
            for day in vars(each).values()
            if isinstance(day, Date)
        ]
        rotation = self.rotation(base)
        rotation.until = max([rotation.until, *(each + DAY for each in days)])
        return rotation


DAY = datetime.timedelta(days=1)
RING = (
    "Turordningen följer sig själv genom andra. Låt någon av dem ha en egen ordning: två kan inte "
    "följa varandra, inte ens under olika tider."
)
NO_PLACE = (
    "Den som följs har en region som inte är med i sin ordning under en tid, så det går inte att "
    "räkna vem som kommer efter den. Lås undantaget där, eller följ med samma region."
)
NO_SUCH_OFFICE = (
    "Undantaget gäller en funktion som inte hör till turordningen. Välj en av dem som gör det."
)


def _fault(code: str, scheme: Scheme, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message, str(scheme.key))


def _following(scheme: Scheme | None) -> list[Following]:
    return [each for each in scheme.parts if isinstance(each, Following)] if scheme else []


def _about_parts(scheme: Scheme, regions_on: RegionsOn) -> Iterator[Finding]:
    """What can be said of a scheme without working out its terms."""
    if not scheme.offices:
        yield _fault("no-office", scheme, "Välj minst en funktion som ska gå i tur.")
    if not scheme.parts:
        yield _fault("no-start", scheme, "Ange från vilken dag turordningen gäller.")
    days = [each.since for each in scheme.parts]
    if len(set(days)) < len(days):
        message = "Två ordningar börjar samma dag. Ta bort den ena, eller ge den en annan dag."
        yield _fault("same-day", scheme, message)
    if scheme.end and days and scheme.end <= max(days):
        message = (
            f"Turordningen slutar {long_date(scheme.end - DAY)}, innan den sista ordningen börjar "
            f"{long_date(max(days))}. Välj en senare sista dag, eller ta bort ordningen."
        )
        yield _fault("ends-before-start", scheme, message)
    for each in scheme.parts:
        if isinstance(each, Rota):
            yield from _about_rota(scheme, each, regions_on(each.since))


def _about_rota(scheme: Scheme, rota: Rota, regions: Collection[Region]) -> Iterator[Finding]:
    order, others = set(rota.order), rota.without
    if rota.months < 1:
        yield _fault("no-period", scheme, "En period är minst en månad. Ange hur många månader.")
    if not rota.order:
        yield _fault("no-order", scheme, "Ange minst en region i ordningen.")
        return
    if twice := [each for each in order if rota.order.count(each) > 1]:
        message = f"{_and(twice)} står två gånger i ordningen. Ta bort den ena."
        yield _fault("region-twice", scheme, message)
    if both := order & others:
        message = f"{_and(both)} står både i ordningen och bland dem som inte deltar. Välj en."
        yield _fault("region-both", scheme, message)
    if unknown := (order | others) - set(regions):
        message = f"{_and(unknown)} hör inte till sjukvårdsregionen {long_date(rota.since)}."
        yield _fault("region-unknown", scheme, message)
    if missing := set(regions) - order - others:
        message = f"{_and(missing)} saknas i ordningen. Lägg till, eller ange att den inte deltar."
        yield _fault("region-missing", scheme, message)


def _and(regions: Iterable[Region]) -> str:
    return " och ".join(sorted(map(str, regions)))


def _about_offices(schemes: Collection[Scheme]) -> Iterator[Finding]:
    """Offices that go in two turns at once."""
    running = [each for each in schemes if each.parts]
    for one, other in combinations(running, 2):
        both = set(one.offices) & set(other.offices)
        if both and max(one.start, other.start) < min(one.end or Date.max, other.end or Date.max):
            message = (
                f"{_and(both)} går i två turordningar samtidigt. Ta bort funktionen ur den ena, "
                "eller låt den ena sluta innan den andra börjar."
            )
            for each in (one, other):
                yield _fault("office-twice", each, message)


def _about_being_apart(scheme: Scheme, terms: dict) -> Iterator[Finding]:
    for one, other in combinations(terms, 2):
        for each in terms[one]:
            for beside in terms[other]:
                if each.region == beside.region and each.meets(beside.start, beside.end):
                    start, end = max(each.start, beside.start), min(each.end, beside.end)
                    message = (
                        f"{one} och {other} ska vara från olika regioner, men {each.region} har "
                        f"båda {period_words(start, end)}. Ändra stegen mellan dem eller "
                        "undantaget."
                    )
                    yield _fault("not-apart", scheme, message)
                    return


def _about_shifts(scheme: Scheme, shifts: list[Shift]) -> Iterator[tuple[Shift, str, str]]:
    moves = {each.at for each in scheme.exceptions if isinstance(each, Move)}
    seen: set[Date] = set()
    for each in shifts:
        if each.at in seen:
            yield each, "moved-twice", _moved_twice(each.at)
            continue
        seen.add(each.at)
        part = next((one for one in reversed(scheme.parts) if one.since < each.at), None)
        if isinstance(part, Following):
            message = (
                "Den som följer en annan kan inte skjuta upp alla sina perioder. Skjut upp den som "
                "följs, eller flytta bara det här bytet."
            )
            yield each, "follows-cannot-shift", message
        elif part is None:
            yield each, "no-change-then", _no_change(each.at, [])
        elif term := _ending(part, shifts, each.at):
            if each.to == each.at:
                yield each, "changes-nothing", SAME_DAY
            elif each.to <= term.start:
                yield each, "too-far", _too_far(each.to)
        else:
            yield each, "no-change-then", _no_change(each.at, [])
    for each in shifts:
        if each.at in moves:
            yield each, "moved-twice", _moved_twice(each.at)


SAME_DAY = "Bytet är redan den dagen. Välj en annan dag, eller ta bort undantaget."


def _ending(part: Rota, shifts: list[Shift], day: Date) -> Term | None:
    """The term of an order that was planned to end on the day, other shifts taken in."""
    others = [each for each in shifts if each.at < day]
    for each in in_turn(part, 0, others):
        if each.end == day:
            return each
        if each.start > day:
            return None
    return None


def _moved_twice(day: Date) -> str:
    return f"Bytet {long_date(day)} är redan flyttat. Ändra det undantaget i stället."


def _too_far(day: Date) -> str:
    return (
        f"{long_date(day)} ligger utanför perioderna på var sida om bytet: någon av dem skulle "
        "inte få en enda dag. Välj en dag i någon av dem."
    )


def _no_change(day: Date, changes: list[Date]) -> str:
    near = sorted(sorted(changes, key=lambda each: abs(each - day))[:3])
    remedy = (
        f"Byten sker {', '.join(map(long_date, near))}." if near else "Välj dagen för ett byte."
    )
    return f"Inget byte sker {long_date(day)}. {remedy}"


def _holding(terms: list[Term], day: Date) -> Term | None:
    return next((each for each in terms if each.start <= day < each.end), None)


def _outside(day: Date) -> str:
    return f"Ingen har turen {long_date(day)}. Välj en dag då turordningen gäller."


def _about_swaps(
    terms: list[Term], swaps: list[Swap], parts: Iterable
) -> Iterator[tuple[Swap, str, str]]:
    taken: list[Term] = []
    for each in swaps:
        both = [_holding(terms, day) for day in (each.first, each.second)]
        if None in both:
            day = each.first if both[0] is None else each.second
            yield each, "outside", _outside(day)
        elif both[0] == both[1]:
            yield each, "same-term", "Båda dagarna ligger i samma period. Välj två perioder."
        elif any(min(t.start for t in both) < p.since <= max(t.start for t in both) for p in parts):
            message = (
                "En ny ordning börjar mellan perioderna, och den får inte ändra det som var innan. "
                "Byt två perioder på samma sida, eller ange en region tillfälligt."
            )
            yield each, "over-new-order", message
        elif both[0].region == both[1].region:
            message = (
                f"{both[0].region} har båda perioderna, så bytet ändrar inget. Välj två andra."
            )
            yield each, "changes-nothing", message
        elif any(term in taken for term in both):
            message = "En av perioderna är redan bytt mot en annan. Ändra det undantaget i stället."
            yield each, "swapped-twice", message
        else:
            taken += both


def _about_moves(
    terms: list[Term], moves: list[Move], shifts: list[Shift]
) -> Iterator[tuple[Move, str, str]]:
    shifted, seen, good = {each.at for each in shifts}, set(), []
    changes = [after.start for before, after in pairwise(terms) if before.end == after.start]
    for each in moves:
        if each.at in shifted:
            continue  # told of the shift
        if each.at in seen:
            yield each, "moved-twice", _moved_twice(each.at)
        elif each.at not in changes:
            yield each, "no-change-then", _no_change(each.at, changes)
        elif each.at == each.to:
            yield each, "changes-nothing", SAME_DAY
        else:
            good.append(each)
        seen.add(each.at)
    to = {each.at: each.to for each in good}
    for each in good:
        number = change_at(terms, each.at)
        before, after = terms[number - 1 : number + 1]
        begins, ends = to.get(before.start, before.start), to.get(after.end, after.end)
        if not begins < each.to < ends:
            yield each, "too-far", _too_far(each.to)


def _about_interims(
    terms: list[Term], interims: list[Interim], regions_on: RegionsOn
) -> Iterator[tuple[Interim, str, str]]:
    taken: list[Interim] = []
    for each in interims:
        if each.end <= each.start:
            message = "Sista dagen ligger före första dagen. Ändra någon av dem."
            yield each, "ends-before-start", message
            continue
        met = [term for term in terms if term.meets(each.start, each.end)]
        days = sum((min(t.end, each.end) - max(t.start, each.start)).days for t in met)
        if each.region not in regions_on(each.start):
            message = f"{each.region} hör inte till sjukvårdsregionen {long_date(each.start)}."
            yield each, "region-unknown", message
        elif days < (each.end - each.start).days:
            outside = each.start if _holding(terms, each.start) is None else each.end - DAY
            yield each, "outside", _outside(outside)
        elif all(term.region == each.region for term in met):
            message = f"{each.region} har redan turen då. Välj en annan region, eller andra dagar."
            yield each, "changes-nothing", message
        elif any(each.start < other.end and other.start < each.end for other in taken):
            message = "Två regioner kan inte ha samma funktion samtidigt. Ändra dagarna i den ena."
            yield each, "interims-meet", message
        else:
            taken.append(each)

"""What is wrong with a rotation: why it can't be worked out, or can't be meant, and the remedy.

Pure, as `rotation` is. A finding's subject is the key of the scheme that must be changed. What is
wrong is told once: what follows a faulty scheme is judged when that one is right.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
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
    moved,
)
from .rotation_exceptions import (
    DAY,
    RegionsOn,
    interims_wrong,
    moves_wrong,
    shifts_wrong,
    swaps_wrong,
)

Date = datetime.date


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
        for each, code, message in shifts_wrong(scheme, shifts):
            wrong.append(each)
            yield each, code, message
        base = replace(scheme, exceptions=tuple(each for each in shifts if each not in wrong))
        for office in scheme.offices:
            try:
                planned = self.rotation(scheme).planned(base, office)
            except Impossible:
                return
            yield from swaps_wrong(planned, scheme.of(office, Swap), scheme.parts)
            moves = scheme.of(office, Move)
            bad = list(moves_wrong(planned, moves, shifts))
            yield from bad
            good = [each for each in moves if each not in [one for one, _, _ in bad]]
            made = moved(planned, good) if not bad else planned
            yield from interims_wrong(made, scheme.of(office, Interim), self.regions_on)


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

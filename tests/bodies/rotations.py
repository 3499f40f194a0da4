"""Rotations as they are written in rotation_cases.txt, which tells how."""

import datetime
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from bodies.rotation import Following, Interim, Move, Rota, Scheme, Shift, Swap

HERE = Path(__file__).parent


@dataclass
class Case:
    """Schemes, and what is said of them: `= …` what they give, `! …` what is wrong with them."""

    name: str
    schemes: list[Scheme] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def cases(file: str) -> list[Case]:
    """All cases of a file."""
    found = []
    for line in (HERE / file).read_text().splitlines():
        if line.startswith("## "):
            found.append(Case(line[3:]))
        elif not found or not line.strip():
            continue
        elif line.startswith("= "):
            found[-1].given.append(line[2:])
        elif line.startswith("! "):
            found[-1].faults.append(line[2:])
        elif line.startswith("  "):
            found[-1].schemes[-1] = with_line(found[-1].schemes[-1], line.split())
        else:
            found[-1].schemes.append(begun(line))
    return found


def begun(line: str) -> Scheme:
    key, _, words = line.partition(":")
    offices = {}
    for each in words.split():
        if each != "apart":
            name, ahead = re.fullmatch(r"([\w.]+?)([+-]\d+)?", each).groups()
            offices[office(key, name)] = int(ahead or 0)
    return Scheme(key, offices, (), apart="apart" in words.split())


def office(scheme: str, name: str) -> str:
    return name if "." in name else f"{scheme}.{name}"


def day(text: str) -> datetime.date:
    parts = [*map(int, text.split("-")), 1, 1]
    return datetime.date(*parts[:3])


def with_line(scheme: Scheme, words: list[str]) -> Scheme:
    pinned = words[-1] == "pinned"
    match words[:-1] if pinned else words:
        case ["end", end]:
            return replace(scheme, end=day(end))
        case [since, "follows", whom]:
            other, name, ahead = re.fullmatch(r"(\w+)\.(\w+?)([+-]\d+)?", whom).groups()
            part = Following(day(since), other, office(other, name), int(ahead or 0))
            return replace(scheme, parts=(*scheme.parts, part))
        case ["swap", whose, first, second]:
            made = Swap(day(first), day(second), offices(scheme, whose), pinned)
        case ["move", whose, at, to]:
            made = Move(day(at), day(to), offices(scheme, whose), pinned)
        case ["shift", at, to]:
            made = Shift(day(at), day(to), pinned)
        case ["interim", whose, region, start, end]:
            made = Interim(region, day(start), day(end), offices(scheme, whose), pinned)
        case [since, *rest]:
            order, months, without = re.fullmatch(
                r"(\w*) ?/(\d+)(?: without (\w+))?", " ".join(rest)
            ).groups()
            part = Rota(day(since), tuple(order), int(months), frozenset(without or ""))
            return replace(scheme, parts=(*scheme.parts, part))
    return replace(scheme, exceptions=(*scheme.exceptions, made))


def offices(scheme: Scheme, whose: str) -> frozenset | None:
    return None if whose == "all" else frozenset({office(scheme.key, whose)})


def short(date: datetime.date) -> str:
    """A day as the cases write it."""
    text = str(date).removesuffix("-01")
    return text.removesuffix("-01") if text.count("-") == 1 else text


def told(terms) -> str:
    """Terms as the cases write them."""
    words, end = [], None
    for each in terms:
        if end and end != each.start:
            words.append(f"{short(end)} -")
        words.append(f"{short(each.start)} {each.region}{'*' if each.exceptions else ''}")
        end = each.end
    return " | ".join([*words, *([short(end)] if end else [])])

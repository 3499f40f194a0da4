"""Whether bodies are composed as they should be: every case that was worked out by hand."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bodies.composition import Per, Rule, Seat, composition_found
from tests.bodies.rotations import day

CASES_FILE = Path(__file__).parent / "composition_cases.txt"
PERS = {
    "whole": Per.WHOLE,
    "each-region": Per.EACH_REGION,
    "each-area": Per.EACH_BODY,
    "of": Per.REGION,
    "for": Per.BODY,
}


@dataclass
class Case:
    name: str
    regions: list[str] = field(default_factory=lambda: list("JKÖ"))
    areas: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    places: list[tuple[str, str, str]] = field(default_factory=list)
    expected: list[tuple[str, str]] = field(default_factory=list)


def cases() -> list[Case]:
    found = []
    for line in CASES_FILE.read_text().splitlines():
        words = line.split()
        if line.startswith("## "):
            found.append(Case(line[3:]))
        elif not found or not words:
            continue
        elif words[0] == "regions":
            found[-1].regions = list(words[1])
        elif words[0] == "areas":
            found[-1].areas = words[1:]
        elif words[0] == "rule":
            found[-1].rules.append(rule(words[1:]))
        elif words[0] == "=":
            on, _, told = line[2:].partition(":")
            found[-1].expected.append((on, told.strip()))
        else:
            place, _, people = line.partition(": ")
            days = re.search(r" \[(<?)([\d-]+)\]", place)
            place = re.sub(r" \[.*\]", "", place)
            span = f"{days[1] or '>'}{days[2]}" if days else ""
            found[-1].places += [(place, span, each) for each in people.split()]
    return found


def rule(words: list[str]) -> Rule:
    role, number, per, *rest = words
    least, to, most = number.partition("-")
    whom = rest.pop(0) if per in ("of", "for") else None
    values = {}
    while rest:
        word = rest.pop(0)
        if word in ("votes", "derived"):
            values[word] = True
        elif word == "seat-in":
            values["seat_in"] = rest.pop(0)
        else:
            values[{"from": "start", "until": "end"}[word]] = day(rest.pop(0))
    most = int(most or 0) or None if to else int(least)
    return Rule(role, int(least), most, PERS[per], whom, **values)


def is_then(span: str, on) -> bool:
    """Whether `<2027`, `>2026-07` or nothing holds on the day."""
    return all(
        (on < day(text)) if sign == "<" else (day(text) <= on)
        for sign, text in re.findall(r"([<>])([\d-]+)", span)
    )


def seats(case: Case, on) -> list[Seat]:
    found = []
    for place, span, people in case.places:
        if is_then(span, on):
            role, _, whom = place.removeprefix("~").partition(" ")
            person = person_in(people, on)
            found.append(
                Seat(
                    role,
                    whom or None,
                    person.rstrip("!"),
                    person[:1] or None,
                    is_derived=place.startswith("~"),
                    has_other_seat=not person.endswith("!"),
                )
            )
    return found


def person_in(people: str, on) -> str:
    since = ""
    for each in people.split("+"):
        name, end = re.fullmatch(r"([^<]*)(?:<([\d-]+))?", each).groups()
        if name != "-" and is_then(f"{since}<{end}" if end else since, on):
            return name
        since = f">{end}" if end else since
    return ""


@pytest.mark.parametrize("case", cases(), ids=lambda each: each.name)
def test_what_is_found_is_what_was_worked_out_by_hand(case):
    assert len(case.expected) == 3
    for on, expected in case.expected:
        areas = [each.partition(">")[0] for each in case.areas if is_then(each, day(on))]
        found = composition_found(case.rules, seats(case, day(on)), day(on), case.regions, areas)
        told = [
            " ".join(filter(None, (each.code, each.role, each.whom)))
            + (f" ×{each.count}" if each.count > 1 else "")
            for each in found
        ]
        assert " · ".join(sorted(told)) == " · ".join(sorted(expected.split(" · "))), on


def test_all_that_is_found_is_told_with_a_remedy():
    for case in cases():
        for on, _ in case.expected:
            for each in composition_found(case.rules, seats(case, day(on)), day(on), case.regions):
                message = each.finding().message
                assert message[0].isupper()
                assert message.endswith(".")

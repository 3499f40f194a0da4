"""Pure rules about persons and texts: no query, no clock.

A rule returns findings, never a bare boolean: the form that warns, the action that refuses, the
command that checks a fixture and the tests read the same list.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import unescape


class Severity(StrEnum):
    """How much a finding matters to those who keep the data true."""

    ERROR = "error"  # must be put right; nothing is saved
    WARNING = "warning"  # ought to be put right
    NOTICE = "notice"  # good to know


@dataclass(frozen=True)
class Finding:
    """What a rule found: a stable code, a Swedish sentence with the remedy, and its subject.
    `title` says it in a few words, for a list of many."""

    code: str
    severity: Severity
    message: str
    subject: str = ""
    title: str = ""


_IDENTITY_NUMBER = re.compile(r"(?<!\d)((?:18|19|20)?\d{2}-?\d{2}-?\d{2}) ?[-+]? ?(\d{4})(?!\d)")
_TAG = re.compile(r"<[^>]*>")
_DASH = re.compile(r"[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}\N{SMALL HYPHEN-MINUS}]")
_HIDDEN = re.compile(
    r"[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}]"
)


def _as_read(text: str) -> str:
    """The text as a reader sees it: no tags or entities, one kind of dash, one kind of space."""
    text = _HIDDEN.sub("", unescape(_TAG.sub("", text)))
    return re.sub(r"\s+", " ", _DASH.sub("-", text))


def _is_date(digits: str) -> bool:
    # A co-ordination number adds 60 to the day.
    year, month, day = int(digits[-6:-4]), int(digits[-4:-2]), int(digits[-2:])
    day -= 60 if day > 60 else 0
    centuries = [int(digits[:2])] if len(digits) == 8 else [19, 20]
    for century in centuries:
        try:
            datetime.date(century * 100 + year, month, day)
        except ValueError:
            continue
        return True
    return False


def _check_digit_holds(ten: str) -> bool:
    total = 0
    for position, digit in enumerate(ten):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def personal_identity_numbers(text: str) -> list[str]:
    """The Swedish personal identity numbers (and co-ordination numbers) in a text.

    However it's written: dashes and spaces of any kind, tags or entities within. Only a valid date
    with a right check digit counts, so that registry, organisation and telephone numbers pass
    (domain.md, personal data).
    """
    found = []
    for match in _IDENTITY_NUMBER.finditer(_as_read(text)):
        date_part, serial = match[1].replace("-", ""), match[2]
        if _is_date(date_part) and _check_digit_holds(date_part[-6:] + serial):
            found.append(match.group(0))
    return found


def one_person(start: int, merged: Iterable[tuple[int, int]]) -> tuple[int, set[int]]:
    """Which record stands for a person, and all records that are that same person.

    `merged` holds (record, the one it was merged into). A ring, which only a mistake can make,
    ends where it would begin again.
    """
    into = dict(merged)
    last, seen = start, {start}
    while (following := into.get(last)) is not None and following not in seen:
        last = following
        seen.add(last)
    same = {last}
    while more := {each for each, target in into.items() if target in same} - same:
        same |= more
    return last, same


def email_findings(email: str, domains: Iterable[str]) -> list[Finding]:
    """What is wrong with a person's e-mail address: only the regions' own domains are public work
    addresses. A domain that starts with a full stop (".example") allows everything below it."""
    if not email:
        return []
    allowed = sorted(domains)
    domain = email.rpartition("@")[2].lower()
    if any(domain == each or (each.startswith(".") and domain.endswith(each)) for each in allowed):
        return []
    return [
        Finding(
            "email-domain",
            Severity.ERROR,
            f"E-postadressen {email} ligger utanför regionernas domäner ({', '.join(allowed)}). "
            "Ange en arbetsadress hos en av regionerna, eller lämna fältet tomt.",
            "email",
        )
    ]


def owner_findings(pages: Iterable[tuple[str, str]], default: str) -> list[Finding]:
    """Pages that nobody answers for: (title, owner). `default` answers for those without one."""
    if default.strip():
        return []
    return [
        Finding(
            "no-owner",
            Severity.WARNING,
            "Ingen anges som ansvarig för sidan. Skriv vem som håller den aktuell.",
            title,
            f"{title} saknar sidansvarig",
        )
        for title, owner in pages
        if not owner.strip()
    ]


def same_name_findings(people: Iterable[tuple[int, str]]) -> list[tuple[Finding, list[int]]]:
    """People stored under the same name, each group with its keys: (key, name). Capitals, hyphens
    and spaces don't tell two apart; letters do."""
    alike: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, name in people:
        alike[" ".join(re.split(r"[\s-]+", name.casefold().strip()))].append((key, name))
    return [
        (
            Finding(
                "same-name",
                Severity.WARNING,
                f"Namnet {each[0][1]} finns {len(each)} gånger. Är det samma person, slå ihop dem. "
                "Är det olika personer, tysta raden.",
                each[0][1],
                f"{each[0][1]} kan vara inlagd flera gånger",
            ),
            [key for key, _ in each],
        )
        for each in alike.values()
        if each[1:]
    ]


def interpretation_findings(readings: Iterable[tuple[str, str]]) -> list[Finding]:
    """Our readings of unclear sources, each once: (reading, of which record)."""
    found: dict[str, list[str]] = defaultdict(list)
    for reading, subject in readings:
        found[reading].append(subject)
    return [
        Finding(
            "interpretation",
            Severity.NOTICE,
            f"{reading} Bekräfta att det stämmer, eller ändra.",
            subjects[0],
            f"Tolkning i {len(subjects)} uppgifter" if subjects[1:] else f"Tolkning: {subjects[0]}",
        )
        for reading, subjects in found.items()
    ]


def is_silent(until: datetime.date, lifted: bool, on: datetime.date) -> bool:
    """Whether a silenced finding is silent on the day: up to and with its last day, unless
    lifted."""
    return not lifted and on <= until

"""Pure rules about bodies and posts: plain values in, findings or facts out."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from organisation.dates import long_date
from organisation.rules import Finding, Severity

Link = tuple[int, int, datetime.date | None, datetime.date | None]


# The political body, and the roles in it that only elected representatives have (000, 002).
_ELECTED_IN = {"board"}
_ELECTED_AS = {"member", "substitute", "chair", "vice_chair"}


def is_elected(body_function: str, role_function: str) -> bool:
    """Whether a post is held as an elected representative, so that the party may be told
    (domain.md, personal data)."""
    return body_function in _ELECTED_IN and role_function in _ELECTED_AS


def appointing_findings(*, oneself: bool, is_admin: bool) -> list[Finding]:
    """Nobody but an administrator says which posts they hold themselves: posts give rights."""
    if not oneself or is_admin:
        return []
    message = "Du kan inte ge dig själv ett uppdrag. Be någon annan göra det."
    return [Finding("appoints-oneself", Severity.ERROR, message, "person")]


def _overlap(first, second):
    start = max((each for each in (first[0], second[0]) if each), default=None)
    end = min((each for each in (first[1], second[1]) if each), default=None)
    if start and end and end <= start:
        return None
    return start, end


def ring_through(new: Link, links: Iterable[Link]) -> list[int]:
    """The bodies of a ring that a new link (child, parent, start, end) would close on some day.

    Walks upwards from the new parent, keeping only the days on which every step holds. An empty
    list means no ring.
    """
    child, parent, start, end = new
    if child == parent:
        return [child, parent]
    above: dict[int, list[Link]] = {}
    for link in links:
        above.setdefault(link[0], []).append(link)
    stack = [(parent, (start, end), [child, parent])]
    while stack:
        at, span, way = stack.pop()
        for _, higher, *days in above.get(at, []):
            shared = _overlap(span, days)
            if shared is None:
                continue
            if higher == child:
                return [*way, higher]
            if higher not in way:
                stack.append((higher, shared, [*way, higher]))
    return []


@dataclass(frozen=True)
class DerivedPost:
    """What the rule below needs to know of a derived post."""

    name: str
    role: int
    body: int
    relation: str = ""


def derivation_findings(
    derived: Iterable[DerivedPost],
    appointed_roles: set[tuple[int, int]],
    derived_roles: set[tuple[int, int]],
    related: dict[tuple[str, int], set[int]],
) -> list[Finding]:
    """Derived posts that can never be held: nothing to follow, or only posts that follow others.

    `appointed_roles` and `derived_roles` hold (body, role) of the posts filled by appointment and
    of the derived ones; `related` gives, for (relation, body), the bodies in that relation to it.
    A derived post follows appointed posts only (data.md: derivation is one level).
    """
    findings = []
    for post in derived:
        bodies = related.get((post.relation, post.body), set()) if post.relation else {post.body}
        followed = {(body, post.role) for body in bodies}
        if followed & derived_roles:
            message = (
                "Den härledda posten följer en post som själv är härledd. Låt den följa den post "
                "som tillsätts."
            )
            findings.append(Finding("derivation-chain", Severity.ERROR, message, post.name))
        elif followed - appointed_roles:
            message = (
                "Den härledda posten har ingen post att följa, eller inte i alla organ som den "
                "följer. Lägg till posten där den saknas, eller rätta roll och organ."
            )
            findings.append(Finding("derivation-empty", Severity.ERROR, message, post.name))
    return findings


def placement_findings(unplaced: Iterable[tuple[str, str]]) -> list[Finding]:
    """Bodies that ought to belong to another and don't: (name, what it should belong to)."""
    return [
        Finding(
            "unplaced",
            Severity.WARNING,
            f"{name} hör inte till något {parent}. Ange vilket det hör till när det är beslutat.",
            name,
            f"{name} hör inte till något {parent}",
        )
        for name, parent in unplaced
    ]


@dataclass(frozen=True)
class Vacancy:
    """A vacant post: what it's called, its role and body in words, whether it's an office, since
    when, and the region it represents."""

    post: str
    role: str
    body: str
    is_office: bool
    since: datetime.date
    region: str = ""


def vacancy_findings(vacant: Iterable[Vacancy]) -> list[Finding]:
    """Posts that somebody has held and nobody does."""
    return [
        Finding(
            "vacant",
            Severity.ERROR if each.is_office else Severity.WARNING,
            f"Vakant sedan {long_date(each.since)}. Be den som tillsätter posten att utse någon.",
            each.post,
            f"{each.body} saknar {each.role}{f' från {each.region}' if each.region else ''}",
        )
        for each in vacant
    ]


def unknown_findings(bodies: Iterable[tuple[str, list[str]]]) -> list[Finding]:
    """Bodies with posts that nobody is known ever to have held: (name, their roles)."""
    findings = []
    for name, roles in bodies:
        if not roles:
            continue
        counted = Counter(each.lower() for each in roles)
        told = ", ".join(f"{role} ({many})" if many > 1 else role for role, many in counted.items())
        findings.append(
            Finding(
                "unknown-holders",
                Severity.NOTICE,
                f"Ingen är inlagd som {told}. Lägg in vem det är, eller att posten är tom.",
                name,
                f"Uppgift saknas om vem som sitter i {name}",
            )
        )
    return findings


def seat_findings(offices: Iterable[tuple[str, str, str, set[str]]]) -> list[Finding]:
    """Offices whose holder ought to sit in a body and doesn't: (person, post, the body that is
    demanded, the bodies where the person sits)."""
    return [
        Finding(
            "office-without-seat",
            Severity.ERROR,
            f"{person} är {post[:1].lower()}{post[1:]} men har ingen plats i {required}. Ge "
            "personen en plats där, eller utse någon annan.",
            post,
            f"{post} saknar plats i {required}",
        )
        for person, post, required, seats in offices
        if required and required not in seats
    ]


@dataclass(frozen=True)
class Holder:
    """Who holds a post, the region that the post represents, if any, and the person's own."""

    person: str
    post: str
    region: str
    belongs_to: set[str]


def affiliation_findings(holders: Iterable[Holder]) -> list[Finding]:
    """Holders who belong to no region, or to another than their post represents."""
    findings = []
    for each in holders:
        if not each.belongs_to:
            findings.append(
                Finding(
                    "no-affiliation",
                    Severity.WARNING,
                    f"Uppdrag: {each.post}. Lägg till var personen arbetar eller vem personen "
                    "företräder.",
                    each.person,
                    f"{each.person} saknar anknytning",
                )
            )
        elif each.region and each.region not in each.belongs_to:
            own = " och ".join(sorted(each.belongs_to))
            findings.append(
                Finding(
                    "other-region",
                    Severity.WARNING,
                    f"Uppdraget {each.post} företräder {each.region}, men personen hör till {own}. "
                    "Rätta anknytningen, eller avsluta uppdraget.",
                    each.person,
                    f"{each.person} företräder en annan region än sin egen",
                )
            )
    return findings


def contact_findings(bodies: Iterable[tuple[str, str, bool]]) -> list[Finding]:
    """Bodies that nobody can write to: (name, its address, whether it has process support or a
    secretary)."""
    return [
        Finding(
            "no-contact",
            Severity.WARNING,
            "Organet har varken funktionsadress, processtöd eller sekreterare. Ange en adress.",
            name,
            f"{name} har ingen kontakt",
        )
        for name, email, reachable in bodies
        if not (email or reachable)
    ]

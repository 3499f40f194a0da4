"""The table of rights as a document, for those who read the code."""

from organisation.rights import (
    INCLUDES,
    RIGHTS,
    WITH_SECOND_FACTOR,
    Action,
    Capacity,
    Scope,
    Thing,
)

OPENING = """\
# Permissions

Made by `manage.py permissions` from `organisation/rights.py`, the only table of rights. Don't edit
it here: change the table and run the command. The site shows the same at
`/arbetsyta/behorigheter/`.

A right belongs to a capacity, in which a person stands to something. Posts and substitute grants
give capacities for their days (`bodies/standings.py`), a group gives a region's editors theirs, and
being an administrator belongs to the account. A right ends with what gives it, at midnight in
Stockholm. Nobody is allowed anything that isn't here, superusers included.

| action | on the site |
|---|---|
"""
CAPACITIES = """
## Capacities

| capacity | on the site | also has the rights of | second factor |
|---|---|---|---|
"""
SCOPES = """
## Scopes

| scope | reaches, on the site |
|---|---|
"""
RIGHTS_OF = """
## Rights

One letter for each action: {letters}.

| capacity | thing | on the site | may | scope |
|---|---|---|---|---|
"""
CLOSING = """
Whoever submitted an edition of a commission, a shared text or a governing document doesn't publish
it (`documents/policies.py`). An administrator may, with a reason, and it stays flagged.
"""
LETTERS = dict(zip(Action, "RCWSDPX", strict=True))


def as_markdown() -> str:
    """The whole document."""
    parts = [OPENING]
    parts += [f"| {each.value} ({LETTERS[each]}) | {each.label} |\n" for each in Action]
    parts += [CAPACITIES]
    for each in Capacity:
        included = INCLUDES[each].value if each in INCLUDES else ""
        factor = "required" if each in WITH_SECOND_FACTOR else ""
        parts.append(f"| {each.value} | {each.label} | {included} | {factor} |\n")
    parts += [SCOPES, *(f"| {each.value} | {each.label} |\n" for each in Scope)]
    parts.append(RIGHTS_OF.format(letters=", ".join(f"{LETTERS[e]} {e.value}" for e in Action)))
    for thing in Thing:
        for right in RIGHTS:
            if right.thing is thing:
                may = "".join(LETTERS[each] for each in right.actions)
                parts.append(
                    f"| {right.capacity.value} | {thing.value} | {thing.label} | {may} "
                    f"| {right.scope.value} |\n"
                )
    return "".join([*parts, CLOSING])

"""What rows of a roster do, by the table that was written by hand."""

import datetime
import tomllib
from pathlib import Path

import pytest

from bodies.rosters.plan import plan_of
from bodies.rosters.rules import Held
from bodies.rosters.table import COLUMNS
from bodies.rosters.values import (
    BodySeen,
    HeldSeen,
    Kind,
    PersonSeen,
    PostSeen,
    World,
)
from organisation.tables import TableRow

TABLE = tomllib.loads((Path(__file__).parent / "roster_cases.toml").read_text())
MADE = TABLE["world"]
ON = datetime.date(2026, 3, 2)
NAMES = [each.name for each in COLUMNS]
AT = {name: number for number, name in enumerate(NAMES)}


def numbers(names) -> dict[str, int]:
    return {name: number for number, name in enumerate(names, 1)}


REGIONS, BODIES = numbers(MADE["regions"]), numbers(MADE["bodies"])
ROLES = numbers(each[0] for each in MADE["roles"])
POSTS, PEOPLE, HELD = numbers(MADE["posts"]), numbers(MADE["people"]), numbers(MADE["held"])


def days(of: dict) -> tuple:
    return of.get("start"), of.get("end")


def represented(of: dict):
    if of.get("whole"):
        return ("whole", 0)
    if "represents_body" in of:
        return ("body", BODIES[of["represents_body"]])
    return ("region", REGIONS[of["region"]]) if "region" in of else None


def decided(of: dict):
    found = of.get("decided")
    return (BODIES[found[0]], *found[1:]) if found else None


def world(editor_of: str = "") -> World:
    editor = REGIONS.get(editor_of)
    posts = {}
    for name, of in MADE["posts"].items():
        represents = represented(of)
        whom = f" för {of['region']}" if "region" in of else ""
        may = editor is None or represents == ("region", editor)
        role = next(each for each in MADE["roles"] if each[0] == of["role"])
        posts[POSTS[name]] = PostSeen(
            pk=POSTS[name],
            body=BODIES[of["body"]],
            role=ROLES[of["role"]],
            name=f"{role[1]}{whom} i {MADE['bodies'][of['body']]['names'][0]}",
            represents=represents,
            number=of["number"],
            days=days(of),
            is_derived=of.get("derived", False),
            is_office=of["role"] == "ordforande",
            is_elected=of.get("elected", False),
            may_fill=may,
            regions=None if editor is None else frozenset({editor}),
        )
    return World(
        on=ON,
        bodies={
            BODIES[path]: BodySeen(BODIES[path], path, of["names"][0], tuple(of["names"]), days(of))
            for path, of in MADE["bodies"].items()
        },
        roles={ROLES[each[0]]: tuple(each) for each in MADE["roles"]},
        regions={pk: (name, ()) for name, pk in REGIONS.items()},
        posts=posts,
        people={
            PEOPLE[name]: PersonSeen(
                PEOPLE[name],
                *of["name"].split(" ", 1),
                of.get("email", ""),
                REGIONS.get(of.get("region")),
                of.get("is_reader", False),
                of.get("title", ""),
            )
            for name, of in MADE["people"].items()
        },
        held=tuple(
            HeldSeen(
                HELD[name],
                POSTS[of["post"]],
                PEOPLE[of["person"]],
                *days(of),
                decided=decided(of),
                reason=of.get("reason", ""),
            )
            for name, of in MADE["held"].items()
        ),
        domains=frozenset(MADE["domains"]),
        may_add=frozenset({editor} if editor else {*REGIONS.values(), None}),
        forbids_own=bool(editor),
        follows={
            POSTS[name]: (
                Held(
                    MADE["bodies"][of["body"]]["names"][0],
                    of["role"],
                    False,
                    (None, None),
                    BODIES[of["body"]],
                    posts[POSTS[name]].name,
                ),
            )
            for name, of in MADE["follows"].items()
        },
    )


def rows_of(case: dict) -> list[TableRow]:
    return [
        TableRow(number, tuple(each.get(name, "") for name in NAMES))
        for number, each in enumerate(case["rows"], 2)
    ]


@pytest.mark.parametrize("case", TABLE["case"].values(), ids=TABLE["case"])
def test_row_does_what_the_table_says(case):
    chosen = {int(n): PEOPLE.get(who, who) for n, who in case.get("chosen", {}).items()}
    at = {name: number for name, number in AT.items() if name != case.get("without")}
    plan = plan_of(rows_of(case), at, world(case.get("editor_of", "")), chosen)
    for row, (kind, *expected) in zip(plan.rows, case["does"], strict=True):
        assert row.kind == Kind(kind), row.faults
        if kind == "refused":
            columns, said, remedy = expected
            assert sorted({each.subject for each in row.faults}) == sorted(columns.split())
            told = " ".join(each.message for each in row.faults)
            assert said in told
            assert remedy in told
            continue
        post, who = expected
        assert row.post.pk == POSTS[post]
        if kind == "choose":
            assert {pk for pk, _ in row.candidates} == {PEOPLE[each] for each in who.split()}
        elif kind == "new":
            assert plan.new[row.person].name == who
            assert plan.new[row.person].party == case.get("party", "")
        else:
            assert row.person == (PEOPLE[who] if who else None)
    for row, said in zip(plan.rows, case.get("differs", [""] * len(plan.rows)), strict=True):
        assert row.differs == bool(said), row.told
        assert said in " ".join(row.told)
    for row, said in zip(plan.rows, case.get("warns", []), strict=False):
        assert [said in each for each in row.told if "redan" in each] == ([True] if said else [])
    if "parties" in case:
        assert [row.party for row in plan.rows] == case["parties"]
        lacks = [any("inget parti" in each for each in row.told) for row in plan.rows]
        assert any(lacks) == case.get("lacks_party", any(lacks[1:]))
    if "new_people" in case:
        assert len(plan.new) == case["new_people"]


def test_every_column_has_a_case():
    used = {name for case in TABLE["case"].values() for row in case["rows"] for name in row}
    assert used >= {"body", "role", "represents", "number", "given", "family", "email", "region"}
    assert used <= set(NAMES)

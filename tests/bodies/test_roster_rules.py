"""What is told before someone is appointed or leaves: tables written by hand before the rules."""

from datetime import date

import pytest

from bodies.rosters.rules import (
    Ending,
    Held,
    Other,
    Wanted,
    ending_findings,
    filling_findings,
    first_difference,
    from_earliest,
    merging_findings,
)


def d(text: str) -> date:
    return date.fromisoformat(text)


ON = d("2026-03-02")
FILLS = Wanted(
    post="Ordförande i Tandvård",
    body="Tandvård",
    person="Åsa Öberg",
    start=d("2026-04-01"),
    end=None,
    on=ON,
)
EVA = "Eva Holm"


def held(role: str, end=None, *, office=False, at=1, follows="") -> Held:
    return Held(f"Organ {at}", role, office, (None, end), at, follows)


CHAIR = Held("Organ 1", "Ordförande", True, (d("2026-04-01"), None), 1)
SEAT = Held("Organ 1", "Ledamot", False, (d("2026-04-01"), None), 1)
# What is wanted beside the above, and what is told: code and field ("!" for what is refused).
FILLING = {
    "nothing to say": ({}, []),
    "from today": ({"start": ON}, []),
    "back in time": ({"start": d("2026-03-01")}, ["back-in-time"]),
    "without a first day": ({"start": None}, ["!no-start first"]),
    "end before start": ({"end": d("2026-03-20")}, ["!ends-before-start last"]),
    "end on the first day, so no day": ({"end": d("2026-04-01")}, ["!ends-before-start last"]),
    "one single day": ({"end": d("2026-04-02")}, []),
    "a derived post": ({"is_derived": True}, ["!derived-post"]),
    "post that ended": ({"post_days": (None, d("2026-03-01"))}, ["!post-over"]),
    "post that ends the day before": ({"post_days": (None, d("2026-04-01"))}, ["!post-over first"]),
    "post that begins later": ({"post_days": (d("2026-05-01"), None)}, ["!post-not-yet first"]),
    "post that ends during it, to go on": (
        {"post_days": (None, d("2026-05-01"))},
        ["ends-with-post"],
    ),
    "post that ends before the last day": (
        {"post_days": (None, d("2026-05-01")), "end": d("2026-06-01")},
        ["!after-post last"],
    ),
    "last day is the post's": (
        {"post_days": (None, d("2026-05-01")), "end": d("2026-05-01")},
        [],
    ),
    "body that ended": ({"body_days": (None, ON)}, ["!post-over"]),
    "body that begins later": ({"body_days": (d("2026-05-01"), None)}, ["!post-not-yet first"]),
    "body that ends during it": ({"body_days": (None, d("2027-01-01"))}, ["ends-with-post"]),
    "someone has it": ({"holders": (Other(EVA, None, None),)}, ["!overlap first"]),
    "someone has it until the day before": (
        {"holders": (Other(EVA, d("2025-01-01"), d("2026-04-01")),)},
        [],
    ),
    "someone has it on the first day": (
        {"holders": (Other(EVA, d("2025-01-01"), d("2026-04-02")),)},
        ["!overlap first"],
    ),
    "someone is to have it later": (
        {"holders": (Other(EVA, d("2026-09-01"), None),)},
        ["!overlap last"],
    ),
    "someone is to have it after the last day": (
        {"holders": (Other(EVA, d("2026-09-01"), None),), "end": d("2026-09-01")},
        [],
    ),
    "another office in the body": (
        {"gets": (CHAIR,), "has": (held("Sekreterare", office=True),)},
        ["two-offices"],
    ),
    "another office that ends before": (
        {"gets": (CHAIR,), "has": (held("Sekreterare", d("2026-04-01"), office=True),)},
        [],
    ),
    "an office beside the own seat": ({"gets": (CHAIR,), "has": (held("Ledamot"),)}, []),
    "a second seat": ({"gets": (SEAT,), "has": (held("Ersättare"),)}, ["two-seats"]),
    "a second seat when the first has ended": (
        {"gets": (SEAT,), "has": (held("Ersättare", d("2026-04-01")),)},
        [],
    ),
    "a seat in another body": ({"gets": (SEAT,), "has": (held("Ledamot", at=2),)}, []),
    "a seat beside one that follows from another post": (
        {"gets": (SEAT,), "has": (held("Ledamot", follows="Ordförande i Tandvård"),)},
        ["two-seats"],
    ),
    "a post with which a second seat follows": (
        {
            "gets": (CHAIR, held("Ledamot", at=3, follows="Ordförande i Tandvård")),
            "has": (held("Ledningsperson", at=3),),
        },
        ["two-seats"],
    ),
    "seat needed and held": (
        {"seat_in": "Kunskapsråd Syd", "seats": ((None, None),)},
        [],
    ),
    "seat needed and not held": ({"seat_in": "Kunskapsråd Syd"}, ["!no-seat person"]),
    "seat needed and ended the day before": (
        {"seat_in": "Kunskapsråd Syd", "seats": ((None, d("2026-04-01")),)},
        ["!no-seat person"],
    ),
    "seat needed and held for a part": (
        {"seat_in": "Kunskapsråd Syd", "seats": ((None, d("2027-01-01")),)},
        ["seat-ends"],
    ),
    "seat needed, held in two stretches": (
        {
            "seat_in": "Kunskapsråd Syd",
            "seats": ((d("2027-01-01"), None), (None, d("2027-01-01"))),
        },
        [],
    ),
    "elected, with a party": ({"is_elected": True, "party": "Provpartiet"}, []),
    "elected, without a party": ({"is_elected": True}, ["no-party"]),
    "post of a region, person of it": (
        {"region": "Norr", "person_region": "Norr"},
        [],
    ),
    "post of a region, person of none": ({"region": "Norr"}, ["no-region"]),
    "post of a region, person of another": (
        {"region": "Norr", "person_region": "Söder"},
        ["other-region"],
    ),
    "region's editor, person of none": (
        {"region": "Norr", "own_people_only": True},
        ["!no-region person"],
    ),
    "region's editor, person of another": (
        {"region": "Norr", "person_region": "Söder", "own_people_only": True},
        ["!other-region person"],
    ),
    "post of no region": ({"person_region": "Söder"}, []),
    "posts that follow": (
        {"follows": ("Ledamot i Kunskapsråd Syd", "Adjungerad i Nämnden")},
        ["follows"],
    ),
    "oneself": ({"is_oneself": True}, ["!appoints-oneself person"]),
    "all at once": (
        {
            "end": d("2026-03-20"),
            "holders": (Other(EVA, None, None),),
            "region": "Norr",
            "person_region": "Söder",
        },
        ["!ends-before-start last"],
    ),
    "much at once": (
        {
            "holders": (Other(EVA, None, None),),
            "region": "Norr",
            "person_region": "Söder",
            "gets": (CHAIR,),
            "has": (held("Sekreterare", office=True),),
        },
        ["!overlap first", "other-region", "two-offices"],
    ),
}


@pytest.mark.parametrize(("changes", "told"), FILLING.values(), ids=FILLING)
def test_what_is_told_before_someone_is_appointed(changes, told):
    wanted = Wanted(**{**FILLS.__dict__, **changes})
    assert [shown(each) for each in filling_findings(wanted)] == told


def shown(finding) -> str:
    mark = "!" if finding.severity == "error" else ""
    assert finding.message.endswith(".")
    return f"{mark}{finding.code} {finding.subject}".strip()


ENDS = Ending(
    post="Ordförande i Tandvård",
    person="Åsa Öberg",
    start=d("2025-01-01"),
    end=None,
    last=d("2026-03-31"),
    on=ON,
)
ENDING = {
    "leaves a vacancy": ({}, ["vacancy"]),
    "no last day": ({"last": None}, ["!no-last last"]),
    "someone follows the day after": (
        {"next": Other(EVA, d("2026-04-01"), None)},
        [],
    ),
    "someone follows later": (
        {"next": Other(EVA, d("2026-06-01"), None)},
        ["vacancy"],
    ),
    "the post ends then": ({"post_end": d("2026-04-01")}, []),
    "before it began": ({"last": d("2024-12-31")}, ["!ends-before-start last"]),
    "on its first day": ({"last": d("2025-01-01")}, ["back-in-time", "vacancy"]),
    "later than it ends already": (
        {"end": d("2026-02-01")},
        ["!ends-earlier last"],
    ),
    "on the day it ends already": ({"end": d("2026-04-01")}, ["!ends-earlier last"]),
    "earlier than it would have ended": ({"end": d("2026-12-31")}, ["vacancy"]),
    "back in time": ({"last": d("2026-02-27")}, ["back-in-time", "vacancy"]),
    "yesterday": ({"last": d("2026-03-01")}, ["vacancy"]),
    "posts that follow": (
        {"follows": ("Ledamot i Kunskapsråd Syd",)},
        ["vacancy", "follows-end"],
    ),
    "an office that needs the seat": (
        {"needing": ("Sekreterare i Nämnden",)},
        ["vacancy", "seat-lost"],
    ),
}


@pytest.mark.parametrize(("changes", "told"), ENDING.values(), ids=ENDING)
def test_what_is_told_before_someone_leaves(changes, told):
    ending = Ending(**{**ENDS.__dict__, **changes})
    assert [shown(each) for each in ending_findings(ending)] == told


def test_every_finding_names_whom_and_what_to_do():
    wanted = Wanted(
        **{
            **FILLS.__dict__,
            "holders": (Other(EVA, d("2025-01-01"), d("2027-01-01")),),
            "region": "Norr",
        }
    )
    overlap, region = filling_findings(wanted)
    assert overlap.message == (
        "Eva Holm har posten från och med 1 januari 2025 till och med 31 december 2026. Välj en "
        "första dag efter det, eller byt innehavare i stället."
    )
    assert region.message == (
        "Posten företräder Norr, men Åsa Öberg hör inte till någon region. Lägg till var personen "
        "arbetar, eller välj någon annan."
    )


@pytest.mark.parametrize(
    ("values", "earliest"),
    [
        ({}, date.min),
        ({"post_days": (d("2020-01-01"), None)}, d("2020-01-01")),
        ({"post_days": (d("2020-01-01"), None), "body_days": (ON, None)}, ON),
        ({"seats": ((d("2022-01-01"), None), (d("2024-01-01"), None))}, "2022-01-01"),
        ({"seats": ((None, None),), "body_days": (d("2021-01-01"), None)}, "2021-01-01"),
        ({"start": d("2025-01-01"), "body_days": (d("2026-01-01"), None)}, "2025-01-01"),
    ],
)
def test_first_day_that_is_not_known_is_the_earliest_possible(values, earliest):
    of_nothing = {"post": "", "body": "", "person": "", "start": None, "end": None, "on": ON}
    assert str(from_earliest(Wanted(**of_nothing | values)).start) == str(earliest)


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        (("A", True, None, None), ("A", True, None, None), ["two-offices"]),
        (("A", False, None, None), ("A", False, None, None), ["two-seats"]),
        (("A", True, None, None), ("A", False, None, None), []),
        (("A", True, None, None), ("B", True, None, None), []),
        (("A", False, None, "2026-05-01"), ("A", False, "2026-05-01", None), []),
        (("A", False, None, "2026-05-02"), ("A", False, "2026-05-01", None), ["two-seats"]),
    ],
)
def test_what_two_records_have_at_once_is_told(one, other, codes):
    held = [
        [Held(body, role, office, tuple(day and d(day) for day in days))]
        for role, (body, office, *days) in (("Sekreterare", one), ("Ordförande", other))
    ]
    found = merging_findings("Åsa", *held, ("", "", ""))
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("regions", "codes"),
    [
        (("Norr", "Norr", "Norr"), []),
        (("Norr", "", "Norr"), []),
        (("", "", ""), []),
        (("Norr", "Söder", "Norr"), ["other-region"]),
    ],
)
def test_whom_the_person_is_of_after_a_merge_is_told(regions, codes):
    assert [each.code for each in merging_findings("Åsa", [], [], regions)] == codes


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("2026-01-01", "2026-02-25"), ("2026-01-01", "2026-06-01"), "2026-03-02"),
        (("2026-01-01", "2026-04-01"), ("2026-01-01", None), "2026-04-01"),
        (("2026-01-01", None), None, "2026-03-02"),
        (("2026-05-01", None), None, "2026-05-01"),
        (("2026-05-01", None), ("2026-04-01", None), "2026-04-01"),
        ((None, "2026-02-01"), (None, "2026-01-01"), "2026-03-02"),
    ],
)
def test_first_day_that_differs_is_the_one_to_tell(one, other, expected):
    day = date.fromisoformat
    periods = [each and tuple(d and day(d) for d in each) for each in (one, other)]
    assert first_difference(*periods, day("2026-03-02")) == day(expected)

"""What the rules of composition find in another healthcare region: nothing wrong with its posts as
the document states them, and each that stands empty."""

import pytest

from bodies.composing import composed
from bodies.models import Body, BodyKind, CompositionRule, Post, Role
from organisation.dates import today
from organisation.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sodra_demo")]

STEERING, MEETING = "styrgruppen", "styrgruppen/arligt-mote"
EYES, ACUTE, LABORATORY = (
    f"chefsamrad/exempelsamrad-{each}"
    for each in ("ogonsjukvard", "akutsjukvard", "laboratoriemedicin")
)


def found() -> dict[str, list[tuple]]:
    """By the bodies' addresses: what is found, of which role, for whom and how many."""
    return {
        each.body.path: [
            (one.code, str(one.role), str(one.whom or ""), one.count) for one in each.found
        ]
        for each in composed(today()).values()
    }


def test_rules_are_those_that_the_document_states():
    told = [
        (str(each.body or each.kind), each.role.slug, each.least, each.most, str(each.region or ""))
        for each in CompositionRule.objects.order_by("pk")
    ]
    forums = str(BodyKind.objects.get(slug="chefsamrad"))
    group, meeting = (str(Body.objects.get(path=each)) for each in (STEERING, MEETING))
    assert sorted(told) == sorted(
        [
            (group, "ledamot", 1, 1, "Region Blekinge"),
            (group, "ledamot", 1, 1, "Region Halland"),
            (group, "ledamot", 1, 1, "Region Kronoberg"),
            (group, "ledamot", 3, 3, "Region Skåne"),
            (group, "ordforande", 1, 1, ""),
            (meeting, "deltagare", 1, 1, ""),
            (forums, "ledamot", 1, None, ""),
            (forums, "ordforande", 1, 1, ""),
        ]
    )


def test_each_empty_place_is_found_and_nothing_else():
    assert found() == {
        STEERING: [("vacant", "Ledamot", "Region Skåne", 1)],
        MEETING: [("vacant", "Deltagare", "Exempelsamråd laboratoriemedicin", 1)],
        EYES: [],
        ACUTE: [],
        LABORATORY: [
            ("vacant", "Ordförande", "", 1),
            ("vacant", "Ledamot", "Region Kronoberg", 1),
        ],
    }


def test_principal_without_a_place_in_a_forum_is_found():
    Post.objects.filter(body__path=EYES, represents_region__slug="halland").update(end=today())
    assert found()[EYES] == [("places-missing", "Ledamot", "Region Halland", 1)]


def test_chair_may_be_one_of_the_six_instead():
    # The setting: no place beside the six, and one region's third place follows the director.
    CompositionRule.objects.filter(body__path=STEERING, role__slug="ordforande").update(end=today())
    Post.objects.filter(body__path=STEERING, role__slug="ordforande").update(end=today())
    # The one who left it had been appointed, so the place that follows another is a new one.
    third = Post.objects.get(
        body__path=STEERING, represents_region=Region.objects.get(slug="skane"), number=3
    )
    Post.objects.filter(pk=third.pk).update(end=today())
    Post.objects.create(
        body=third.body,
        role=third.role,
        represents_region=third.represents_region,
        number=4,
        held_by_role=Role.objects.get(slug="direktor"),
        held_by_body=Body.objects.get(path="regionvardsnamnden/kansli"),
        start=today(),
    )
    assert found()[STEERING] == []

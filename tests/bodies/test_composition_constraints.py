"""The database refuses rules of composition that say nothing, or two things at once."""

import pytest

from tests import factories as make
from tests.refusing import refused

pytestmark = pytest.mark.django_db

SAME = (
    "INSERT INTO bodies_compositionrule (body_id, kind_id, role_id, least, most, per, region_id,"
    " per_kind_id, per_relation, for_body_id, held_by_role_id, held_by_body_id, seat_in_id, votes,"
    ' appointed_by_whom, appointed_by_body_id, start, "end", source_note, interpretation)'
    " SELECT body_id, kind_id, role_id, least, most, per, region_id, per_kind_id, per_relation,"
    " for_body_id, held_by_role_id, held_by_body_id, seat_in_id, votes, appointed_by_whom,"
    " appointed_by_body_id, %s::date, %s::date, source_note, interpretation"
    " FROM bodies_compositionrule"
)


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("body_id = NULL", "composition_rule_of_one"),
        ("kind_id = {kind}", "composition_rule_of_one"),
        ("least = 2, most = 1", "composition_rule_least_to_most"),
        ("least = 0, most = 0", "composition_rule_least_to_most"),
        ("per = 'region'", "composition_rule_says_region"),
        ("region_id = {region}", "composition_rule_says_region"),
        ("per = 'each-body'", "composition_rule_says_kind"),
        ("per_kind_id = {kind}", "composition_rule_says_kind"),
        ("per_relation = 'part_of'", "composition_rule_says_kind"),
        ("per = 'body'", "composition_rule_says_body"),
        ("for_body_id = {body}", "composition_rule_says_body"),
        ("held_by_role_id = {role}", "composition_rule_derivation_complete"),
        ("held_by_body_id = {body}", "composition_rule_derivation_complete"),
        (
            "per = 'each-body', per_kind_id = {kind}, held_by_role_id = {role},"
            " held_by_body_id = {body}",
            "composition_rule_derivation_complete",
        ),
        (
            "per = 'each-region', appointed_by_whom = true, appointed_by_body_id = {body}",
            "composition_rule_appointed_by_one",
        ),
        (
            "held_by_role_id = {role}, held_by_body_id = {body}, appointed_by_body_id = {body}",
            "composition_rule_appointed_by_one",
        ),
        ("appointed_by_whom = true", "composition_rule_appointed_by_someone"),
    ],
)
def test_impossible_rule_is_refused(sql, change, by):
    body = make.body()
    rule = make.rule(body=body)
    of = {
        "kind": body.kind_id,
        "region": make.region().pk,
        "body": body.pk,
        "role": rule.role_id,
    }
    refused(sql, f"UPDATE bodies_compositionrule SET {change.format(**of)}", by=by)


@pytest.mark.parametrize(
    "change",
    [
        "per = 'region', region_id = {region}",
        "per = 'each-body', per_kind_id = {kind}, per_relation = 'part_of'",
        "per = 'each-body', per_kind_id = {kind}, held_by_role_id = {role}",
        "per = 'body', for_body_id = {body}, appointed_by_whom = true",
        "held_by_role_id = {role}, held_by_body_id = {body}",
        "body_id = NULL, kind_id = {kind}",
    ],
)
def test_possible_rule_is_taken(sql, change):
    body = make.body()
    rule = make.rule(body=body)
    of = {
        "kind": body.kind_id,
        "region": make.region().pk,
        "body": body.pk,
        "role": rule.role_id,
    }
    sql(f"UPDATE bodies_compositionrule SET {change.format(**of)}")


def test_two_rules_for_one_role_and_group_at_once_are_refused(sql):
    make.rule(body=make.body(), start="2025-01-01", end="2026-01-01")
    refused(sql, SAME, "2025-06-01", None, by="composition_rule_once_at_a_time")
    sql(SAME, "2026-01-01", None)


def test_the_same_rule_from_the_same_day_is_refused(sql):
    make.rule(body=make.body(), start="2025-01-01", end="2026-01-01")
    refused(sql, SAME, "2025-01-01", "2025-06-01", by="composition_rule_once")

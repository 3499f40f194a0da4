"""The database refuses what can't be true of bodies, posts and appointments, and reversed periods
everywhere, by itself, whatever code writes to it; and no constraint is left untried."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from bodies.models import Grant
from organisation.dates import Dated
from tests import factories as make
from tests.refusing import refused

pytestmark = pytest.mark.django_db
OURS = ("organisation", "bodies", "programmes", "documents")

APPOINT = (
    'INSERT INTO bodies_appointment (post_id, person_id, start, "end", source_note,'
    " interpretation, end_reason) VALUES (%s, %s, %s, %s, '', '', '')"
)
RELATE = (
    'INSERT INTO bodies_bodyrelation (subject_id, kind, object_id, start, "end", source_note,'
    " interpretation) VALUES (%s, %s, %s, %s, %s, '', '')"
)
NAME = (
    'INSERT INTO bodies_bodyname (body_id, kind, name, start, "end", is_public, source_note,'
    " interpretation) VALUES (%s, %s, %s, %s, %s, true, '', '')"
)
TERM = (
    'INSERT INTO bodies_rotationterm (post_id, region_id, start, "end", source_note,'
    " interpretation) VALUES (%s, %s, %s, %s, '', '')"
)


def test_two_people_in_one_post_at_once_are_refused(sql):
    post = make.post(make.body())
    make.appoint(make.person(), post, "2024-01-01", "2026-01-01")
    refused(
        sql,
        APPOINT,
        post.pk,
        make.person().pk,
        "2025-12-31",
        None,
        by="appointment_one_person_per_post",
    )
    sql(APPOINT, post.pk, make.person().pk, "2026-01-01", None)


def test_unknown_start_overlaps_everything_before_the_end(sql):
    post = make.post(make.body())
    make.appoint(make.person(), post, None, "2026-01-01")
    refused(
        sql,
        APPOINT,
        post.pk,
        make.person().pk,
        "2001-01-01",
        "2002-01-01",
        by="appointment_one_person_per_post",
    )


@pytest.mark.parametrize("end", ["2024-01-01", "2023-12-31"])
def test_end_that_is_not_after_the_start_is_refused(sql, end):
    post = make.post(make.body())
    refused(sql, APPOINT, post.pk, make.person().pk, "2024-01-01", end, by="start_before_end")


@pytest.mark.parametrize("days", [(None, None), ("2024-01-01", None), (None, "2024-01-01")])
def test_mistake_without_both_its_days_is_refused(sql, days):
    """A check passes on what is unknown: such a row would hold again."""
    made = make.appoint(make.person(), make.post(make.body()), "2024-01-01")
    change = 'UPDATE bodies_appointment SET is_mistake = %s, start = %s, "end" = %s WHERE id = %s'
    refused(sql, change, True, *days, made.pk, by="start_before_end")
    sql(change, True, "2024-01-01", "2024-01-01", made.pk)
    refused(sql, change, True, *days, made.pk, by="start_before_end")
    refused(sql, change, False, "2024-01-01", "2024-01-01", made.pk, by="start_before_end")


@pytest.mark.parametrize(
    "table",
    ["bodies_body", "organisation_region"],
)
def test_reversed_period_without_range_is_refused(sql, table):
    make.body()
    make.region()
    refused(
        sql,
        f"UPDATE {table} SET start = '2024-01-01', \"end\" = '2023-12-31'",
        by="start_before_end",
    )


def test_two_regions_holding_one_office_at_once_are_refused(sql):
    post = make.post(make.body(), "ordforande")
    make.term(post, make.region(), "2024-01-01", "2026-01-01")
    refused(
        sql,
        TERM,
        post.pk,
        make.region().pk,
        "2025-01-01",
        "2027-01-01",
        by="rotation_term_one_region",
    )


@pytest.mark.parametrize("kind", ["official", "short"])
def test_two_names_of_one_kind_at_once_are_refused(sql, kind):
    body = make.body()
    if kind == "short":
        sql(NAME, body.pk, kind, "Ett", None, None)
    refused(sql, NAME, body.pk, kind, "Ett annat", "2024-01-01", None, by="body_name_one_at_a_time")


def test_two_aliases_at_once_are_allowed(sql):
    body = make.body()
    sql(NAME, body.pk, "alias", "Ett", None, None)
    sql(NAME, body.pk, "alias", "Ett annat", None, None)
    refused(sql, NAME, body.pk, "alias", "Ett annat", None, None, by="body_name_once")


def test_two_parents_at_once_are_refused(sql):
    child, first, second = make.body(), make.body(), make.body()
    make.relate(child, "part_of", first, None, "2026-01-01")
    refused(
        sql,
        RELATE,
        child.pk,
        "part_of",
        second.pk,
        "2025-12-31",
        None,
        by="body_relation_one_parent",
    )
    sql(RELATE, child.pk, "part_of", second.pk, "2026-01-01", None)


def test_one_relation_twice_at_once_is_refused(sql):
    group, leader = make.body(), make.body()
    make.relate(group, "commissioned_by", leader)
    refused(
        sql,
        RELATE,
        group.pk,
        "commissioned_by",
        leader.pk,
        "2024-01-01",
        None,
        by="body_relation_once_at_a_time",
    )


def test_relation_to_itself_is_refused(sql):
    body = make.body()
    refused(sql, RELATE, body.pk, "supports", body.pk, None, None, by="body_relation_not_to_itself")


def test_body_above_itself_is_refused(sql):
    top, middle, bottom = make.body(), make.body(), make.body()
    make.relate(middle, "part_of", top)
    make.relate(bottom, "part_of", middle, "2024-01-01")
    refused(
        sql, RELATE, top.pk, "part_of", bottom.pk, "2025-01-01", None, by="would belong to itself"
    )
    refused(
        sql,
        "UPDATE bodies_bodyrelation SET object_id = %s WHERE subject_id = %s",
        bottom.pk,
        middle.pk,
        by="would belong to itself",
    )


def test_ring_whose_steps_never_hold_on_the_same_day_is_allowed(sql):
    one, other = make.body(), make.body()
    make.relate(one, "part_of", other, None, "2024-01-01")
    sql(RELATE, other.pk, "part_of", one.pk, "2024-01-01", None)


def test_post_that_represents_two_is_refused(sql):
    post = make.post(make.body(), represents_region=make.region())
    refused(sql, "UPDATE bodies_post SET represents_whole = true", by="post_represents_one")
    refused(sql, "UPDATE bodies_post SET represents_body_id = body_id", by="post_represents_one")
    refused(
        sql,
        "UPDATE bodies_post SET represents_region_id = NULL, represents_body_id = body_id,"
        " represents_whole = true WHERE id = %s",
        post.pk,
        by="post_represents_one",
    )


def test_post_appointed_by_two_is_refused(sql):
    make.post(make.body(), appointed_by_region=make.region())
    refused(
        sql, "UPDATE bodies_post SET appointed_by_body_id = body_id", by="post_appointed_by_one"
    )


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("held_by_role_id = role_id", "post_derivation_complete"),
        ("held_by_body_id = body_id", "post_derivation_complete"),
        ("held_by_relation = 'part_of'", "post_derivation_has_source"),
        ("held_in_turn_of_id = {other}", "post_derivation_has_source"),
        (
            "held_by_role_id = role_id, held_by_body_id = body_id, held_by_relation = 'part_of',"
            " held_in_turn_of_id = {other}",
            "post_derivation_one_way",
        ),
        (
            "held_by_role_id = role_id, held_by_body_id = body_id, held_in_turn_of_id = id",
            "post_not_in_turn_of_itself",
        ),
        (
            "held_by_role_id = role_id, held_by_body_id = body_id, appointed_by_body_id = body_id",
            "post_derived_not_appointed",
        ),
        ("number = 0", "post_number_from_one"),
    ],
)
def test_impossible_post_is_refused(sql, change, by):
    body = make.body()
    post, other = make.post(body), make.post(body, "ordforande")
    statement = f"UPDATE bodies_post SET {change.format(other=other.pk)} WHERE id = %s"
    refused(sql, statement, post.pk, by=by)


def test_same_post_twice_is_refused(sql):
    region = make.region()
    post = make.post(make.body(), represents_region=region)
    with pytest.raises(IntegrityError, match="post_once"), transaction.atomic():
        make.post(post.body, represents_region=region, number=1)


def test_appointment_to_a_derived_post_is_refused(sql):
    body = make.body()
    source = make.post(body, "ordforande")
    derived = make.post(make.body(), held_by_role=source.role, held_by_body=body)
    refused(sql, APPOINT, derived.pk, make.person().pk, None, None, by="is derived")
    appointment = make.appoint(make.person(), source)
    refused(
        sql,
        "UPDATE bodies_appointment SET post_id = %s WHERE id = %s",
        derived.pk,
        appointment.pk,
        by="is derived",
    )


def test_post_with_appointments_can_not_become_derived(sql):
    body = make.body()
    post, other = make.post(body), make.post(make.body(), "ordforande")
    make.appoint(make.person(), post, end="2020-01-01")
    refused(
        sql,
        "UPDATE bodies_post SET held_by_role_id = %s, held_by_body_id = %s WHERE id = %s",
        other.role_id,
        other.body_id,
        post.pk,
        by="can not become derived",
    )


def test_person_with_history_can_not_be_deleted(sql):
    person = make.person()
    make.appoint(person, make.post(make.body()))
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    refused(
        sql,
        "DELETE FROM organisation_person WHERE id = %s",
        person.pk,
        by="bodies_appointment",
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("bodies_body", "path"),
        ("organisation_region", "slug"),
        ("organisation_person", "slug"),
        ("bodies_role", "slug"),
        ("bodies_bodykind", "slug"),
    ],
)
def test_doubled_address_or_key_is_refused(sql, table, column):
    for _ in range(2):
        make.body(of=make.kind(f"slag{_}"))
        make.region()
        make.person()
        make.role(["ledamot", "ordforande"][_])
    refused(sql, f"UPDATE {table} SET {column} = 'samma'", by="unique")


def test_reversed_period_is_refused_in_every_dated_table(demo_data, sql):
    dated = [each for each in apps.get_models() if issubclass(each, Dated)]
    assert len(dated) == 16
    grant()
    for model in dated:
        table = model._meta.db_table
        (pk,) = sql(f"SELECT min(id) FROM {table}")[0]
        refused(
            sql,
            f"UPDATE {table} SET start = '2024-01-02', \"end\" = '2024-01-02' WHERE id = %s",
            pk,
            by=f"{table}_start_before_end",
        )


def grant(**values) -> Grant:
    """A right for a time; no fixture gives any."""
    defaults = {"body": make.body(), "capacity": "chair", "reason": "Ledig"}
    days = {"start": "2024-01-01", "end": "2024-02-01"}
    return Grant.objects.create(person=make.person(), **days, **defaults | values)


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("start = NULL", "grant_has_both_days"),
        ('"end" = NULL', "grant_has_both_days"),
        ("body_id = NULL", "grant_for_a_body_or_a_region"),
        ("capacity = 'editor'", "grant_for_a_body_or_a_region"),
        ("capacity = 'admin'", "grant_for_a_body_or_a_region"),
        ("capacity = 'office'", "grant_for_a_body_or_a_region"),
        ("reason = ''", "grant_has_a_reason"),
        ("revoked_at = now()", "grant_revoked_by_someone"),
    ],
)
def test_impossible_right_for_a_time_is_refused(sql, change, by):
    grant()
    refused(sql, f"UPDATE bodies_grant SET {change}", by=by)


def test_same_right_for_a_time_twice_is_refused(sql):
    first = grant()
    grant(body=first.body)
    refused(sql, "UPDATE bodies_grant SET person_id = %s", first.person_id, by="grant_once")


def test_every_constraint_is_tried():
    """A new constraint fails here until a test in a file of this name names it."""
    files = Path(__file__).parent.parent.glob("*/test_*constraints.py")
    told = "".join(each.read_text() for each in files)
    ours = [each for each in apps.get_models() if each.__module__.split(".")[0] in OURS]
    names = {
        constraint.name
        for model in ours
        for constraint in model._meta.constraints
        if not constraint.name.endswith("_start_before_end")
    }
    assert len(names) > 20
    assert {each for each in names if each not in told} == set()


def test_two_lists_of_one_kind_of_page_at_one_address_are_refused(sql):
    make.kind("ett", layout="alphabetical", prefix="ett")
    make.kind("tva", layout="alphabetical", prefix="tva")
    refused(sql, "UPDATE bodies_bodykind SET prefix = 'samma'", by="body_kind_one_list_per_prefix")

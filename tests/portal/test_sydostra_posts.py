"""The posts of the set `sydostra` are those that the sources state."""

import datetime

import pytest
from django.apps import apps
from django.db import models

from bodies.models import Appointment, Body, Place, Post, RotationTerm
from documents.models import ReportingDuty
from organisation.dates import Dated
from organisation.models import Person
from tests.sources.reading import between, corrected, items, plain, raw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]

ON = datetime.date(2019, 1, 28)


def seats(path: str, role: str) -> dict[str, int]:
    found = Post.objects.filter(body__path=path, role__slug=role, represents_region__isnull=False)
    return dict(
        found.values_list("represents_region__code").annotate(n=models.Count("pk")).order_by()
    )


def test_board_has_three_members_and_three_substitutes_of_each_region():
    assert "tre förtroendevalda och tre ersättare från vardera region" in plain(corrected("000"))

    each_region = {"RJL": 3, "RKL": 3, "RÖ": 3}
    assert seats("samverkansnamnden", "ledamot") == each_region
    assert seats("samverkansnamnden", "ersattare") == each_region


@pytest.mark.parametrize(
    "path",
    [
        "diagnostik-och-sinnen",
        "halsa-och-rehabilitering",
        "kirurgi-och-cancer",
        "medicin-och-akut-vard",
    ],
)
def test_council_is_staffed_as_the_source_says(path):
    assert items(between(raw("002"), "Kunskapsråd - bemanning", "Kunskapsråd - uppdrag")) == [
        'Två "ledningspersoner" per landsting/region samt sekreterare',
        "Representant från RMPO primärvård",
        "Ordförande i ingående RMPO",
    ]
    council = Body.objects.get(path=f"kunskapsrad/{path}")
    posts = council.posts

    assert seats(council.path, "ledningsperson") == {"RJL": 2, "RKL": 2, "RÖ": 2}
    assert posts.filter(role__slug="sekreterare").count() == 1
    primary = posts.get(role__slug="representant")
    assert primary.represents_body.path == primary.appointed_by_body.path
    assert primary.represents_body.path == "programomraden/primarvard"
    chairs = Place.objects.filter(post=posts.get(role__slug="ledamot")).current(ON)
    areas = council.relations_in.filter(kind="part_of").values_list("subject_id", flat=True)
    assert sorted(each.source_post.body_id for each in chairs) == sorted(areas)


def test_working_committee_is_one_of_each_region_and_belongs_to_the_staff_office():
    committee = "regionsjukvardsledningen/arbetsutskott"
    members = Post.objects.filter(body__path=committee, role__slug="ledamot")

    assert seats(committee, "ledamot") == {"RJL": 1, "RKL": 1, "RÖ": 1}
    assert {each.requires_seat_in.path for each in members} == {"regionsjukvardsledningen"}
    staff = Post.objects.get(body__path="regionsjukvardsledningen/stab", role__slug="ledamot")
    followed = Place.objects.filter(post=staff).values_list("source_post", flat=True)
    assert sorted(followed) == sorted(members.values_list("pk", flat=True))
    convener = Post.objects.get(body__path=committee, role__slug="sammankallande")
    assert convener.held_in_turn_of.body.path == "regionsjukvardsledningen"
    assert convener.held_in_turn_of.role.slug == "ordforande"


def test_nothing_is_dated_that_the_sources_do_not_date():
    rows = [
        each
        for model in apps.get_models()
        if issubclass(model, Dated)
        for each in model._base_manager.all()
    ]
    dated = [each for each in rows if each.start or each.end]

    # When something is to be written is our reading, and is told as such.
    assert [each for each in dated if not getattr(each, "interpretation", "")] == []
    assert {type(each) for each in dated} == {ReportingDuty}
    assert not RotationTerm.objects.exists()
    assert not Appointment.objects.exists()
    assert not Person.objects.exists()

"""Every text of the public site that is no document can be changed in the browser by the role that
owns it, and is met on a public page. A new column of text fails until it stands in
`text_fields.toml`."""

import datetime
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test import Client

from bodies.actions.rotation_terms import settle
from bodies.models import Body, BodyKind, BodyRelation
from organisation.models import HealthcareRegion, OldAddress, Page, Shortcut, Source, TextDraft
from portal.texts.kinds import BY_SLUG, KINDS
from programmes.models import (
    KnowledgeTopic,
    PatientPromise,
    PromiseVariant,
    QualityGoal,
    SystemLevel,
)
from tests import factories as make
from tests.portal.texts import TEXTS, publish, signed_in, write

pytestmark = pytest.mark.django_db
TABLE = tomllib.loads((Path(__file__).parent / "text_fields.toml").read_text())
EDITED, ELSEWHERE, NOT_PUBLIC = TABLE["edited"], TABLE["elsewhere"], TABLE["not_public"]
ROOMS = ("organisation", "bodies", "programmes")
MARKED = "marked"


def columns_of_text():
    """Every column of text there is, but those of history."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if not model.__name__.startswith("Historical"):
                for each in model._meta.concrete_fields:
                    if isinstance(
                        each, models.CharField | models.TextField | ArrayField | models.JSONField
                    ):
                        yield f"{model._meta.label}.{each.name}"


def test_every_column_of_text_is_edited_or_told_why_not():
    edited = {f"{each['model']}.{name}" for each in EDITED.values() for name in each["columns"]}
    unknown, twice = [], []
    for column in columns_of_text():
        model, _, name = column.rpartition(".")
        told = column in ELSEWHERE or not {column, f"{model}.*", f"*.{name}"}.isdisjoint(NOT_PUBLIC)
        unknown += [column] * (column not in edited and not told)
        twice += [column] * (column in edited and column in ELSEWHERE)
    assert (unknown, twice) == ([], [])


def test_the_workspace_offers_what_the_table_says():
    assert set(BY_SLUG) == set(EDITED)
    for slug, told in EDITED.items():
        kind = BY_SLUG[slug]
        assert kind.model._meta.label == told["model"]
        texts = set(columns_of_text())
        offered = {name for name in kind.fields if f"{told['model']}.{name}" in texts}
        assert offered == set(told["columns"]), slug


@pytest.fixture
def world():
    past = datetime.date(2024, 1, 1)
    source = Source.objects.create(code="900", title="Källan", kind="Rapport")
    make.healthcare_region(source=source)
    first, second = make.region(slug="norr"), make.region(slug="soder")
    kind = make.kind("grupp", prefix="grupper", section="Avdelning", order=1)
    kind.panels = [*kind.panels, "bodies.about", "bodies.comment", "programmes.goals"]
    kind.save()
    national = make.kind("nationell", prefix="nationella", level=BodyKind.Level.NATIONAL)
    make.body(of=national)
    body, above = (
        make.body("Provgruppen", path="grupper/prov"),
        make.body("Rådet", path="grupper/rad"),
    )
    ended = make.body("Slutgruppen", path="grupper/slut", end=past)
    for path in ("om", "loften", "organisation"):
        Page.objects.create(path=path, title=path, source=source)
    Page.objects.create(path="tillsyn", title="Tillsyn", addition=Page.Addition.SUPERVISOR)
    chair = make.post(body, "ordforande")
    secretary = make.post(body, "sekreterare")
    turn = make.scheme(secretary, [first, second], past)
    settle(datetime.date(2026, 1, 1))
    promise = PatientPromise.objects.create(number=1, text="få vård")
    national_list = {"start": past}
    return {
        "sidor": Page.objects.get(path="om"),
        "lankar": Shortcut.objects.create(place="entrance", label="Om", target="/om/"),
        "kallor": source,
        "organ": ended,
        "namn": body.names.get(),
        "samband": make.relate(body, BodyRelation.Kind.PART_OF, above),
        "slag-av-organ": kind,
        "roller": chair.role,
        "poster": make.post(body, "ledamot", represents_region=first, label="Ledamoten"),
        "turordningar": turn,
        "turer": make.term(chair, first, past),
        "loften": promise,
        "andra-ordalydelser": PromiseVariant.objects.create(
            promise=promise, text="få god vård", source=source
        ),
        "mal": QualityGoal.objects.create(body=body, number=1, text="Ett mål", promise=promise),
        "amnen": KnowledgeTopic.objects.create(name="Ämne", **national_list),
        "nivaer": SystemLevel.objects.create(
            number=1, name="Nivå", duties=["Gör"], **national_list
        ),
        "sjukvardsregion": HealthcareRegion.objects.get(),
        "regioner": first,
        "tidigare-adresser": OldAddress.objects.create(path="borta", explanation="För gammal."),
    }


def new_value(slug: str, record, name: str, number: int) -> str:
    column = record._meta.get_field(name)
    if column.choices:
        now = getattr(record, name)
        return next(value for value, _ in column.flatchoices if value not in (now, "", "sv"))
    if name == "path":
        return "grupper/kvast" if isinstance(record, Body) else "kvast"
    if isinstance(column, models.URLField) or name == "target":
        return f"https://kvast{number}.example/"
    return f"Kvast{number}"


def shown(address: str) -> str:
    return Client().get(address).content.decode().replace("\N{SOFT HYPHEN}", "").casefold()


@pytest.mark.parametrize("slug", list(EDITED))
def test_each_text_is_changed_by_its_owner_and_met_by_the_public(world, slug):
    told, record = EDITED[slug], world[slug]
    owner = make.user() if told["owner"] == "office" else make.user(office=False, is_superuser=True)
    client = signed_in(owner)
    values = {
        name: new_value(slug, record, name, number)
        for number, name in enumerate(told["columns"], 1)
    }
    # First what is met somewhere, all together; then what only steers.
    for part in (
        {name: each for name, each in values.items() if told["columns"][name] != MARKED},
        {name: each for name, each in values.items() if told["columns"][name] == MARKED},
    ):
        if not part:
            continue
        sent = dict(part)
        if "withdrawn_reason" in part:
            # Withdrawn in the end, or nothing else is met.
            sent.pop("withdrawn_reason")
        answer = write(client, slug, record.pk, **sent)
        assert answer.status_code == 302, answer.content.decode()
        before = {name: shown(place_of(told, record, name)) for name in sent}
        for name, value in sent.items():
            if told["columns"][name] not in (MARKED, "marked") and name != "path":
                assert value.casefold() not in before[name], f"{slug}.{name} leaks as a draft"
        assert publish(client, slug, record.pk).status_code == 302
        record.refresh_from_db()
        for name, value in sent.items():
            stored = getattr(record, name)
            stored = stored[0] if isinstance(stored, list) else str(stored)
            assert stored.removeprefix("<p>").removesuffix("</p>") == value, name
            if told["columns"][name] != MARKED and name != "path":
                place = place_of(told, record, name)
                assert value.casefold() in shown(place), f"{slug}.{name} isn't met at {place}"
        if "path" in sent:
            assert Client().get(record.url).status_code == 200
        assert record.history.first().history_user == owner
    if "withdrawn_reason" in values:
        write(
            client,
            slug,
            record.pk,
            withdrawn=str(datetime.date.today()),
            withdrawn_reason=values["withdrawn_reason"],
        )
        publish(client, slug, record.pk)
        record.refresh_from_db()
        assert values["withdrawn_reason"].casefold() in shown(record.url)
    assert not TextDraft.objects.open().exists()


def place_of(told: dict, record, name: str) -> str:
    place = told["columns"][name]
    if place == "gone":
        return f"/{record.path}/"
    return place if place.startswith("/") else getattr(record, "url", "/")


def test_every_kind_has_someone_who_may_write_it():
    make.healthcare_region()
    client = signed_in(make.user(office=False, is_superuser=True))
    body = client.get(TEXTS).content.decode()
    for each in KINDS:
        assert f'value="{each.slug}"' in body

"""The set `sydostra` says what its sources say, and nothing else.

The expected values are read from the sources themselves (tests/sources), after exactly the
corrections listed there.
"""

import datetime
import itertools
import re

import pytest
from django.apps import apps

from bodies.models import (
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
)
from organisation.models import (
    HealthcareRegion,
    Page,
    Region,
    Shortcut,
    Source,
    SourceDisagreement,
)
from organisation.records import Record, Sourced
from programmes.models import Hosting
from tests.sources.reading import (
    CORRECTIONS,
    between,
    corrected,
    council_table,
    items,
    lines,
    plain,
    raw,
    sentences,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]

ON = datetime.date(2019, 1, 28)
CODES = ("000", "001", "002", "004")

# domain.md's table: as in the list of areas, as in the council table, the portal's name, and which
# of the other ways of writing the public sees.
NAMES = (
    ("Barn och ungdomars hälsa", "Barn- och ungdomars hälsa", "Barn och ungdomars hälsa", ""),
    ("Cancersjukdomar", "Cancersjukdomar (RCC)", "Cancersjukdomar", "Cancersjukdomar (RCC)"),
    ("Psykisk hälsa", "Psykisk hälsa (RCPH)", "Psykisk hälsa", "Psykisk hälsa (RCPH)"),
    (
        "Rehabilitering, habilitering och försäkringsmedicin",
        "Rehabilitering och habilitering",
        "Rehabilitering, habilitering och försäkringsmedicin",
        "Rehabilitering och habilitering",
    ),
    ("Sällsynta diagnoser", "Sällsynta sjukdomar", "Sällsynta diagnoser", "Sällsynta sjukdomar"),
    ("Ögonssjukdomar", "Ögonsjukdomar", "Ögonsjukdomar", ""),
    (
        "Öron- näsa och halssjukdomar",
        "Öron- näs- och halssjukdomar",
        "Öron-, näs- och halssjukdomar",
        "",
    ),
)
# One list item of 002 stands as a sentence, with its subject in front.
QUOTED = {"Kunskapsrådet utser ordförande i ingående RMPO."}
# What the page about the healthcare region says of its source.
ADDED = {
    "Källan nämner de här platserna utan att ange någon adress:",
    "Vår anmärkning: så stod det i presentationen när kunskapsråden bildades.",
}
DISAGREEMENTS = {
    "reumatiska-utan-kunskapsrad",
    "namn-barn-och-ungdomars-halsa",
    "namn-cancersjukdomar",
    "namn-psykisk-halsa",
    "namn-rehabilitering",
    "namn-sallsynta",
    "namn-ogonsjukdomar",
    "namn-oron-nas-hals",
    "namn-region-kalmar-lan",
    "loftenas-ordalydelse",
    "ett-uppdrag-for-tva-organ",
    "cancermal-utan-lofte",
    "nationella-grupper-utan-namn",
    "samverkansnamndens-form",
    "rmpo-och-rpo",
    "verksamhetsplan-och-handlingsplan",
    "palliativ-vard",
    "rubrik-utan-a-a-o",
    "e-postadresser-fel-lasta",
    "rader-med-personer",
    "bilder-och-platshallare",
    "inledning-utan-rubrik",
    "brutna-rader-i-regionalt-uppdrag",
    "specifika-regionala-uppdrag",
    "uppdrag-utan-beslut",
    "samverkansgruppernas-uppdrag",
    "turordning-saknas",
    "kunskapsradens-rotation",
    "skrivfel-fortroendevalda",
    "skrivfel-arbetssatt",
    "skrivfel-halsoframjande",
    "skiljetecken",
}


def named(kind: str):
    return Body.objects.filter(kind__slug=kind).named(ON)


def names_of(kind: str) -> list[str]:
    return [each.name for each in named(kind).alphabetical()]


def all_names(body: Body) -> set[str]:
    return set(body.names.values_list("name", flat=True))


def area_list() -> list[str]:
    return items(
        between(
            corrected("002"), "Regionala medicinska programområden", "Regionala samverkansgrupper"
        )
    )


def records():
    """Every record of the set."""
    for model in apps.get_models():
        if issubclass(model, Record):
            yield from model._base_manager.all()


@pytest.mark.parametrize(("code", "wrong", "right"), CORRECTIONS)
def test_correction_is_of_something_that_stands_in_the_source(code, wrong, right):
    assert wrong in raw(code)
    assert wrong not in corrected(code)
    assert right in corrected(code)


def test_regions_are_those_of_the_prototype():
    said = re.search(r"Sydöstra sjukvårdsregionen utgörs av (.+), (.+) och (.+)\.", raw("002"))
    codes = re.search(r"Ledningsfunktioner i (\w+), (\w+) och (\w+) samt", raw("002"))

    regions = list(Region.objects.all())

    assert [each.name for each in regions] == list(said.groups())
    assert [each.code for each in regions] == list(codes.groups())
    assert {each.name: each.aliases for each in regions if each.aliases} == {
        "Region Kalmar län": ["Landstinget i Kalmar län", "Region Kalmar"]
    }


def test_healthcare_region_bears_the_prototypes_words():
    row = HealthcareRegion.objects.get()
    prototype = sentences(raw("002"))

    assert row.headline == lines(raw("002"))[0]
    assert {row.lead, row.purpose, row.about} <= set(prototype)
    updated = re.search(r"\*\*Uppdaterad:\*\* (\S+)", raw("002"))
    assert row.facts_from == datetime.date.fromisoformat(updated.group(1))


def test_programme_areas_are_the_24_of_the_list():
    assert len(area_list()) == 24
    assert names_of("programomrade") == area_list()


def test_councils_hold_23_areas_as_in_the_table():
    table = council_table()
    assert [len(areas) for areas, _ in table.values()] == [6, 6, 6, 5]

    councils = {each.name: each for each in named("kunskapsrad")}
    assert set(councils) == set(table)
    for name, (areas, comment) in table.items():
        below = [
            each.subject
            for each in councils[name].relations_in.filter(kind="part_of").select_related("subject")
        ]
        assert len(below) == len(areas)
        assert all(any(area in all_names(each) for each in below) for area in areas), name
        assert councils[name].comment == comment


def test_one_area_has_no_council():
    without = named("programomrade").exclude(relations_out__kind="part_of")
    in_table = {area for areas, _ in council_table().values() for area in areas}

    assert [each.name for each in without] == ["Reumatiska sjukdomar"]
    assert "Reumatiska sjukdomar" in area_list()
    assert "Reumatiska sjukdomar" not in in_table


@pytest.mark.parametrize(("in_list", "in_table", "canonical", "public"), NAMES)
def test_area_keeps_every_way_the_source_writes_it(in_list, in_table, canonical, public):
    assert in_list in items(raw("002"))
    assert f"<li>• {in_table}</li>" in raw("002")
    body = named("programomrade").get(name=canonical)

    aliases = body.names.filter(kind=BodyName.Kind.ALIAS)

    assert {each.name for each in aliases} == {in_list, in_table} - {canonical}
    assert {each.name for each in aliases if each.is_public} == ({public} if public else set())


def test_no_other_area_has_an_alias():
    kept = {each[2] for each in NAMES}
    with_alias = named("programomrade").filter(names__kind=BodyName.Kind.ALIAS)

    assert {each.name for each in with_alias} == kept


def test_new_areas_are_the_seven_of_the_source():
    change = between(raw("002"), "Förändring", "Nationellt uppdrag till RMPO")
    new = items(change[change.index("- Nya RMPO") :])[1:]

    found = named("programomrade").exclude(origin="").alphabetical()

    assert len(new) == 7
    assert [each.name for each in found] == new


def test_collaboration_groups_are_nine_and_the_one_with_a_commission():
    nine = items(between(raw("002"), "Regionala samverkansgrupper", "Förändring"))
    tenth = re.search(r"Regional samverkansgrupp (.+) i Sydöstra", raw("004")).group(1)

    assert len(nine) == 9
    assert names_of("samverkansgrupp") == sorted([*nine, tenth.capitalize()], key=str.lower)


def test_three_collaboration_groups_have_no_national_counterpart():
    said = re.search(r"Samverkansgrupperna för (.+), (.+) och (.+) saknar motsvarighet", raw("002"))
    without = {each.lower() for each in said.groups()}

    groups = list(named("samverkansgrupp"))

    assert {each.name.lower() for each in groups if each.counterpart == "none"} == without
    assert sum(each.counterpart == "exists" for each in groups) == 7
    read_by_us = [each for each in groups if each.counterpart == "exists" and each.interpretation]
    assert len(read_by_us) == 6


def test_hosted_national_areas_are_the_three_of_the_source():
    hosted = items(
        between(
            raw("002"),
            "Vi är värd för de nationella programområdena:",
            "Vi ansvarar för nationella rekommendationer i Nationellt kliniskt kunskapsstöd "
            "inom ämnena:",
        )
    )
    assert len(hosted) == 3

    assert names_of("npo") == hosted
    assert Hosting.objects.count() == 3
    pairs = BodyRelation.objects.filter(kind="counterpart_of").select_related("subject", "object")
    assert sorted(named("programomrade").get(pk=each.subject_id).name for each in pairs) == sorted(
        named("npo").get(pk=each.object_id).name for each in pairs
    )
    assert all(each.interpretation for each in pairs)
    assert names_of("npo") == [
        each.name for each in named("programomrade").filter(counterpart="exists").alphabetical()
    ]


def own_words(page: Page) -> str:
    """The part of a page that isn't the source's: what stands below its last heading."""
    return page.body[page.body.rindex("<h3>") :]


def test_every_sentence_of_the_texts_stands_in_a_source():
    corpus = "\n".join(plain(" ".join(lines(corrected(code)))) for code in CODES)
    about = Page.objects.get(path="om")
    texts = [
        *Body.objects.values_list("description", flat=True),
        *Body.objects.values_list("comment", flat=True),
        *BodyKind.objects.values_list("description", flat=True),
        *BodyKind.objects.exclude(composition="").values_list("composition", flat=True),
        Page.objects.get(path="organisation").body,
        about.lead,
        about.body.removesuffix(own_words(about)),
    ]
    pieces = [each for text in texts for each in sentences(text_of(text))]

    assert len(pieces) > 100
    unknown = {each for each in pieces if each.rstrip(".") not in corpus}
    assert unknown == QUOTED | ADDED


def test_every_record_has_a_source():
    without = [each for each in records() if isinstance(each, Sourced) and each.source_id is None]

    assert without == []
    documents = Source.objects.filter(nature=Source.Nature.DOCUMENT)
    assert list(documents.values_list("code", flat=True)) == list(CODES)
    assert not Source.objects.filter(is_demo=True).exists()


def persons() -> set[str]:
    """The persons whom the sources name: they stand in Source.owner and nowhere else."""
    owners = Source.objects.exclude(owner="").values_list("owner", flat=True)
    return {re.split(r", | \(", each)[0] for each in "; ".join(owners).split("; ")}


def test_no_person_or_address_of_the_sources_stands_in_a_field():
    assert len(persons()) == 2
    words = set(itertools.chain(persons(), (each.split()[-1] for each in persons()), "@"))

    found = [
        (record, field.name)
        for record in records()
        for field in record._meta.fields
        if (type(record), field.name) != (Source, "owner")
        for word in words
        if word in str(getattr(record, field.attname) or "")
    ]

    assert found == []
    assert "@" not in "".join(Source.objects.values_list("owner", flat=True))


def test_source_disagreements_are_all_told_with_their_sources():
    told = set(SourceDisagreement.objects.values_list("code", flat=True))

    assert told >= DISAGREEMENTS
    assert not SourceDisagreement.objects.filter(links=None).exists()


def test_entrances_are_the_prototypes_in_its_order():
    text = raw("002")
    prototype = text[text.index("# Prototyp Sydöstra sjukvårdsregionen") :]
    seven = lines(prototype[: prototype.index("Sydöstra sjukvårdsregionen utgörs av")])[2:]
    shortcuts = re.findall(
        r"\[(.+?)\]\(#\)", prototype[prototype.index("## Genvägar") : prototype.index("# Mer inf")]
    )

    def labels(place):
        return list(Shortcut.objects.filter(place=place).values_list("label", flat=True))

    assert len(seven) == 7
    assert labels(Shortcut.Place.ENTRANCE) == seven
    assert labels(Shortcut.Place.SHORTCUT) == shortcuts

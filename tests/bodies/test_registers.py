"""Finding bodies by name, however it's spelt."""

import datetime

import pytest

from bodies.registers import bodies_of, like, matches
from tests import factories as make

ON = datetime.date(2026, 2, 6)


@pytest.fixture
def areas(db):
    make.healthcare_region()
    kind = make.kind("omrade")
    for name in (
        "Cancersjukdomar",
        "Hjärt- och kärlsjukdomar",
        "Ögonsjukdomar",
        "Barn och ungdomars hälsa",
        "Öron-, näs- och halssjukdomar",
    ):
        make.body(name, of=kind)
    body = make.body("Sällsynta diagnoser", of=kind)
    body.names.create(name="Sällsynta sjukdomar", kind="alias")
    body.names.create(name="Sälsynta dignoser", kind="alias", is_public=False)
    return list(bodies_of([kind], ON))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cancer", ["Cancersjukdomar"]),
        ("CANCER", ["Cancersjukdomar"]),
        ("ogon", ["Ögonsjukdomar"]),
        ("Oron", ["Öron-, näs- och halssjukdomar"]),
        ("öron näsa hals", []),
        ("öron näs hals", ["Öron-, näs- och halssjukdomar"]),
        ("hjärt kärl", ["Hjärt- och kärlsjukdomar"]),
        ("hjartkarl", []),
        ("sällsynta sjukdomar", ["Sällsynta diagnoser"]),
        ("Sälsynta dignoser", ["Sällsynta diagnoser"]),
        ("hälsa barn", ["Barn och ungdomars hälsa"]),
        ("xyz", []),
    ],
)
def test_body_is_found_by_every_name_it_goes_by(areas, text, found):
    assert [each.name for each in areas if matches(each, text)] == found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cancr", "Cancersjukdomar"),
        ("Öggon", "Ögonsjukdomar"),
        ("hjarta", "Hjärt- och kärlsjukdomar"),
        ("qqqqqq", None),
        ("", None),
    ],
)
def test_body_is_suggested_for_one_who_spelt_it_wrong(areas, text, first):
    suggested = like(text, areas)
    assert (suggested[0].name if suggested else None) == first
    assert len(suggested) <= 3


def test_list_is_in_the_swedish_alphabet(areas):
    assert [each.name for each in areas] == [
        "Barn och ungdomars hälsa",
        "Cancersjukdomar",
        "Hjärt- och kärlsjukdomar",
        "Sällsynta diagnoser",
        "Ögonsjukdomar",
        "Öron-, näs- och halssjukdomar",
    ]

"""No code names a healthcare region: what belongs to one is data, in its own set.

The words are taken from the sets themselves, so that a new set is looked for from the day it comes.
"""

import re
from pathlib import Path

import pytest

from bodies.models import Body
from tests.sets import ROOT, SETS, pattern, records

# The rooms, what they show, and what starts them. Papers that tell of the project, and tests, may
# name whom it was made for.
CODE = ["portal", "documents", "programmes", "bodies", "organisation", "templates", "static"]
READ = {".py", ".html", ".txt", ".css", ".js", ".svg", ".xml", ".toml", ".sql"}
READ |= {".md", ".json", ".webmanifest"}
# The set that is shown where nobody says which.
DEFAULT = {
    "portal/demo.py": {"sydostra"},
}


def code() -> list[Path]:
    files = [each for room in CODE for each in (ROOT / room).rglob("*")]
    return [each for each in [*files, ROOT / "manage.py"] if each.suffix in READ]


@pytest.mark.parametrize("folder", SETS.values(), ids=SETS)
def test_code_names_no_healthcare_region(folder):
    some, found = pattern(folder), []
    for path in code():
        name = str(path.relative_to(ROOT))
        text = f"{name}\n{path.read_text(encoding='utf-8')}".lower()
        words = set(some.findall(text)) - DEFAULT.get(name, set())
        found += [(name, each) for each in sorted(words)]
    assert found == []


@pytest.mark.parametrize("folder", SETS.values(), ids=SETS)
def test_code_names_no_kind_of_body(folder):
    # What the functions of bodies are called, as the code must know them.
    labels = set(Body.Function.labels)
    kinds = {each["slug"] for each in records(folder, "bodies.bodykind")} - labels
    texts = {each["slug"] for each in records(folder, "documents.sharedtext")}
    # By themselves, and as the first or the last step of an address.
    quoted = re.compile(rf"""(?<=["'/])(?:{"|".join(kinds | texts)})(?=["'/])""")
    found = [
        (str(path.relative_to(ROOT)), each)
        for path in code()
        for each in quoted.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(kinds) > 3
    assert found == []


def test_what_is_looked_for_is_found():
    some = pattern(SETS["sodra"])
    assert some.findall("styrgruppen i södra sjukvårdsregionen, skånes och på skane.se") == [
        "södra sjukvårdsregionen",
        "skåne",
        "skane.se",
    ]
    assert some.findall("logo_skåne bild-skane.se") == ["skåne", "skane.se"]
    assert some.findall("landet i norr") == []

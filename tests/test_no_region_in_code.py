"""No code names a healthcare region: what belongs to one is data, in its own set.

The words are taken from the sets themselves, so that a new set is looked for from the day it comes.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETS = sorted(
    each for each in (ROOT / "fixtures").iterdir() if each.is_dir() and any(each.glob("*.toml"))
)
# The rooms, what they show, and what starts them. Papers that tell of the project, and tests, may
# name whom it was made for.
CODE = ["portal", "documents", "programmes", "bodies", "organisation", "templates", "static"]
READ = {".py", ".html", ".txt", ".css", ".js", ".svg", ".xml", ".toml", ".sql"}
# Words that a region, a body or a short form shares with the language, and so may stand anywhere.
GENERIC = {
    # what the kinds and the functions of bodies are called, in any healthcare region
    "samverkansnämnden",
    "regionsjukvårdsledningen",
    "ledningsgruppen",
    "styrgruppen",
    # what a group works with, as others do
    "upphandling",
    "hållbar utveckling",
}
# The set that is shown where nobody says which.
DEFAULT = {"portal/demo.py": {"sydostra"}}


def records(folder: Path, label: str) -> list[dict]:
    app, model = label.split(".")
    files = [tomllib.loads(each.read_text()) for each in sorted(folder.glob("*.toml"))]
    return [record for each in files for record in each.get(app, {}).get(model, [])]


def stem(name: str) -> str:
    """What is left of a region's name without the words that others have too."""
    words = [each for each in name.split() if each.lower() not in ("region", "län", "landstinget")]
    return " ".join(each for each in words if each != "i")


@cache
def names(folder: Path) -> frozenset[str]:
    """What belongs to the healthcare region of a set, in small letters: its name, its regions' and
    bodies' names, addresses in its pages and for mail."""
    found = {folder.name}
    for each in records(folder, "organisation.healthcareregion"):
        found |= {each["slug"], each["name"], each["short_name"]}
    for each in records(folder, "organisation.region"):
        found |= {each["slug"], each["email_domain"], stem(each["name"])}
        found |= {each["name"], each["code"], *each.get("aliases", ())}
        found |= {stem(each["name"]).removesuffix("s"), stem(each["name"]).removesuffix("s län")}
    found |= {each["name"] for each in records(folder, "bodies.bodyname")}
    found |= {each["path"] for each in records(folder, "bodies.body")}
    return frozenset(each.lower() for each in found if len(each) > 2) - GENERIC


def code() -> list[Path]:
    files = [each for room in CODE for each in (ROOT / room).rglob("*")]
    return [each for each in [*files, ROOT / "manage.py"] if each.suffix in READ]


@pytest.mark.parametrize("folder", SETS, ids=lambda each: each.name)
def test_code_names_no_healthcare_region(folder):
    longest_first = sorted(names(folder), key=len, reverse=True)
    # By itself, or as the first part of a longer word.
    some = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})")
    found = []
    for path in code():
        name, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8").lower()
        words = set(some.findall(text)) - DEFAULT.get(name, set())
        found += [(name, each) for each in sorted(words)]
    assert found == []

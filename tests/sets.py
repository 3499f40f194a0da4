"""What belongs to each fixture set, read from its files."""

import re
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = {
    each.name: each
    for each in sorted((ROOT / "fixtures").iterdir())
    if each.is_dir() and any(each.glob("*.toml"))
}
# What more than one healthcare region may call a body of its own, or a work that it does.
GENERIC = {
    "samverkansnämnden",
    "regionsjukvårdsledningen",
    "ledningsgruppen",
    "styrgruppen",
    "upphandling",
    "hållbar utveckling",
}


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


@cache
def pattern(folder: Path, *kinds: str) -> re.Pattern:
    """Finds, in small letters, what belongs to a set: by itself, as the first part of a longer
    word, or after an underscore or a hyphen."""
    longest_first = sorted(names(folder) | said(folder, *kinds), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})")


def said(folder: Path, *kinds: str) -> frozenset[str]:
    """The texts of records of some kinds, in small letters."""
    return frozenset(each["text"].lower() for kind in kinds for each in records(folder, kind))

"""Word files that something has happened to: each is read or refused; none breaks the reader."""

import copy
import random
import tomllib
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from documents.markup import normal
from documents.word.faults import SENTENCES
from documents.word.program.document import read
from documents.word.sections import text_of
from documents.word.telling import told_of
from organisation.apart.limits import Refused
from tests.documents.word_files import NAMESPACES, paragraphs, part, word_file, word_parts, zipped

CASES = [
    tomllib.loads(path.read_text())
    for path in sorted(Path(__file__).with_name("word_cases").glob("*.toml"))
]
VALUES = ["", "x", "-1", "99999999999", "0", "9", "1", "heading 1", "none", "å"]


def body_of(case):
    return ElementTree.fromstring(f"<w:body {NAMESPACES}>{case['body']}</w:body>")


def disturb(chance, root, others):
    """Take out, put in, shuffle or change something somewhere in a body."""
    element = chance.choice(list(root.iter()))
    what = chance.random()
    if what < 0.3 and len(element):
        element.remove(chance.choice(list(element)))
    elif what < 0.6:
        element.insert(chance.randint(0, len(element)), copy.deepcopy(chance.choice(others)))
    elif what < 0.85 and element.attrib:
        name = chance.choice(list(element.attrib))
        element.attrib[name] = chance.choice(VALUES)
        if what > 0.75:
            del element.attrib[name]
    else:
        children = list(element)
        chance.shuffle(children)
        element[:] = children


def disturbed(chance):
    """One of the cases as a file in which things stand where they shouldn't."""
    case = chance.choice(CASES)
    root = body_of(case)
    others = list(body_of(chance.choice(CASES)).iter())[1:]
    for _ in range(chance.randint(1, 12)):
        disturb(chance, root, others)
    given = {key: case[key] for key in case.keys() & {"links", "parts", "styles", "section"}}
    body = ElementTree.tostring(root, encoding="unicode")
    return zipped(word_parts("", **given) | {"word/document.xml": part("document", body)})


@pytest.mark.parametrize("count", [100, pytest.param(3000, marks=pytest.mark.full)])
def test_disturbed_file_becomes_sections_in_order(count):
    chance = random.Random(count)
    for _ in range(count):
        found = read(disturbed(chance))
        made = text_of(found, "")
        assert all(isinstance(each, str) for each in told_of(found["tally"], made))
        above = 0
        for section in made.text.sections:
            assert 1 <= section.level <= min(3, above + 1)
            assert normal(section.html) == section.html
            assert section.heading == " ".join(section.heading.split(" ")).strip()
            above = section.level


@pytest.mark.parametrize("count", [500, pytest.param(20_000, marks=pytest.mark.full)])
def test_damaged_file_is_read_or_refused(count):
    chance = random.Random(count)
    good = word_file(paragraphs("Ett", look="Rubrik1") + paragraphs("Text."))
    headers = [at for at in range(len(good)) if good.startswith(b"PK", at)]
    outcomes = Counter()
    for _ in range(count):
        damaged = bytearray(good)
        start, reach = chance.choice([(0, len(good)), (chance.choice(headers), 46)])
        for _ in range(chance.randint(1, 4)):
            at = min(start + chance.randrange(reach), len(good) - 1)
            damaged[at] = chance.randrange(256)
        try:
            read(bytes(damaged))
            outcomes["read"] += 1
        except Refused as refusal:
            outcomes[refusal.code] += 1
    assert outcomes.keys() <= {"read", *SENTENCES}
    assert outcomes["broken"] > count / 4

"""Which section of a file is which section of a text. Written by hand, before the code."""

import random
import time

import pytest

from documents.matching import Words, matches

# What there is, what the file has, and which of what there is each of those is.
CASES = [
    ("nothing", "", "", []),
    ("the same", "Mål: Vi vill.|Medel: Vi gör.", "Mål: Vi vill.|Medel: Vi gör.", [0, 1]),
    ("another order", "Mål: Vi vill.|Medel: Vi gör.", "Medel: Vi gör.|Mål: Vi vill.", [1, 0]),
    ("new words under the same heading", "Mål: Vi vill.", "Mål: Alla ska få god vård.", [0]),
    ("a heading in capitals", "Specifikt uppdrag: Vi vill.", "SPECIFIKT UPPDRAG: Annat.", [0]),
    ("a heading that was numbered", "Mål: Vi vill.", "1.2 Mål: Annat.", [0]),
    (
        "a heading that is another, above words that are nearly the same",
        "Mål: Gruppen ska stödja arbetet med kvalitet i alla tre regionerna.",
        "Syfte: Gruppen ska stödja arbetet med kvalitet i alla de tre regionerna.",
        [0],
    ),
    ("a new one", "Mål: Vi vill.", "Mål: Vi vill.|Nytt: Något helt annat.", [0, None]),
    ("one that is gone", "Mål: Vi vill.|Medel: Vi gör.", "Medel: Vi gör.", [1]),
    ("another heading and other words", "Mål: Vi vill.", "Form: Två möten om året.", [None]),
    (
        "two with one heading are taken in order",
        "Övrigt: Första.|Övrigt: Andra.",
        "Övrigt: Tredje.|Övrigt: Fjärde.",
        [0, 1],
    ),
    (
        "the same words go before the same heading",
        "Övrigt: Första.|Övrigt: Andra.",
        "Övrigt: Andra.|Övrigt: Tredje.",
        [1, 0],
    ),
    (
        "the one that is most alike wins",
        "A: Gruppen träffas fyra gånger om året och för anteckningar.|"
        "B: Gruppen träffas sex gånger om året och för alltid anteckningar.",
        "C: Gruppen träffas sex gånger om året och för anteckningar.|"
        "D: Gruppen träffas fyra gånger om året och för anteckningar alltid.",
        [1, 0],
    ),
    ("short words alike are no likeness", "A: Ja.", "B: Ja.", [0]),
    ("a few words that are another", "A: Vi gör det.", "B: Vi ser det.", [None]),
]


def words(told: str) -> list[Words]:
    return [
        Words(*(part.strip() for part in each.split(":", 1))) for each in told.split("|") if each
    ]


@pytest.mark.parametrize(("name", "known", "read", "expected"), CASES, ids=[c[0] for c in CASES])
def test_a_section_of_a_file_is_known_again(name, known, read, expected):
    assert matches(words(read), words(known)) == expected


def test_long_sections_that_share_their_words_are_told_in_seconds():
    draw = random.Random(1)

    def text(number: int) -> Words:
        said = (f"ord{draw.randrange(100)}" for _ in range(600))
        return Words(f"Rubrik {number}", " ".join(said))

    known = [text(each) for each in range(40)]
    read = [text(each) for each in range(100, 140)]
    read[7] = Words("En annan rubrik", known[31].text.replace("ord5 ", "ord6 "))
    began = time.process_time()
    found = matches(read, known)
    assert time.process_time() - began < 6
    assert found == [31 if place == 7 else None for place in range(40)]

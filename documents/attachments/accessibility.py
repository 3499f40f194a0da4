"""What of a file stands in the way of those who read with aids, as far as a program can tell. Pure.

That a file is accessible can't be told by a program: order, alternative texts and contrast need an
eye. So there are three marks, and none of them says that it is.
"""

from collections.abc import Mapping
from enum import StrEnum

from organisation.rules import Finding, Severity

# A text so long is not found in without headings.
WORDS_WITHOUT_HEADINGS = 300
_SENTENCES = {
    "tags": "Filen är inte taggad: uppläsande hjälpmedel hittar inte rubriker, listor och "
    "tabeller. Spara den på nytt som taggad PDF (i Word: Spara som PDF, Alternativ, "
    "Dokumentstrukturtaggar).",
    "title": "Filen har ingen titel i sina egenskaper. Skriv en (Arkiv, Info) och spara igen.",
    "language": "Filen säger inte vilket språk den är på. Ange språket i det program som den är "
    "gjord i och spara igen.",
    "text": "Mer än hälften av sidorna är bilder utan text, som hjälpmedel inte kan läsa. Spara "
    "från originalet i stället för att skanna, eller kör textigenkänning (OCR).",
    "pictures": "Filen har bilder utan alternativtext. Skriv en för varje, eller märk dem som "
    "dekorativa, i Word.",
    "headings": "Texten är lång men har inga rubriker. Använd formatmallarna Rubrik 1–3 i Word.",
}


class Mark(StrEnum):
    """What the reader is told of a file."""

    NONE_FOUND = "none_found"
    WANTING = "wanting"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Mark.NONE_FOUND: "inga brister funna vid automatisk kontroll",
    Mark.WANTING: "brister i tillgänglighet",
    Mark.UNCHECKED: "tillgängligheten är inte kontrollerad",
}
# How each is told to the public, in few words.
SHORT = {
    "tags": "saknar taggar för uppläsning",
    "title": "saknar titel",
    "language": "saknar uppgift om språk",
    "text": "består av bilder av text",
    "pictures": "har bilder utan alternativtext",
    "headings": "saknar rubriker",
}


def wanting(kind: str, facts: Mapping) -> list[Finding] | None:
    """What is found wanting in a file of this kind; None when that kind can't be checked.

    `facts` are those that the check gave (`Checked.facts`).
    """
    asked = {
        "pdf": {
            "tags": lambda: not facts["tagged"],
            "title": lambda: not facts["title"],
            "language": lambda: not facts["language"],
            "text": lambda: facts["pages_with_text"] * 2 < facts["pages"],
        },
        "docx": {
            "title": lambda: not facts["title"],
            "language": lambda: not facts["language"],
            "pictures": lambda: facts["pictures_without_text"] > 0,
            "headings": lambda: (
                not facts["has_headings"] and facts["words"] > WORDS_WITHOUT_HEADINGS
            ),
        },
    }.get(kind)
    if asked is None:
        return None
    return [
        Finding(code, Severity.WARNING, _SENTENCES[code], "file")
        for code, is_wanting in asked.items()
        if is_wanting()
    ]


def mark_of(kind: str, facts: Mapping) -> Mark:
    """The mark of such a file."""
    found = wanting(kind, facts)
    if found is None:
        return Mark.UNCHECKED
    return Mark.WANTING if found else Mark.NONE_FOUND

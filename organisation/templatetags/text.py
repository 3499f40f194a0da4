"""Filters for text that people read."""

from functools import cache

import pyphen
from django import template

register = template.Library()

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG = 12
# Where compounds of the field are to break: the dictionary knows syllables, not meaning.
PARTS = (
    *("regionsjukvårds|ledningens", "regionsjukvårds|ledningen", "regionsjukvårds|ledning"),
    *("sjukvårds|regionens", "sjukvårds|regionen", "sjukvårds|region", "sjukvårds|regional"),
    *("samverkans|nämndens", "samverkans|nämnden", "samverkans|nämnd", "samverkans|grupper"),
    *("samverkans|gruppen", "samverkans|grupp", "program|områdena", "program|områden"),
    *("program|område", "arbets|grupper", "arbets|utskott", "lednings|personer"),
)
BREAKS = {each.replace("|", ""): each.index("|") for each in PARTS}


@cache
def _hyphenator() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="sv_SE", left=4, right=3)


def _broken(word: str) -> str:
    bare = word.strip(".,;:()").lower()
    at = BREAKS.get(bare)
    if at is None:
        return _hyphenator().inserted(word, SOFT_HYPHEN)
    at += word.lower().index(bare)
    return word[:at] + SOFT_HYPHEN + word[at:]


@register.filter
def soft_hyphens(text: str) -> str:
    """A text whose long words may be broken where Swedish allows it.

    Browsers without a Swedish dictionary would else cut them anywhere on a small screen.
    """
    return " ".join(_broken(word) if len(word) >= LONG else word for word in str(text).split(" "))

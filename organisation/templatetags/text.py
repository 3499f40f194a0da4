"""Filters for text that people read."""

import re
from functools import cache

import pyphen
from django import template

from organisation.richtext import shown

register = template.Library()
register.filter("rich", shown)

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG = 12
# Words, and what stands between them: "sjukvårdsregional/regional" is two.
WORDS = re.compile(r"([ /])")
# Where compounds of the field are to break: the dictionary knows syllables, not meaning.
PARTS = (
    *("regionsjukvårds|ledningens", "regionsjukvårds|ledningen", "regionsjukvårds|ledning"),
    *("sjukvårds|regionens", "sjukvårds|regionen", "sjukvårds|region", "sjukvårds|regional"),
    *("samverkans|nämndens", "samverkans|nämnden", "samverkans|nämnd", "samverkans|grupper"),
    *("samverkans|gruppen", "samverkans|grupp", "program|områdena", "program|områden"),
    *("program|område", "arbets|grupper", "arbets|utskott", "lednings|personer"),
    *("förbättrings|arbete", "förbättrings|arbeten", "kunskaps|styrning", "kunskaps|underlag"),
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
    pieces = WORDS.split(str(text))
    return "".join(_broken(each) if len(each) >= LONG else each for each in pieces)

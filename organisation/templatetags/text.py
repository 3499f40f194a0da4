"""Filters for text that people read."""

from functools import cache

import pyphen
from django import template

register = template.Library()

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG = 12


@cache
def _hyphenator() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="sv_SE", left=4, right=3)


@register.filter
def soft_hyphens(text: str) -> str:
    """A heading whose long words may be broken where Swedish allows it.

    Browsers without a Swedish dictionary would else cut them anywhere on a small screen.
    """
    return " ".join(
        _hyphenator().inserted(word, SOFT_HYPHEN) if len(word) >= LONG else word
        for word in str(text).split(" ")
    )

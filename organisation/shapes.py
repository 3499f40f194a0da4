"""The small shapes that pages are built of, shared by every app that shows something."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from .models import Region


@dataclass(frozen=True)
class Crumb:
    """A link to a place: in the trail, in a fact, in a list."""

    label: str
    url: str


@dataclass(frozen=True)
class Anchor:
    """A link to a section of the page; `note` says what is special about it."""

    href: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class FactItem:
    """One value of a fact."""

    text: str
    url: str = ""
    region: Region | None = None
    note: str = ""
    interpretation: bool = False


@dataclass(frozen=True)
class Fact:
    """A labelled value in the facts beside the text."""

    label: str
    items: list[FactItem]


@dataclass(frozen=True)
class Panel:
    """A part of a body's page: a heading, and a template with what it shows."""

    id: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    intro: str = ""


@dataclass(frozen=True)
class HistoryItem:
    """Something that happened on a day (None: the day is unknown)."""

    date: datetime.date | None
    text: str
    url: str = ""
    is_the_day: bool = False

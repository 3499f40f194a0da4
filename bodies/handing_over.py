"""What is handed over together with an office: the shape that every room tells it in.

A room offers a function of a body and a standing. The portal gathers them
(`portal/handing_over.py`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passed:
    """Something that whoever takes over has to know of."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class PassedOn:
    """All of one sort that is handed over; `none` is said when there is nothing."""

    heading: str
    none: str
    rows: tuple[Passed, ...] = ()

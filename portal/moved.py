"""Addresses where nothing lives any more: lead on to where it moved, or say why it's gone."""

import datetime
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponsePermanentRedirect

from organisation.models import OldAddress, Page

from .asof import Day

ADDRESS = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
LONGEST = 400


@dataclass
class Gone(Exception):
    """What was at an address is gone: answered with 410 and what is told here."""

    explanation: str = ""
    since: datetime.date | None = None
    title: str = ""


def page_at(path: str, day: Day) -> Page | None:
    """The editorial page at an address, with its source, or None (1 query).

    Raises Gone when it's withdrawn. What is withdrawn today is so on the pages of every day.
    """
    page = Page.objects.select_related("source").filter(path=path).first()
    if page and page.withdrawn and page.withdrawn <= day.latest:
        raise Gone(page.withdrawn_reason, page.withdrawn, page.title)
    return page


def led_on(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """The way to where the thing at the request's address moved, with its query; None when
    nothing is known of it (1 query). Raises Gone when it's known to be gone."""
    path = request.path.strip("/")
    if request.method not in ("GET", "HEAD"):
        return None
    target = moved_to(path)
    if target is None:
        return None
    query = request.META.get("QUERY_STRING", "")
    return leading_to(f"/{target}/?{query}" if query else f"/{target}/")


def moved_to(path: str) -> str | None:
    """The address that what lived at another has now, both without slashes at their ends; None when
    nothing is known of it (1 query). Raises Gone when it's known to be gone."""
    if len(path) > LONGEST or not ADDRESS.fullmatch(path):
        return None
    row = OldAddress.objects.leading_from(path)
    if row is None:
        return None
    if not row.target:
        raise Gone(row.explanation, row.since)
    # Only ever to an address of the site's own.
    return f"{row.target}{path[len(row.path) :]}" if ADDRESS.fullmatch(row.target) else None


def leading_to(address: str) -> HttpResponsePermanentRedirect:
    answer = HttpResponsePermanentRedirect(address)
    # What moved may move back. A browser that remembers both ways would go round in a ring.
    answer["Cache-Control"] = "no-cache"
    return answer

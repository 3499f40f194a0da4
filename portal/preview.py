"""A public page as it would be after a change that hasn't been made."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve

from organisation.trying import as_if


@dataclass(frozen=True)
class Preview:
    """What stands above a page that is shown ahead: what it is, and the way back."""

    text: str
    back_url: str
    back_label: str


def seen_if(
    change: Callable[[], object], address: str, request: HttpRequest, preview: Preview
) -> HttpResponse:
    """The public page at the address (`/om/`, also with `?datum=`) as a reader would see it after
    the change, which is taken back. What the change raises is raised.

    The reader is somebody who hasn't signed in, whoever asks.
    """
    parts = urlsplit(address)
    seen = copy(request)
    seen.method = "GET"
    seen.path = seen.path_info = parts.path
    seen.GET, seen.POST, seen.COOKIES = QueryDict(parts.query), QueryDict(), {}
    seen.preview = preview
    view, args, kwargs = resolve(parts.path)
    with as_if(change):
        return view(seen, *args, **kwargs)

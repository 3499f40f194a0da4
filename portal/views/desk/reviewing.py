"""Reading a draft before it's decided: as it will look, and what differs."""

from collections.abc import Iterable

from django.http import Http404
from django.shortcuts import get_object_or_404

from documents.compare import SectionText
from documents.compare import compare as compared
from documents.entries import text_of, with_entries
from documents.files_shown import shown_files
from documents.models import Edition, Section, WorkingCopy
from documents.origins import shares, tell_origins, with_origins
from organisation.dates import today
from organisation.richtext import shown
from organisation.rights import DOCUMENTS, Action
from organisation.shapes import Anchor
from portal.desk import desk_page

from .drafts import found, head_of
from .files import at_desk


def texts_of(edition: Edition) -> list[SectionText]:
    """The sections of an edition as the comparison takes them (1 query)."""
    return [
        SectionText(each.key, each.heading, each.level + 1, each.whole) for each in text_of(edition)
    ]


def as_texts(sections: Iterable[Section]) -> list[SectionText]:
    """Sections as the comparison takes them, of what has no activities."""
    return [SectionText(each.key, each.heading, each.level + 1, each.html) for each in sections]


def texts_in(copy: WorkingCopy) -> list[SectionText]:
    """The sections that a working copy holds."""
    return [
        SectionText(each["key"], each["heading"], each["level"] + 1, each["html"])
        for each in copy.content["sections"]
    ]


@desk_page(Action.READ, *DOCUMENTS)
def preview(request, pk: int):
    """The draft as the public will read it."""
    edition = found(request, pk)
    sections = with_entries(edition, with_origins(edition.sections.present()))
    tell_origins(sections, today(), today())
    return "documents/desk/preview.html", head_of(request, edition) | {
        "shares": shares(sections),
        "sections": [(each, shown(each.html)) for each in sections],
        "anchors": [Anchor(f"#{each.key}", each.heading) for each in sections if each.level == 1],
        "files": shown_files(edition, at_desk),
    }


@desk_page(Action.READ, *DOCUMENTS)
def compare(request, pk: int):
    """The draft beside the last published version, or beside one of its working copies (`med`)."""
    edition = found(request, pk)
    head = head_of(request, edition)
    given = request.GET.get("med", "")
    if given and head["may_comment"]:
        number = int(given) if given.isdecimal() and len(given) < 5 else 0
        copy = get_object_or_404(edition.working_copies, number=number)
        older, name = texts_in(copy), f"arbetskopia {copy.name}"
    elif former := head["former"]:
        older, name = texts_of(former), f"version {former.number}"
    else:
        raise Http404
    return "documents/desk/compare.html", head | {
        "older_name": name,
        "comparison": compared(older, texts_of(edition)),
        "working_copies": edition.working_copies.all() if head["may_comment"] else (),
    }


@desk_page(Action.COMMENT, *DOCUMENTS)
def working_copy(request, pk: int, number: int):
    """A working copy as it was submitted."""
    edition = found(request, pk, Action.COMMENT)
    copy = get_object_or_404(edition.working_copies.select_related("by"), number=number)
    return "documents/desk/preview.html", head_of(request, edition) | {
        "copy": copy,
        "sections": [(each, shown(each["html"])) for each in copy.content["sections"]],
        "anchors": [],
    }

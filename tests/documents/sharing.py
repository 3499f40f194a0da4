"""Shared texts to test with."""

import itertools

from documents import actions
from documents.models import Document, Edition, SharedText
from tests import factories

_number = itertools.count(1)


def shared_text(*headings: str, kind: str = "samverkansgrupp", **values) -> SharedText:
    """A shared text with its first version published: a section for each heading."""
    number = next(_number)
    text = SharedText.objects.create(
        slug=f"text-{number}", name=f"Text {number}", body_kind=factories.kind(kind)
    )
    document = Document.objects.create(
        kind=Document.Kind.SHARED_TEXT, owner=factories.body(), shared_text=text
    )
    version(text, *headings, document=document, **values)
    return text


def version(
    text: SharedText,
    *told: str,
    document=None,
    valid_from="2026-01-01",
    at=factories.NOW,
    **texts,
) -> Edition:
    """A new version of a shared text, published. A section is told as its heading; its words are
    those in `texts` under its key, else the same in every version."""
    document = document or text.document
    number = document.editions.exclude(state="discarded").count() + 1
    made = Edition.objects.create(document=document, number=number, title=f"{text}, {number}")
    for place, heading in enumerate(told, start=1):
        key = heading.lower()
        html = texts.get(key, f"<p>Gemensamt om {key}.</p>")
        factories.section(made, key, heading=heading, html=html, position=place)
    return factories.take_all_steps(made, valid_from=valid_from, at=at)


def draft_for(body, text: SharedText, by=None, number=None) -> Edition:
    """The draft of the body's commission with a version of the text in it."""
    by = by or factories.user()
    editions = text.document.editions.published()
    shared = editions.get(number=number) if number else editions.order_by("-number").first()
    return actions.begin_commission(
        body, by=by, at=factories.NOW, on=factories.NOW.date(), shared=shared
    )


def published_for(body, text: SharedText, number=None, valid_from="2026-01-15") -> Edition:
    """The body's commission with a version of the text in it, published."""
    return factories.take_all_steps(draft_for(body, text, number=number), valid_from=valid_from)


def told(edition: Edition) -> list[str]:
    """The sections of an edition in the signs of the composing cases."""
    found = []
    for each in edition.sections.present().select_related("part__shared"):
        part = getattr(each, "part", None)
        sign = "+" if part is None else "!" if part.is_own else ""
        found.append(f"{sign}{part.shared.key if part else each.key}")
    return found

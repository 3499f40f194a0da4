"""Making a shared text that there hasn't been."""

import datetime

from django.db import transaction
from django.utils.text import slugify

from bodies.models import Body
from organisation.models import User

from ..models import Document, Edition, SharedText
from .drafts import start_draft
from .storing import checked

# Steps that the workspace itself has beside the texts.
STEPS_OF_THE_PAGE = {"ny"}


@transaction.atomic
def found_shared_text(text: SharedText, owner: Body, *, by: User, at: datetime.datetime) -> Edition:
    """Saves a new shared text, which the body `owner` adopts, and begins its first version.

    Its address is made of its name. Raises Refused with what is wrong at which field.
    """
    text.slug = _free_slug(text.name)
    checked(text)
    text._history_user = by
    text.save()
    document = Document(kind=Document.Kind.SHARED_TEXT, owner=owner, shared_text=text)
    checked(document)
    document._history_user = by
    document.save()
    return start_draft(document, by=by, at=at, title=text.name)


def _free_slug(name: str) -> str:
    base = slugify(name)[:55].strip("-") or "text"
    taken = set(SharedText.objects.values_list("slug", flat=True)) | STEPS_OF_THE_PAGE
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in candidates if each not in taken)

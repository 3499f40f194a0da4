"""What reviewers say of a draft, and what is done about it."""

import datetime
import hashlib

from django.db import transaction

from organisation.models import User

from ..models import Comment, Edition
from ..rules import Step
from .locking import locked
from .notices import notify_comment
from .refusals import Refused
from .storing import checked


@transaction.atomic
def comment(
    edition: Edition,
    section_key: str,
    *,
    by: User,
    at: datetime.datetime,
    token: str,
    text: str,
    quote: str = "",
) -> Comment:
    """A remark on a section. The same form sent twice (the same `token`) with the same words is
    stored once."""
    edition = locked(edition, Step.COMMENT, by)
    if not edition.sections.filter(key=section_key).exists():
        raise Refused("Avsnittet finns inte längre. Skriv kommentaren vid ett annat avsnitt.")
    return _stored(
        Comment(
            edition=edition,
            section_key=section_key,
            by=by,
            at=at,
            token=token,
            text=text.strip(),
            quote=" ".join(quote.split()),
        )
    )


@transaction.atomic
def answer(to: Comment, *, by: User, at: datetime.datetime, token: str, text: str) -> Comment:
    """An answer to a remark, in its thread."""
    edition = locked(to.edition, Step.COMMENT, by)
    first = to.parent or to
    return _stored(
        Comment(
            edition=edition,
            section_key=first.section_key,
            parent=first,
            by=by,
            at=at,
            token=token,
            text=text.strip(),
        )
    )


def _stored(new: Comment) -> Comment:
    # Other words from the same form, for example after the browser's way back, are no repetition.
    said = f"{new.by_id}\n{new.token}\n{new.section_key}\n{new.parent_id}\n{new.text}"
    new.token = hashlib.sha256(said.encode()).hexdigest()
    existing = Comment.objects.filter(token=new.token).first()
    if existing:
        return existing
    checked(new)
    new._history_user = new.by
    new.save()
    notify_comment(new)
    return new


@transaction.atomic
def resolve(remark: Comment, *, by: User, at: datetime.datetime, resolved: bool = True) -> Comment:
    """Marks a remark as dealt with, or as open again."""
    locked(remark.edition, Step.COMMENT, by)
    remark = Comment.objects.select_for_update().get(pk=remark.pk)
    first = Comment.objects.select_for_update().get(pk=remark.parent_id or remark.pk)
    first.resolved_at, first.resolved_by = (at, by) if resolved else (None, None)
    first._history_user = by
    first.save()
    return first

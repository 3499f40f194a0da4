"""What the demo's accounts have under way in the workspace, so that each of its pages has something
to show. It's done through the same actions as people use."""

import datetime

from django.db import transaction
from django.utils import timezone

from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Document, Edition
from documents.rules import State
from organisation.models import User
from portal.demo_accounts import workspace_records


def work_told() -> list[dict]:
    return workspace_records("arbete.toml", "work")


@transaction.atomic
def make_work() -> None:
    """Does what the file tells, where nobody has begun: for a commission that has no draft, or one
    that came from a file and has no author. What the region doesn't have is passed over."""
    users = {each.username: each for each in User.objects.filter(is_active=True)}
    for work in work_told():
        document = Document.objects.filter(
            kind=Document.Kind.COMMISSION, owner__path=work["owner"]
        ).first()
        author = users.get(work["author"])
        if author and document and not document.editions.filter(author__isnull=False).exists():
            begin(document, work, author, users)


def begin(document: Document, work: dict, author: User, users: dict[str, User]) -> None:
    """Writes the draft, with its remarks, and submits it if the file says so."""
    draft = document.editions.filter(state=State.DRAFT).first()
    if draft is None:
        draft = actions.start_draft(document, by=author, at=ago(work))
        if shared := shared_version(work):
            draft = actions.draft_from(document, shared, by=author, at=ago(work))
        details = {name: work[name] for name in ("title", "change_note")}
        draft = actions.change_details(draft, by=author, revision=draft.revision, **details)
    Edition.objects.filter(pk=draft.pk).update(author=author)
    for each in work.get("section", ()):
        draft.refresh_from_db()
        added = actions.add_section(
            draft, by=author, revision=draft.revision, heading=each["heading"], level=1
        )
        saved = {"heading": each["heading"], "level": 1, "html": each["html"]}
        actions.save_section(draft, added.key, by=author, revision=added.revision, **saved)
    for number, each in enumerate(work.get("remark", ())):
        remark(draft, each, users, f"demo-{draft.pk}-{number}")
    if work.get("shown"):
        actions.show(draft, by=author, at=ago(work) if "minutes_ago" in work else timezone.now())
    if submitted := work.get("submitted"):
        draft.refresh_from_db()
        actions.submit(
            draft,
            by=users[submitted["by"]],
            at=ago(submitted),
            seen=fingerprint(draft),
            text=submitted["text"],
        )


def shared_version(work: dict) -> Edition | None:
    """The version of a shared text that the draft is brought to, if any."""
    told = work.get("shared")
    return told and Edition.objects.get(
        document__shared_text__slug=told["text"], number=told["number"]
    )


def remark(draft: Edition, told: dict, users: dict[str, User], token: str) -> None:
    """A remark with its answers, dealt with if the file says so."""

    def said(each: dict, token: str) -> dict:
        return {
            "by": users[each["by"]],
            "at": ago(each),
            "text": each["text"],
            "token": token,
        }

    made = actions.comment(draft, told["section"], quote=told.get("quote", ""), **said(told, token))
    for number, each in enumerate(told.get("answer", ())):
        actions.answer(made, **said(each, f"{token}-{number}"))
    if by := told.get("resolved_by"):
        actions.resolve(made, by=users[by], at=timezone.now())


def ago(told: dict) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(minutes=told["minutes_ago"])

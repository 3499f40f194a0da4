"""Drafts of texts in lists: on the list of texts, and on the workspace's first page."""

from collections.abc import Sequence

from django.urls import reverse

from organisation.models import TextDraft, User
from organisation.standing import Standing

from .drafting import Text
from .kinds import BY_LABEL, TextKind, kinds_for

# So many of one's own are shown on the workspace's first page.
NEWEST = 5


class ListedDraft(Text):
    """An open draft in a list."""

    @property
    def url(self) -> str:
        return reverse("desk_text", args=[self.kind.slug, self.key])

    @property
    def name(self) -> str:
        return self.kind.new_label if self.is_new else self.kind.name(self.record)


def open_drafts(standing: Standing, kinds: Sequence[TextKind]) -> list[ListedDraft]:
    """The open drafts of texts that the person may write, the last saved first (1 query, and 1 for
    each kind that has any)."""
    rows = TextDraft.objects.open().select_related("by", "approved_by").order_by("-saved_at")
    return _listed(standing, rows.filter(label__in=[each.label_of_model for each in kinds]))


def own_drafts(standing: Standing, user: User) -> tuple[list[ListedDraft], int]:
    """The last saved of the person's own, and how many there are (at most 2 queries and 1 for each
    that is shown, however many there are)."""
    labels = [each.label_of_model for each in kinds_for(standing)]
    if not labels:
        return [], 0
    rows = TextDraft.objects.open().filter(label__in=labels, by=user).order_by("-saved_at")
    newest = list(rows.select_related("by", "approved_by")[:NEWEST])
    shown = _listed(standing, newest)
    return shown, rows.count() if len(newest) == NEWEST else len(shown)


def _listed(standing: Standing, rows) -> list[ListedDraft]:
    by_kind: dict[TextKind, list[TextDraft]] = {}
    for draft in rows:
        by_kind.setdefault(BY_LABEL[draft.label], []).append(draft)
    drafts = []
    for kind, own in by_kind.items():
        records = kind.of(standing, standing.on).in_bulk([each.of for each in own if each.of])
        for draft in own:
            record = kind.model() if draft.of is None else records.get(draft.of)
            if record is not None:
                drafts.append(ListedDraft(kind, record, draft, draft.version))
    return sorted(drafts, key=lambda each: each.draft.saved_at, reverse=True)

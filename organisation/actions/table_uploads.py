"""Tables that someone has sent in: kept for their owner, thrown away, and held while something is
done with them. What is done is the matter of whoever asked for the table."""

import datetime

from django.db import transaction

from ..models import TableUpload, User
from ..rules import Finding, Severity
from ..tables import Table, TableRow

# How many tables an account keeps at a time for a purpose: a new one takes the oldest's place.
MOST_KEPT = 10


@transaction.atomic
def keep(
    table: Table, name: str, purpose: TableUpload.Purpose, *, by: User, at: datetime.datetime
) -> TableUpload:
    """Stores what a file held, for its owner alone. Their older ones make room: those whose day is
    over, and the oldest if there are many; but for one that is being read in."""
    own = TableUpload.objects.filter(owner=by, purpose=purpose)
    own.expired(at).delete()
    too_many = own.order_by("-made_at").values_list("pk", flat=True)[MOST_KEPT - 1 :]
    idle = own.filter(pk__in=list(too_many)).select_for_update(skip_locked=True)
    own.filter(pk__in=[each.pk for each in idle.only("pk")]).delete()
    return TableUpload.objects.create(
        owner=by,
        purpose=purpose,
        name=name,
        made_at=at,
        headings=table.headings,
        rows=[
            [
                row.number,
                row.cells,
                [[each.code, each.message, each.subject] for each in row.faults],
            ]
            for row in table.rows
        ],
        told=table.told,
    )


def rows_of(upload: TableUpload) -> list[TableRow]:
    """The rows as they were read."""
    return [
        TableRow(
            number,
            tuple(cells),
            tuple(Finding(code, Severity.ERROR, said, at) for code, said, at in faults),
        )
        for number, cells, faults in upload.rows
    ]


def is_running(upload: TableUpload) -> bool:
    """Whether the file is being read in now: what does it holds its row until it ends."""
    if upload.started_at is None:
        return False
    with transaction.atomic():
        free = TableUpload.objects.select_for_update(skip_locked=True).filter(pk=upload.pk)
        return not free.values_list("pk").first()


def forget_begun(upload: TableUpload) -> None:
    """Nothing was done of what was begun, and its owner knows why."""
    TableUpload.objects.filter(pk=upload.pk, done_at=None).update(started_at=None)


def held(upload: TableUpload, by: User, at: datetime.datetime) -> TableUpload | None:
    """The table, held until the transaction ends; None when it isn't there any more."""
    found = TableUpload.objects.waiting(at).select_for_update()
    return found.filter(pk=upload.pk, owner=by).first()


@transaction.atomic
def discard(upload: TableUpload, *, by: User, at: datetime.datetime) -> TableUpload | None:
    """Throws away a file that nothing is done of; one that is done stays, with what was done. None
    when it's being read in now."""
    found = TableUpload.objects.waiting(at).select_for_update(skip_locked=True)
    found = found.filter(pk=upload.pk, owner=by).first()
    if found and not found.done_at:
        TableUpload.objects.filter(pk=found.pk).delete()
    return found

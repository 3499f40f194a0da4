"""The latest thing done with a body that can be taken back, from history: by whoever may change the
body, also long after."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from ..actions.lives import VERBS
from ..actions.lives_undo import TAKEN_BACK
from ..actions.lives_writing import LABELS, Step
from ..models import Body, BodyName, BodyRelation

# What is written in one go has times within this of each other (`Writing`).
AT_ONCE = datetime.timedelta(milliseconds=10)
NEW = "+"


@dataclass(frozen=True)
class LastLife:
    """What was done last with a body, by whom, when, and the rows in the order they were
    written."""

    text: str
    who: str
    when: datetime.datetime
    steps: tuple[Step, ...]

    @property
    def seen(self) -> str:
        """Every row that would be put back, so that nothing else is than what was shown."""
        return "-".join(f"{each.pk}.{each.after}" for each in self.steps)


def last_life(body: Body) -> LastLife | None:
    """The latest change of the body's life (at most 20 queries); None when there is none, or it has
    been taken back."""
    begins = Q()
    for each in VERBS:
        begins |= Q(history_change_reason__startswith=f"{each}:")
    own = (
        Body.history.filter(id=body.pk),
        BodyName.history.filter(body=body.pk),
        BodyRelation.history.filter(subject=body.pk),
    )
    found = [each.filter(begins).order_by("-history_id").first() for each in own]
    latest = max((each for each in found if each), key=lambda e: e.history_date, default=None)
    if latest is None or latest.history_user is None:
        return None
    steps = _steps(latest)
    if _is_taken_back(steps):
        return None
    return LastLife(
        latest.history_change_reason,
        latest.history_user.get_full_name() or latest.history_user.get_username(),
        latest.history_date,
        steps,
    )


def _steps(latest) -> tuple[Step, ...]:
    """All rows written in the same go as the one, in order (at most 2 queries a kind of record)."""
    found = []
    for label, model in LABELS.items():
        rows = model.history.filter(
            history_change_reason=latest.history_change_reason,
            history_user=latest.history_user,
            history_date__gt=latest.history_date - AT_ONCE,
            history_date__lt=latest.history_date + AT_ONCE,
        )
        rows = list(rows.values_list("history_date", "id", "history_id", "history_type"))
        if not rows:
            continue
        earlier: dict[int, list[int]] = {}
        of_them = model.history.filter(id__in=[each[1] for each in rows])
        for pk, number in of_them.order_by("history_id").values_list("id", "history_id"):
            earlier.setdefault(pk, []).append(number)
        for when, pk, number, kind in rows:
            before = [each for each in earlier[pk] if each < number]
            step = Step(label, pk, 0 if kind == NEW or not before else before[-1], number)
            found.append((when, number, step))
    return tuple(step for *_, step in sorted(found, key=lambda each: each[:2]))


def _is_taken_back(steps: tuple[Step, ...]) -> bool:
    """Whether the first of the rows has been put back since, whatever was done with it after."""
    first = steps[0]
    since = LABELS[first.label].history.filter(id=first.pk, history_id__gt=first.after)
    return since.filter(history_change_reason__startswith=TAKEN_BACK).exists()

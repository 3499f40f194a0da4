"""Storing the terms that come of what is decided of whose turn it is."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from django.db import connection, models, transaction
from simple_history.utils import bulk_create_with_history

from organisation.actions.refusals import Refused
from organisation.dates import period_words
from organisation.models import User
from organisation.publication import changed

from ..models import RotationScheme, RotationTerm
from ..questions import full_name_on
from ..rotation import Rotation
from ..rotation_faults import rotation_faults
from ..rotations.differing import Difference, Turn, difference
from ..rotations.stored import Stored, horizon, stored

EXTENDED = "Fler perioder har räknats fram."


def lock() -> None:
    """Makes those who change whose turn it is take turns: schemes follow one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bodies_rotationscheme'))")


def faults_of(found: Stored) -> list:
    return rotation_faults(found.values.values(), found.regions_on)


def sound(found: Stored) -> Stored:
    """The schemes that can be worked out: nothing is wrong with them, nor with those they
    follow."""
    faulty = {int(each.subject) for each in faults_of(found)}
    while more := {
        key
        for key, parts in found.values.items()
        if key not in faulty and {getattr(each, "scheme", None) for each in parts.parts} & faulty
    }:
        faulty |= more
    values = {key: each for key, each in found.values.items() if key not in faulty}
    return replace(found, values=values)


def turns_of(found: Stored, until: datetime.date) -> list[Turn]:
    """All terms of all schemes that begin before a day."""
    rotation: Rotation = found.rotation(until)
    return [
        Turn(office.post, term.start, term.end, term.region.pk, key)
        for key, scheme in found.values.items()
        for office in scheme.offices
        for term in rotation.all_terms(key, office)
        if term.start < until
    ]


@transaction.atomic
def settle(
    on: datetime.date,
    *,
    by: User | None = None,
    why: str = EXTENDED,
    found: Stored | None = None,
) -> Difference:
    """Stores what the schemes give, some years ahead of the day, and what differs with its
    history. `found` are the schemes, where they have been read. The terms of one that can't be
    worked out stay as they are. Raises Refused with a term that stands in the way."""
    lock()
    found = sound(found or stored(on))
    rows = {each.pk: each for each in RotationTerm.objects.filter(scheme__in=found.values)}
    # What is stored further ahead than that is kept up too.
    until = max([horizon(on), *(each.start + datetime.timedelta(1) for each in rows.values())])
    wanted = turns_of(found, until)
    rows |= _adopted(wanted)
    turns = {turn_of(each): each for each in rows.values()}
    done = difference(turns, wanted)
    for before, after in done.shorter:
        _change(turns[before], after, by, why)
    for each in done.gone:
        _delete(turns[each], by, why)
    for before, after in done.changed:
        _change(turns[before], after, by, why)
    _add(found, done.new, by, why)
    if done:
        changed()
    return done


def give_back(scheme: RotationScheme, by: User, why: str) -> None:
    """Takes a scheme's terms away; those that were there before it are again as they were put in,
    also where an exception had made others of them. Raises Refused with another turn's term that
    stands in the way."""
    by_hand = _put_in_by_hand(scheme)
    _refuse_meeting(by_hand.values(), scheme)
    rows = {each.pk: each for each in RotationTerm.objects.filter(scheme=scheme)}
    for pk, row in rows.items():
        if pk not in by_hand:
            _delete(row, by, why)
    # Those that become shorter make room for the others.
    for pk, then in sorted(by_hand.items(), key=lambda each: _grows(rows.get(each[0]), each[1])):
        row = rows.get(pk) or then.instance
        if pk not in rows:
            row.pk = None
        row.end, row.region_id, row.scheme = then.end, then.region_id, None
        row._history_user, row._change_reason = by, why
        row.save()


def _grows(row: RotationTerm | None, then: models.Model) -> bool:
    return row is None or then.end > row.end


def _refuse_meeting(by_hand: Iterable[models.Model], scheme: RotationScheme) -> None:
    """Refuses to put terms back where another turn has terms by now."""
    by_hand = list(by_hand)
    posts = {each.post_id for each in by_hand}
    others = RotationTerm.objects.filter(post__in=posts).exclude(scheme=scheme)
    for other in others.select_related("scheme", "region"):
        for then in by_hand:
            # What a scheme took over has days: it was as one of its own terms.
            meets = turn_of(then).meets(other.start, other.end)
            if then.post_id == other.post_id and meets:
                whose = f"turordningen {other.scheme.name}" if other.scheme else "en annan period"
                raise Refused(
                    f"Perioden {period_words(then.start, then.end)} var inlagd för hand och kan "
                    f"inte läggas tillbaka: {whose} ger {other.region} posten "
                    f"{period_words(other.start, other.end)}. Ta tillbaka eller avsluta den först."
                )


def turns_stored(posts: Iterable[int]) -> list[Turn]:
    """The terms that posts have now, whichever scheme they come of (1 query)."""
    rows = RotationTerm.objects.filter(post__in=posts, start__isnull=False)
    return [replace(turn_of(each), scheme=0) for each in rows]


def _put_in_by_hand(scheme: RotationScheme) -> dict[int, models.Model]:
    """The terms that the scheme took over, by primary key, each as history has it from just
    before."""
    history = RotationTerm.history
    taken = history.filter(scheme_id=scheme.pk).values("id")
    found = history.filter(id__in=taken, scheme_id=None).exclude(history_type="-")
    return {each.id: each for each in found.order_by("history_id")}


def _delete(row: RotationTerm, by: User | None, why: str) -> None:
    row._history_user, row._change_reason = by, why
    row.delete()


def turn_of(row: models.Model) -> Turn:
    """A stored term, or how history has it, as a plain value."""
    return Turn(row.post_id, row.start, row.end, row.region_id, row.scheme_id or 0)


def _adopted(wanted: list[Turn]) -> dict[int, RotationTerm]:
    """The terms put in by hand that the schemes give too. Refuses others that stand in the way."""
    days: dict[int, list[Turn]] = {}
    for each in wanted:
        days.setdefault(each.post, []).append(each)
    by_hand = RotationTerm.objects.filter(scheme__isnull=True, post__in=days)
    adopted = {}
    for row in by_hand.select_related("region", "post__role"):
        in_the_way = [each for each in days[row.post_id] if each.meets(row.start, row.end)]
        if any(
            (row.start, row.end, row.region_id) == (e.start, e.end, e.region) for e in in_the_way
        ):
            adopted[row.pk] = row
        elif in_the_way:
            name = RotationTerm.objects.annotate(
                called=full_name_on("post__body_id", in_the_way[0].start)
            ).get(pk=row.pk)
            raise Refused(
                f"{row.region} har redan posten {row.post.role.name.lower()} i {name.called} "
                f"{period_words(row.start, row.end)}, inlagt för hand. Låt turordningen börja "
                "efter det, eller ta bort den perioden först."
            )
    return adopted


def _change(row: RotationTerm, after: Turn, by: User | None, why: str) -> None:
    row.end, row.region_id, row.scheme_id = after.end, after.region, after.scheme
    row._history_user, row._change_reason = by, why
    row.save()


def _add(found: Stored, turns: tuple[Turn, ...], by: User | None, why: str) -> None:
    made = [
        RotationTerm(
            post_id=each.post,
            region_id=each.region,
            start=each.start,
            end=each.end,
            scheme_id=each.scheme,
            source_id=found.schemes[each.scheme].source_id,
        )
        for each in turns
    ]
    if made:
        bulk_create_with_history(made, RotationTerm, default_user=by, default_change_reason=why)

"""Storing the terms that come of what is decided of whose turn it is."""

import datetime
from dataclasses import replace

from django.db import connection, transaction
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
    turns = {_turn(each): each for each in rows.values()}
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
    """Takes a scheme's terms away; those that were there before it stay, as they were put in."""
    for row in RotationTerm.objects.filter(scheme=scheme):
        by_hand = row.history.filter(scheme=None).order_by("-history_id").first()
        if by_hand is None:
            _delete(row, by, why)
        else:
            row.end, row.region_id, row.scheme = by_hand.end, by_hand.region_id, None
            row._history_user, row._change_reason = by, why
            row.save()


def _delete(row: RotationTerm, by: User | None, why: str) -> None:
    row._history_user, row._change_reason = by, why
    row.delete()


def _turn(row: RotationTerm) -> Turn:
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

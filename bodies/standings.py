"""Who stands where on a day: a `Standing` from posts, grants, editors' groups and the account.

A right that comes from a post or a grant ends with it, at midnight in Stockholm: nothing is stored,
each request asks anew.
"""

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    Exists,
    F,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Least

from organisation.models import Invitation, Person, RegionGroupPermission, User
from organisation.rights import Capacity
from organisation.standing import Holding, Standing
from organisation.words import listed, opening

from .models import Appointment, Body, BodyRelation, Grant, Place, Role, Tenure
from .questions import full_name_on

Of, In = Role.Function, Body.Function
CAPACITIES = {
    Of.CHAIR: Capacity.CHAIR,
    Of.CONVENER: Capacity.CHAIR,
    Of.SECRETARY: Capacity.SUPPORT,
    Of.PROCESS_SUPPORT: Capacity.SUPPORT,
}
# As what a grant lets someone stand in, said as the role that gives the same.
STANDS_IN_AS = {
    Capacity.MEMBER: Of.MEMBER,
    Capacity.SUPPORT: Of.SECRETARY,
    Capacity.CHAIR: Of.CHAIR,
}
LEADS_A_COUNCIL = {Of.LEADER, Of.CHAIR, Of.SECRETARY}
# A healthcare region has a staff office or a secretariat that writes and publishes for it.
OFFICES = {In.STAFF_OFFICE, In.SECRETARIAT, In.WORKING_COMMITTEE}
# The bodies, and the capacities, whose rights reach others' bodies.
FAR_REACHING = OFFICES | {In.COUNCIL}
ONLY_ADMINS = (
    opening(listed([each.label for each in In if each in FAR_REACHING]))
    + " lägger en administratör till."
)
REACHES_FAR = {Capacity.OFFICE, Capacity.COUNCIL}
EDITS = "edit_people"
NOTHING: frozenset[int] = frozenset()
COLUMNS = (
    *("way", "account", "person", "body", "function", "region", "role"),
    *("words", "called", "until"),
)
SAME = Coalesce("merged_into", "pk")


def capacities(role: str, body: str) -> list[Capacity]:
    """What the function of a role gives in a body of that function."""
    found = [CAPACITIES.get(role, Capacity.MEMBER)]
    if body == In.COUNCIL and role in LEADS_A_COUNCIL:
        found.append(Capacity.COUNCIL)
    if body in OFFICES and role != Of.CO_OPTED:
        found.append(Capacity.OFFICE)
    return found


def standing_of(user, on: datetime.date) -> Standing:
    """What the account may do on the day `on`. Nothing for one that isn't signed in or is shut off
    (1 query, 1 more for whoever leads a council)."""
    if not (user and user.is_authenticated and user.is_active):
        return Standing(on)
    root = Person.objects.filter(pk=user.person_id).values(of=SAME)
    rows = _rows([user], root if user.person_id else None, on)
    return _standing(user, rows, _below(rows, on), on)


def standings_of(users: Iterable[User], on: datetime.date) -> dict[int, Standing]:
    """What each of the accounts may do on the day `on`, by primary key (3 queries,
    however many)."""
    users = list(users)
    people = Person.objects.filter(pk__in=[each.person_id for each in users])
    roots = dict(people.values_list("pk", SAME))
    rows = _rows(users, people.values(of=SAME), on)
    below = _below(rows, on)
    by_person, by_account = {}, {}
    for row in rows:
        if row["account"] is None:
            by_person.setdefault(row["person"], []).append(row)
        else:
            by_account.setdefault(row["account"], []).append(row)
    return {
        each.pk: _standing(
            each,
            by_person.get(roots.get(each.person_id), []) + by_account.get(each.pk, []),
            below,
            on,
        )
        for each in users
    }


def standing_of_person(person: Person, on: datetime.date) -> Standing:
    """What the person's posts and grants give on the day `on`, whether or not they have an account
    (1 query, 1 more for whoever leads a council)."""
    root = Person.objects.filter(pk=person.pk).values(of=SAME)
    rows = _rows([], root, on)
    return _of_person(person.merged_into_id or person.pk, rows, _below(rows, on), on)


def standing_of_grant(grant: Grant) -> Standing:
    """What a grant alone gives on its first day, saved or not (1 query, 1 more for a council)."""
    on, place = grant.start, grant.body or grant.region
    called = full_name_on("pk", on) if grant.body else F("name")
    row = {
        "way": "grant",
        "body": grant.body_id,
        "region": grant.region_id,
        "function": grant.body.function if grant.body else "",
        "role": grant.capacity,
        "words": grant.reason,
        "called": type(place).objects.filter(pk=place.pk).values_list(called, flat=True).get(),
        "until": grant.end,
    }
    return _of_person(grant.person_id, [row], _below([row], on), on)


def everyones_standings(
    on: datetime.date,
) -> tuple[dict[int, Standing], dict[int, Standing]]:
    """What each open account may do on the day `on`, and what the posts and grants of those without
    one would give them: by the primary keys of accounts and of persons (5 queries, however
    many)."""
    users = list(User.objects.filter(is_active=True))
    rows = _rows(users, Person.objects.values(of=SAME), on)
    below = _below(rows, on)
    by_person: dict[int, list[dict]] = {}
    by_account: dict[int, list[dict]] = {}
    for row in rows:
        key, of = ("person", by_person) if row["account"] is None else ("account", by_account)
        of.setdefault(row[key], []).append(row)
    of_users = Person.objects.filter(account__is_active=True)
    roots = dict(of_users.values_list("pk", SAME))
    accounts = {
        each.pk: _standing(
            each,
            by_person.get(roots.get(each.person_id), []) + by_account.get(each.pk, []),
            below,
            on,
        )
        for each in users
    }
    without = by_person.keys() - set(roots.values())
    others = {pk: _of_person(pk, by_person[pk], below, on) for pk in without}
    return accounts, {pk: each for pk, each in others.items() if each.holdings}


def holds_something(person: Person, on: datetime.date) -> bool:
    """Whether there is anything that gives the person rights, today or later: an account, made or
    offered, a post or a grant, also of someone merged with them (1 query)."""
    root = person.merged_into_id or person.pk
    same = Q(person=root) | Q(person__merged_into=root)
    still = same & (Q(end=None) | Q(end__gt=on))
    offered = Invitation.objects.filter(same, accepted_at=None, revoked_at=None)
    accounts = User.objects.filter(same)
    appointments = Appointment.objects.filter(still, is_mistake=False)
    grants = Grant.objects.filter(still, revoked_at=None)
    found = [Exists(each) for each in (accounts, offered, appointments, grants)]
    return Person.objects.filter(reduce(or_, map(Q, found)), pk=person.pk).exists()


def vacant_holdings(on: datetime.date) -> list[Holding]:
    """What the vacant posts would give those who held them on the day `on`, but for what every
    member has (1 query, 1 more where a council's post is vacant)."""
    vacant = Place.objects.vacant(on)
    columns = {
        "body": "body_id",
        "function": "body__function",
        "role": "post__role__function",
        "words": "post__role__name",
        "called": "called",
    }
    found = vacant.annotate(called=full_name_on("body_id", on)).values_list(*columns.values())
    blank = {"way": "tenure", "region": None, "until": None}
    rows = [blank | dict(zip(columns, row, strict=True)) for row in found]
    below = _below(rows, on)
    held = [each for row in rows for each in _holdings(row, below)]
    return [e for e in dict.fromkeys(held) if e.capacity is not Capacity.MEMBER]


def _of_person(person: int, rows: list[dict], below: dict, on: datetime.date) -> Standing:
    held = [each for row in rows for each in _holdings(row, below)]
    return Standing(on, None, person, tuple(dict.fromkeys(held)), _records(rows))


def _standing(user: User, rows: list[dict], below: dict, on: datetime.date) -> Standing:
    if not user.is_active:
        return Standing(on)
    held = [each for row in rows for each in _holdings(row, below)]
    if user.is_superuser:
        held.append(Holding(Capacity.ADMIN, "Kontot är administratör"))
    return Standing(on, user.pk, user.person_id, tuple(dict.fromkeys(held)), _records(rows))


def _records(rows: list[dict]) -> frozenset[int]:
    return frozenset(row["body"] for row in rows if row["way"] == "record")


def _holdings(row: dict, below: dict[int, frozenset[int]]):
    """What a row of `_rows` gives."""
    if row["way"] == "record":
        return []
    until, called, words = row["until"], row["called"], row["words"].rstrip(".")
    if row["way"] == "group":
        reason = f"Regionredaktör för {called}, genom gruppen {words}"
        return [Holding(Capacity.EDITOR, reason, region=row["region"])]
    if row["way"] == "grant":
        stands_in = Capacity(row["role"])
        if stands_in is Capacity.EDITOR:
            reason = f"Ersätter som regionredaktör för {called}: {words}"
            return [Holding(Capacity.EDITOR, reason, region=row["region"], until=until)]
        reason = f"Ersätter som {stands_in.label} i {called}: {words}"
        role = STANDS_IN_AS[stands_in]
    else:
        reason, role = f"{words} i {called}", row["role"]
    return [
        Holding(
            capacity,
            reason,
            body=row["body"],
            below=below.get(row["body"], NOTHING) if capacity is Capacity.COUNCIL else NOTHING,
            until=until,
        )
        for capacity in capacities(role, row["function"])
    ]


def _rows(users: list[User], people: QuerySet | None, on: datetime.date) -> list[dict]:
    """The posts and grants of the people, and the editors' groups of the users (1 query). Someone
    who was stored twice and merged is one person, and holds what either does."""
    number, text = Cast(None, BigIntegerField()), Cast(Value(""), TextField())
    groups = RegionGroupPermission.objects.filter(permission__codename=EDITS)
    found = _row(
        groups.filter(group__user__in=users),
        way=Value("group"),
        account=F("group__user"),
        person=number,
        body=number,
        function=text,
        region=F("content_object_id"),
        role=text,
        words=F("group__name"),
        called=F("content_object__name"),
        until=Cast(None, DateField()),
    )
    if people is not None:
        same = Person.objects.filter(Q(pk__in=people) | Q(merged_into__in=people))
        # As a list that is known before the rest is read: then the tenures are found by person,
        # also while the database knows nothing yet of how many rows its tables have.
        of_them = Func(
            F("person"),
            ArraySubquery(same.values("pk")),
            template="%(expressions)s)",
            arg_joiner=" = ANY(",
            output_field=BooleanField(),
        )
        their = {
            "account": number,
            "person": Coalesce("person__merged_into", "person"),
            "body": F("body_id"),
            "function": F("body__function"),
            "until": F("end"),
        }
        tenures = _row(
            Tenure.objects.current(on).filter(of_them),
            way=Value("tenure"),
            region=number,
            role=F("post__role__function"),
            words=F("post__role__name"),
            called=full_name_on("body_id", on),
            **their,
        )
        grants = _row(
            Grant.objects.current(on).filter(of_them),
            way=Value("grant"),
            region=F("region_id"),
            role=F("capacity"),
            words=F("reason"),
            called=Coalesce(F("region__name"), full_name_on("body_id", on)),
            **their | {"until": Least("end", "body__end")},
        )
        # Not something held: which records are the same person's.
        records = _row(
            same,
            way=Value("record"),
            account=number,
            person=SAME,
            body=F("pk"),
            function=text,
            region=number,
            role=text,
            words=text,
            called=text,
            until=Cast(None, DateField()),
        )
        found = tenures.union(grants, found, records, all=True)
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def _row(records: QuerySet, **columns) -> QuerySet:
    """The records as rows of COLUMNS, so that several kinds can stand in one query."""
    named = {f"of_{name}": columns[name] for name in COLUMNS}
    return records.order_by().annotate(**named).values_list(*named)


def _below(rows: list[dict], on: datetime.date) -> dict[int, frozenset[int]]:
    """The bodies that belong to each of the councils on a day (1 query, none without councils)."""
    councils = {row["body"] for row in rows if row["function"] == In.COUNCIL}
    if not councils:
        return {}
    found: dict[int, set[int]] = {}
    relations = BodyRelation.objects.current(on).filter(
        kind=BodyRelation.Kind.PART_OF, object__in=councils
    )
    for council, area in relations.values_list("object", "subject"):
        found.setdefault(council, set()).add(area)
    return {council: frozenset(areas) for council, areas in found.items()}

"""Which records a right reaches: one policy for each model, all reading the table in `rights`."""

import datetime
from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .models import (
    Affiliation,
    Feedback,
    HealthcareRegion,
    Inhabitants,
    OldAddress,
    Page,
    Person,
    Region,
    RegionGroupPermission,
    Shortcut,
    Source,
    User,
)
from .rights import Action, Scope, Thing
from .standing import Holding, Standing

NONE, EVERY = Q(pk__in=()), Q(pk__isnull=False)


class Policy:
    """Says what a person may do with the records of a model. What state a record is in is another
    rule's matter.

    `things` are the kinds of thing that the records can be; `thing_of` and `of_thing` tell one from
    another. `covers` and `within` say the same twice, of a record in hand and as a condition on
    rows: whether what gives a right reaches the record by a scope.
    """

    model: type
    things: tuple[Thing, ...]

    def thing_of(self, record) -> Thing:
        return self.things[0]

    def of_thing(self, thing: Thing) -> Q:
        return EVERY

    def covers(self, scope: Scope, holding: Holding, record, standing: Standing) -> bool:
        """Whether the right reaches the record."""
        return scope is Scope.ALL

    def within(self, scope: Scope, holding: Holding, standing: Standing) -> Q:
        """The records that the right reaches."""
        return EVERY if scope is Scope.ALL else NONE

    def forbids(self, standing: Standing, action: Action, record) -> bool:
        """Whether the person may not, whatever gives them the right."""
        return False

    def without_forbidden(self, standing: Standing, action: Action) -> Q:
        return EVERY

    def giving(self, standing: Standing, action: Action, record) -> Iterator[Holding]:
        """What gives the person the right to do the action with the record, whether or not
        something of theirs forbids it.

        Raises ValueError for an action that there isn't.
        """
        given = set()
        for right, holding in standing.rights(action, self.thing_of(record)):
            if holding not in given and self.covers(right.scope, holding, record, standing):
                given.add(holding)
                yield holding

    def because(self, standing: Standing, action: Action, record) -> Iterator[Holding]:
        """What lets the person do the action with the record; nothing when they may not."""
        action = Action(action)
        if not self.forbids(standing, action, record):
            yield from self.giving(standing, action, record)

    def allows(self, standing: Standing, action: Action, record) -> bool:
        """Whether the person may do the action with the record (no query but for what of the record
        isn't loaded). Raises ValueError for an action that there isn't."""
        return any(True for _ in self.because(standing, action, record))

    def may_some(self, standing: Standing, action: Action) -> bool:
        """Whether there are records that the person may do the action with."""
        return standing.may_some(action, *self.things)

    def filter(
        self, standing: Standing, action: Action, records: QuerySet | None = None
    ) -> QuerySet:
        """The records, of all or of those given, that the person may do the action with.

        Raises ValueError for an action that there isn't.
        """
        action = Action(action)
        reached = NONE
        for thing in self.things:
            for right, holding in standing.rights(action, thing):
                reached |= self.of_thing(thing) & self.within(right.scope, holding, standing)
        found = self.model._default_manager.all() if records is None else records
        return found.filter(reached & self.without_forbidden(standing, action))


class Plain(Policy):
    """A policy of records that a right either reaches all of, or none."""

    def __init__(self, model: type, thing: Thing):
        self.model, self.things = model, (thing,)


def region_of(person: Person | int, standing: Standing) -> int | None:
    """The region that a person belongs to: the one they work in or stand for, else the first one to
    come. One whose affiliations have all ended belongs to none. Someone stored twice and merged is
    one person (1 query, none for one of `with_affiliations`)."""
    if isinstance(person, Person) and _is_known(person):
        known = [e for e in affiliations_of(person) if e.end is None or e.end > standing.on]
        first = min(known, key=lambda e: (e.start or datetime.date.min, e.pk), default=None)
        return first and first.region_id
    found = Person.objects.filter(pk=person.pk if isinstance(person, Person) else person)
    return found.values_list(_region(standing.on), flat=True).first()


def with_affiliations(people: QuerySet) -> QuerySet:
    """The people, each with what `region_of` needs to know (at most 3 queries more)."""
    return people.prefetch_related("affiliations__region", "merged_from__affiliations__region")


def affiliations_of(person: Person) -> list[Affiliation]:
    """All affiliations of someone of `with_affiliations` (no query)."""
    return [e for each in (person, *person.merged_from.all()) for e in each.affiliations.all()]


def _is_known(person: Person) -> bool:
    known = getattr(person, "_prefetched_objects_cache", ())
    return person.merged_into_id is None and {"affiliations", "merged_from"} <= set(known)


def not_ended(on: datetime.date) -> QuerySet:
    """Affiliations that hold on the day or later, each with `of`: the record that stands for the
    person. The first of a person's says where they belong."""
    still = Affiliation.objects.filter(Q(end__isnull=True) | Q(end__gt=on))
    still = still.annotate(of=Coalesce("person__merged_into", "person"))
    return still.order_by(F("start").asc(nulls_first=True), "pk")


def _first(on: datetime.date, column: str) -> Subquery:
    """A column of the first affiliation of each row of people: the same as `region_of`."""
    root = Coalesce(OuterRef(OuterRef("merged_into")), OuterRef(OuterRef("pk")))
    same = Person.objects.filter(Q(pk=root) | Q(merged_into=root)).order_by()
    return Subquery(not_ended(on).filter(person__in=same.values("pk")).values(column)[:1])


def _region(on: datetime.date) -> Subquery:
    return _first(on, "region")


def with_region(people: QuerySet, on: datetime.date) -> QuerySet:
    """Adds the region that each person belongs to: `region_of` and `region_name`."""
    return people.annotate(region_of=_region(on), region_name=_first(on, "region__name"))


def regions_of(standing: Standing, action: Action) -> QuerySet:
    """The regions whose people the person may do the action with."""
    found = {right.scope: set() for right, _ in standing.rights(action, Thing.PERSON)}
    for right, holding in standing.rights(action, Thing.PERSON):
        found[right.scope].add(holding.region)
    if Scope.ALL in found:
        return Region.objects.all()
    return Region.objects.filter(pk__in=found.get(Scope.REGION, ()))


class PersonPolicy(Policy):
    """A person belongs to one region on a day, or to none."""

    model, things = Person, (Thing.PERSON,)

    def region_of(self, person: Person, standing: Standing) -> int | None:
        return region_of(person, standing)

    def covers(self, scope, holding, record, standing):
        if scope is Scope.REGION:
            return record.pk is not None and self.region_of(record, standing) == holding.region
        if scope is Scope.NO_REGION:
            return record.pk is None or self.region_of(record, standing) is None
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        if scope is Scope.REGION:
            return Q(pk__in=_of(standing, _of=holding.region))
        if scope is Scope.NO_REGION:
            return Q(pk__in=_of(standing, _of__isnull=True))
        return super().within(scope, holding, standing)


class AffiliationPolicy(Policy):
    """An affiliation belongs to its region. A region takes in a person who isn't another region's;
    it doesn't touch what they did elsewhere."""

    model, things = Affiliation, (Thing.PERSON,)

    def covers(self, scope, holding, record, standing):
        if scope is Scope.REGION:
            its_own = record.region_id is not None and record.region_id == holding.region
            return its_own and (
                record.person_id is None
                or region_of(record.person_id, standing) in (None, holding.region)
            )
        if scope is Scope.NO_REGION:
            return record.region_id is None and (
                record.person_id is None or region_of(record.person_id, standing) is None
            )
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        nobodys = Q(person__in=_of(standing, _of__isnull=True))
        if scope is Scope.REGION:
            mine = Q(person__in=_of(standing, _of=holding.region))
            return Q(region=holding.region) & (nobodys | mine)
        if scope is Scope.NO_REGION:
            return Q(region__isnull=True) & nobodys
        return super().within(scope, holding, standing)


def _of(standing: Standing, **which) -> QuerySet:
    """The people whose region, `_of`, is one of these."""
    found = Person.objects.alias(_of=_region(standing.on)).filter(**which)
    return found.order_by().values("pk")


PEOPLE, AFFILIATIONS = PersonPolicy(), AffiliationPolicy()
FEEDBACK = Plain(Feedback, Thing.FEEDBACK)
POLICIES = (
    PEOPLE,
    AFFILIATIONS,
    FEEDBACK,
    Plain(Page, Thing.PAGE),
    Plain(Shortcut, Thing.PAGE),
    Plain(Source, Thing.PAGE),
    Plain(Region, Thing.REGION),
    Plain(HealthcareRegion, Thing.REGION),
    Plain(Inhabitants, Thing.REGION),
    Plain(OldAddress, Thing.REDIRECT),
    Plain(User, Thing.ACCOUNT),
    Plain(RegionGroupPermission, Thing.ACCOUNT),
)

"""How bodies are composed on a day, held against the rules that are stored for them.

Nine queries, however many bodies; `composition` finds what isn't as the rules say.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import F
from django.db.models.functions import Coalesce

from organisation.models import Affiliation, Region
from organisation.rules import Finding

from .composition import Found, Per, Rule, Seat, composition_found
from .dossier import person_of, place_key
from .models import Body, BodyRelation, CompositionRule, Place, Role, Tenure
from .panels import full_name
from .questions import last_held


@dataclass(frozen=True)
class Named:
    """A role, a region or a body, by what tells them apart and the name that people read."""

    of: str
    pk: int
    name: str = field(compare=False)
    plural: str = field(default="", compare=False)

    def __str__(self):
        return self.name


@dataclass
class Composed:
    """A body on a day: the rules that hold, those that each counts for, and what is found."""

    body: Body
    rules: list[CompositionRule]
    groups: dict[int, list[Named | None]]
    found: list[Found] = field(default_factory=list)
    # The roles that it has a derived post of.
    derived: set[int] = field(default_factory=set)
    # What bodies are called that day.
    names: dict[int, str] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """What was found, in words, in the order of the rules."""
        return [self.told(each) for each in self.found]

    def told(self, found: Found) -> Finding:
        """One of them; of what follows another post, which that is."""
        made = found.finding()
        rule = next((e for e in self.rules if found.role and e.role_id == found.role.pk), None)
        if rule is None or not rule.is_derived:
            return made
        role, where = (
            rule.held_by_role.name.lower(),
            found.whom or self.names.get(rule.held_by_body_id, "ett organ som inte finns"),
        )
        if found.code == "vacant":
            remedy = f"Platsen följer av posten som {role} i {where}. Utse någon till den."
        elif found.code == "derived-missing" and rule.role_id in self.derived:
            remedy = f"Den följer av en post som {role} i {where}, som inte finns. Lägg till den."
        else:
            return made
        return replace(made, message=f"{made.title}. {remedy}")


def rules_of(body: Body, rules: Iterable[CompositionRule]) -> list[CompositionRule]:
    """Of some rules, those that hold for the body: its own, and its kind's for other roles."""
    rules = list(rules)
    own = [each for each in rules if each.body_id == body.pk]
    roles = {each.role_id for each in own}
    return [
        each
        for each in rules
        if each in own or (each.kind_id == body.kind_id and each.role_id not in roles)
    ]


def composed(on: datetime.date, bodies: Iterable[int] | None = None) -> dict[int, Composed]:
    """The bodies that rules hold for on the day (or those of `bodies`), by primary key."""
    rules = list(
        CompositionRule.objects.current(on).select_related(
            "role", "region", "kind", "per_kind", "held_by_role", "source"
        )
    )
    if not rules:
        return {}
    there = {each.pk: each for each in Body.objects.current(on).named(on).select_related("kind")}
    wanted = there.keys() if bodies is None else there.keys() & set(bodies)
    world = _World(on, there, list(Region.objects.current(on).order_by("order")), rules)
    names = {pk: full_name(each) for pk, each in there.items()}
    found = {}
    for pk, body in there.items():
        if pk in wanted and (mine := rules_of(body, rules)):
            groups = {each.pk: world.groups(each, body) for each in mine}
            found[pk] = Composed(body, mine, groups, names=names)
    world.read_places(found.values())
    for each in found.values():
        _evaluate(each, world)
    return found


def undecided(on: datetime.date, bodies: Iterable[int]) -> list[Finding]:
    """Those of the bodies that have so few people on the day that they can't decide (9 queries)."""
    return [
        replace(each.told(one), message=f"{full_name(each.body)}: {each.told(one).message}")
        for each in composed(on, bodies).values()
        for one in each.found
        if one.code == "no-quorum"
    ]


def _evaluate(of: Composed, world: "_World") -> None:
    seats = list(world.seats(of))
    rules = [pure for each in of.rules for pure in world.pure(each, of.groups[each.pk])]
    of.found = composition_found(rules, seats, world.on, world.named_regions)
    of.derived = {each.role.pk for each in seats if each.is_derived}
    of.derived |= world.derived_roles[of.body.pk]


class _World:
    """What there is on the day, as the rules speak of it."""

    def __init__(
        self,
        on: datetime.date,
        bodies: dict[int, Body],
        regions: Sequence[Region],
        rules: Sequence[CompositionRule],
    ):
        self.on, self.bodies = on, bodies
        self.regions = {each.pk: Named("region", each.pk, each.name) for each in regions}
        kinds = {each.per_relation for each in rules} - {""}
        related = BodyRelation.objects.current(on).filter(kind__in=kinds)
        self.related = defaultdict(set)
        for kind, subject, target in related.values_list("kind", "subject", "object"):
            self.related[kind, target].add(subject)

    @property
    def named_regions(self) -> list[Named]:
        return list(self.regions.values())

    def body(self, pk: int | None) -> Named | None:
        found = self.bodies.get(pk)
        return Named("body", pk, found.name) if found else None

    def groups(self, rule: CompositionRule, body: Body) -> list[Named | None]:
        """Those that a rule of the body counts for: none where the one it names isn't there."""
        if rule.per == Per.EACH_REGION:
            return self.named_regions
        if rule.per == Per.REGION:
            return [self.regions[rule.region_id]] if rule.region_id in self.regions else []
        if rule.per == Per.BODY:
            return [self.body(rule.for_body_id)] if rule.for_body_id in self.bodies else []
        if rule.per == Per.WHOLE:
            return [None]
        related = self.related[rule.per_relation, body.pk]
        return sorted(
            (
                self.body(pk)
                for pk, each in self.bodies.items()
                if each.kind_id == rule.per_kind_id and (not rule.per_relation or pk in related)
            ),
            key=str,
        )

    def pure(self, rule: CompositionRule, groups: list[Named | None]) -> Iterator[Rule]:
        """The rule as the pure rules know it; one for each of several bodies."""
        made = Rule(
            _role(rule.role),
            rule.least,
            rule.most,
            Per(rule.per),
            derived=rule.is_derived,
            seat_in=self.body(rule.seat_in_id),
            votes=rule.votes,
        )
        if rule.per == Per.EACH_REGION:
            yield made
        else:
            for whom in groups:
                yield replace(
                    made, per=Per.BODY if rule.per == Per.EACH_BODY else made.per, whom=whom
                )

    def read_places(self, found: Iterable[Composed]) -> None:
        """Reads the places that the rules are about, who is in them, and where those belong."""
        of = {each.body.pk: {rule.role_id for rule in each.rules} for each in found}
        roles = {pk for each in of.values() for pk in each}
        places = Place.objects.current(self.on).filter(body__in=of, post__role__in=roles)
        places = places.annotate(last=last_held("source_post_id", self.on))
        self.places = defaultdict(list)
        for each in places.select_related(
            "post__role", "post__represents_region", "post__represents_body", "source_post"
        ).order_by("id"):
            if each.post.role_id in of[each.body_id]:
                self.places[each.body_id].append(each)
        held = Tenure.objects.current(self.on).filter(body__in=of, post__role__in=roles)
        self.holders = {
            place_key(each): person_of(each) for each in held.select_related("person__merged_into")
        }
        people = {each.pk for each in self.holders.values()}
        root = Coalesce("person__merged_into", F("person"))
        self.works = defaultdict(list)
        works = Affiliation.objects.current(self.on).annotate(of=root).filter(of__in=people)
        for person, region in works.order_by("region__order").values_list("of", "region"):
            self.works[person].append(region)
        wanted = {rule.seat_in_id for each in found for rule in each.rules} - {None}
        seats = Tenure.objects.current(self.on).annotate(of=root)
        seats = seats.filter(body__in=wanted, of__in=people, post__role__place=Role.Place.SEAT)
        self.sits = set(seats.values_list("of", "body"))
        self.derived_roles = defaultdict(set)
        derived = Body.objects.filter(pk__in=of, posts__held_by_role__isnull=False)
        for body, role, start, end in derived.values_list(
            "pk", "posts__role", "posts__start", "posts__end"
        ):
            if (start is None or start <= self.on) and (end is None or self.on < end):
                self.derived_roles[body].add(role)

    def seats(self, of: Composed) -> Iterator[Seat]:
        """The places of the body that its rules are about."""
        for each in self.places[of.body.pk]:
            post, person = each.post, self.holders.get(place_key(each))
            rules = [rule for rule in of.rules if rule.role_id == post.role_id]
            whom = self.whom(each, rules)
            demands = next((rule.seat_in_id for rule in rules if rule.seat_in_id), None)
            yield Seat(
                _role(post.role),
                whom,
                str(person or ""),
                self.region_of(person.pk, whom) if person else None,
                each.is_derived,
                not (person and demands) or (person.pk, demands) in self.sits,
                not (person or each.last or each.source_post.start),
            )

    def whom(self, place: Place, rules: list[CompositionRule]) -> Named | None:
        """Whom a place is for: one that follows the same post in several bodies, for each."""
        post = place.post
        if post.represents_region_id:
            return self.regions.get(post.represents_region_id) or _gone("region", post)
        if post.represents_body_id:
            return self.body(post.represents_body_id) or _gone("body", post)
        if place.is_derived and any(each.per == Per.EACH_BODY for each in rules):
            return self.body(place.source_post.body_id)
        return None

    def region_of(self, person: int, whom: Named | None) -> Named | None:
        """The region that someone belongs to: of several, the one that they are there for."""
        works = [self.regions.get(each) for each in self.works[person]]
        return whom if whom in works else next(iter(works), None)


def _role(role: Role) -> Named:
    return Named("role", role.pk, role.name, role.plural)


def _gone(of: str, post) -> Named:
    """A region or a body that isn't there any longer, and still has a place."""
    whom = post.represents_region if of == "region" else post.represents_body
    return Named(of, whom.pk, str(whom))

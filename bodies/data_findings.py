"""What is to be put right about bodies and posts, for those who can: the rules asked over the
database."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.urls import reverse

from organisation.data_findings import ToCorrect, key_of, set_of
from organisation.models import Person
from organisation.policies import PEOPLE, affiliations_of, with_affiliations
from organisation.rights import Action, Capacity, Thing
from organisation.standing import Standing

from .composing import composed
from .findings import derivation_findings_now, unplaced
from .models import Body, BodyKind, Post, Role, Tenure
from .panels import full_name
from .policies import CONTACTS, POSTS_TO_FILL
from .questions import full_name_on
from .rotations.to_correct import turns_to_correct
from .rules import (
    Holder,
    Vacancy,
    affiliation_findings,
    contact_findings,
    placement_findings,
    seat_findings,
    unknown_findings,
    vacancy_findings,
)
from .tasks import fill_url, kept_bodies, post_name, vacant_places


def place_of(standing: Standing, path: str, posts: Iterable[Post]) -> tuple[str, str]:
    """Where the person sees to who has some posts of a body, or reads it, and what the link
    says."""
    own = [each for each in posts if not each.is_derived]
    if any(POSTS_TO_FILL.allows(standing, Action.READ, each) for each in own):
        return reverse("desk_roster", args=[path]), "Se posterna"
    return f"/{path}/", "Öppna organet"


REACHED_THROUGH = (Role.Function.PROCESS_SUPPORT, Role.Function.SECRETARY)


def answers_for(standing: Standing, body: int) -> bool:
    """Whether the person follows what is missing in the body, without being able to fill it."""
    below = {each for holding in standing.holdings for each in holding.below}
    return standing.acts_as(Capacity.OFFICE) or body in kept_bodies(standing) | below


def vacancies(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """What is empty, where another than the person fills it; and posts that nobody is known to
    have held (1 query). What the person fills themselves is a task."""
    found, unknown = [], defaultdict(list)
    if not (standing.may_some(Action.WRITE, Thing.APPOINTMENT, Thing.CONTACTS)):
        return []
    for place in vacant_places(on):
        may_fill = POSTS_TO_FILL.allows(standing, Action.WRITE, place.post)
        if not (may_fill or answers_for(standing, place.body_id)):
            continue
        since = place.last or place.post.start
        if since is None:
            unknown[place.body, place.called].append((place.post, may_fill))
        elif not may_fill:
            [finding] = vacancy_findings([_vacancy(place, since)])
            where = place_of(standing, place.body.path, [place.post])
            found.append(ToCorrect(finding, key_of("post", place.post_id, since), *where))
    for (body, called), posts in unknown.items():
        roles = [each.label or each.role.name for each, _ in posts]
        [finding] = unknown_findings([(called, roles)])
        mine = next((post.pk for post, may_fill in posts if may_fill), None)
        where = (
            (fill_url(mine), "Lägg in")
            if mine
            else place_of(standing, body.path, [post for post, _ in posts])
        )
        key = key_of("body", body.pk, set_of(post.pk for post, _ in posts))
        found.append(ToCorrect(finding, key, *where))
    return found


def _vacancy(place, since: datetime.date) -> Vacancy:
    post = place.post
    return Vacancy(
        post_name(post, place.called),
        (post.label or post.role.name).lower(),
        place.called,
        post.role.is_office,
        since,
        str(post.represents_region or ""),
    )


def placements(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Bodies that ought to belong to another and don't (1 query)."""
    if not standing.may_some(Action.WRITE, Thing.BODY):
        return []
    bodies = list(unplaced(on))
    found = placement_findings((each.name, each.kind.belongs_to.name.lower()) for each in bodies)
    place = reverse("admin:bodies_bodyrelation_add")
    return [
        ToCorrect(
            replace(
                finding,
                message=f"Ange vilket {body.kind.belongs_to.short_name.lower()} när det är "
                "beslutat. Gissa inte.",
            ),
            f"body:{body.pk}",
            f"{place}?subject={body.pk}",
            "Ange vilket",
        )
        for finding, body in zip(found, bodies, strict=True)
    ]


def derivations(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Derived posts that nobody can ever hold (3 queries)."""
    if not standing.may_some(Action.WRITE, Thing.STRUCTURE):
        return []
    place = reverse("admin:bodies_post_changelist")
    return [
        ToCorrect(replace(each, title=each.subject), each.subject[:120], place, "Rätta posten")
        for each in derivation_findings_now()
    ]


def seats(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Holders who ought to have a seat in another body (2 queries)."""
    held = (
        Tenure.objects.current(on)
        .filter(post__requires_seat_in__isnull=False)
        .annotate(
            called=full_name_on("body_id", on),
            required=full_name_on("post__requires_seat_in_id", on),
        )
        .select_related("post__role", "post__represents_region", "person", "body")
    )
    mine = [
        each
        for each in held
        if POSTS_TO_FILL.allows(standing, Action.WRITE, each.post)
        or answers_for(standing, each.body_id)
    ]
    if not mine:
        return []
    sits = defaultdict(set)
    rows = Tenure.objects.current(on).filter(
        person__in=[each.person_id for each in mine],
        body__in=[each.post.requires_seat_in_id for each in mine],
        post__role__place=Role.Place.SEAT,
    )
    for person, body in rows.values_list("person", "body"):
        sits[person].add(body)
    found = []
    for each in mine:
        has = each.post.requires_seat_in_id in sits[each.person_id]
        told = (str(each.person), post_name(each.post, each.called), each.required)
        for finding in seat_findings([(*told, {each.required} if has else set())]):
            key = key_of("post", each.post_id, each.person_id, each.post.requires_seat_in_id)
            where = place_of(standing, each.body.path, [each.post])
            found.append(ToCorrect(finding, key, *where))
    return found


def affiliations(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Holders who belong to no region, or to another than their post represents (at most 6
    queries)."""
    if not standing.may_some(Action.WRITE, Thing.PERSON):
        return []
    held = (
        Tenure.objects.current(on)
        .filter(way="appointed", body__kind__level=BodyKind.Level.REGIONAL)
        .annotate(called=full_name_on("body_id", on))
        .select_related("post__role", "post__represents_region", "person")
        .order_by("person", "pk")
    )
    roots = {each.person.merged_into_id or each.person_id for each in held}
    people = with_affiliations(Person.objects.all()).in_bulk(roots)
    found = {}
    for each in held:
        person = people[each.person.merged_into_id or each.person_id]
        now = [row for row in affiliations_of(person) if row.is_current(on)]
        regions = {str(row.region or "ingen region") for row in now}
        wanted = str(each.post.represents_region or "")
        holder = Holder(str(person), post_name(each.post, each.called), wanted, regions)
        for finding in affiliation_findings([holder]):
            if PEOPLE.allows(standing, Action.WRITE, person):
                place = reverse("admin:organisation_person_change", args=[person.pk])
                # Belonging to no region is about the person alone, whatever posts they have.
                own = set_of(row.region_id or 0 for row in now)
                rests_on = (each.post.represents_region_id or 0, own) if now else ()
                key = key_of("person", person.pk, *rests_on)
                made = ToCorrect(finding, key, place, "Rätta personen")
                found.setdefault((finding.code, person.pk), made)
    return list(found.values())


def contacts(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Bodies that nobody can write to (1 query)."""
    if not standing.may_some(Action.WRITE, Thing.CONTACTS):
        return []
    of_it = Tenure.objects.current(on).filter(
        body=OuterRef("pk"), post__role__function__in=REACHED_THROUGH
    )
    bodies = (
        CONTACTS.filter(standing, Action.WRITE, Body.objects.current(on))
        .filter(kind__level=BodyKind.Level.REGIONAL)
        .annotate(called=full_name_on("pk", on), reachable=Exists(of_it))
        .order_by("kind__order", "called")
    )
    return [
        ToCorrect(
            finding,
            f"body:{each.pk}",
            reverse("desk_contact_address", args=[each.path]),
            "Ange adress",
        )
        for each in bodies
        for finding in contact_findings([(each.called, each.email, each.reachable)])
    ]


# What no other check tells: of vacancies, regions and seats elsewhere they tell for every post.
OF_COMPOSITION = ("places-missing", "derived-missing", "surplus", "no-quorum")


def compositions(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Bodies with too few or too many places, or so few people that they can't decide (9
    queries). Places are an administrator's; that nobody can decide is told to those who answer for
    the body too."""
    may_make = standing.may_some(Action.WRITE, Thing.STRUCTURE)
    if not (may_make or standing.may_some(Action.WRITE, Thing.APPOINTMENT)):
        return []
    found = []
    for each in composed(on).values():
        url, name = reverse("desk_composition", args=[each.body.path]), full_name(each.body)
        for one in each.found:
            to_decide = one.code == "no-quorum" and answers_for(standing, each.body.pk)
            if one.code not in OF_COMPOSITION or not (may_make or to_decide):
                continue
            made = each.told(one)
            title = f"{name}: {made.title[:1].lower()}{made.title[1:]}"
            made = replace(made, subject=name, title=title)
            rests_on = [f"{of.of}{of.pk}" for of in (one.role, one.whom) if of]
            key = key_of("body", each.body.pk, *rests_on, one.count)
            found.append(ToCorrect(made, key, url, "Se sammansättningen"))
    return found


CHECKS = (
    *(vacancies, placements, derivations, seats, affiliations, contacts, compositions),
    turns_to_correct,
)

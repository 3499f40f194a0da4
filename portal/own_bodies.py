"""The bodies that someone is in: their post there, what is new, the documents, whom to write to;
and what is shown of the person."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.db.models import Q

from bodies.dossier import person_of, with_names
from bodies.models import Body, Role, Tenure
from bodies.panels import full_name
from bodies.standings import EDITS
from documents.models import Document, Edition
from documents.policies import EDITIONS
from organisation.dates import last_day, long_date
from organisation.models import (
    Affiliation,
    Person,
    RegionGroupPermission,
    User,
)
from organisation.news import Event
from organisation.rights import Action
from organisation.shapes import Crumb
from organisation.standing import Standing

from .lately import day_of
from .news import happened, told
from .site import load_site

# How many of a body's latest news are shown.
NEWEST = 2
REACHED_THROUGH = (Role.Function.PROCESS_SUPPORT, Role.Function.SECRETARY)


@dataclass
class OwnBody:
    """A body that the person is in, as the workspace tells it."""

    body: Body
    name: str
    posts: list[str] = field(default_factory=list)
    news: list[Event] = field(default_factory=list)
    texts: list[Crumb] = field(default_factory=list)
    contacts: list[Crumb] = field(default_factory=list)


def own_bodies(standing: Standing, on: datetime.date) -> list[OwnBody]:
    """The person's bodies, with what stands around them (at most 8 queries, however many)."""
    keys = {each.body for each in standing.holdings if each.body}
    if not keys:
        return []
    bodies = with_names(Body.objects.filter(pk__in=keys), on).select_related("kind")
    found = {e.pk: OwnBody(e, full_name(e)) for e in bodies.order_by("kind__order", "path")}
    tenures = (
        Tenure.objects.current(on)
        .filter(
            Q(person__in=standing.people) | Q(post__role__function__in=REACHED_THROUGH),
            body__in=keys,
        )
        .select_related("post__role", "person__merged_into")
        .order_by("post__role__order", "pk")
    )
    for each in tenures:
        one, role = found[each.body_id], each.post.label or each.post.role.name
        is_own = each.person_id in standing.people
        if is_own:
            until = f"till och med {long_date(last_day(each.end))}" if each.end else ""
            one.posts.append(f"{role} {until}".strip())
        if each.post.role.function in REACHED_THROUGH:
            person = person_of(each)
            mail = f"mailto:{person.email}" if person.email else person.url
            who, where = ("Du själv", "") if is_own else (str(person), mail)
            one.contacts.append(Crumb(f"{who}, {role.lower()}", where))
    for one in found.values():
        if one.body.email:
            one.contacts.insert(0, Crumb(one.body.email, f"mailto:{one.body.email}"))
        for each in standing.holdings:
            if each.body == one.body.pk and not one.posts:
                one.posts.append(str(each).split(":")[0])
    _add_texts(found, standing, on)
    _add_news(found, on)
    return list(found.values())


def _add_texts(found: dict[int, OwnBody], standing: Standing, on: datetime.date) -> None:
    """The published documents, and the drafts that the person may read (2 queries)."""
    editions = Edition.objects.filter(document__owner__in=found).select_related("document__owner")
    editions = editions.exclude(document__kind=Document.Kind.SHARED_TEXT)
    for each in editions.filter(pk__in=editions.in_force(on).values("pk")):
        label = f"{each.document.get_kind_display().capitalize()}, version {each.number}"
        found[each.document.owner_id].texts.append(Crumb(label, each.document.url))
    for each in EDITIONS.filter(standing, Action.READ, editions.open()):
        label = f"Utkast till version {each.number}"
        found[each.document.owner_id].texts.append(Crumb(label, each.desk_url))


def _add_news(found: dict[int, OwnBody], on: datetime.date) -> None:
    """The newest of each body (3 queries)."""
    by_path = {one.body.path: one for one in found.values()}
    rows, of_body = happened(day_of(on), bodies=found), defaultdict(list)
    for row in rows:
        for body in row["bodies"]:
            if body and body["path"] in by_path:
                of_body[body["path"]].append(row)
    site = load_site()
    for path, own in of_body.items():
        by_path[path].news = told(own, day_of(on), site.row, site.all_regions)[:NEWEST]


@dataclass
class Oneself:
    """What is shown of a person, and who changes it."""

    person: Person
    affiliations: list[Affiliation]
    editors: list[str]


def about_oneself(standing: Standing, on: datetime.date) -> Oneself | None:
    """What is shown of the person themselves, and the names of their region's editors (at most 4
    queries)."""
    person = Person.objects.filter(pk=standing.person).select_related("merged_into").first()
    if person is None:
        return None
    person = person.merged_into or person
    own = Affiliation.objects.current(on).filter(person__in=standing.people or [person.pk])
    own = list(own.select_related("region"))
    groups = RegionGroupPermission.objects.filter(
        permission__codename=EDITS, content_object__in=[each.region_id for each in own]
    )
    editors = User.objects.filter(
        groups__in=Group.objects.filter(pk__in=groups.values("group")), is_active=True
    )
    names = [each.get_full_name() or each.username for each in editors.distinct()]
    return Oneself(person, own, sorted(names))

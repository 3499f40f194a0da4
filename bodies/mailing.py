"""Mailing lists: those who hold posts in some bodies today, once each, with where to write to."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db.models import OuterRef, QuerySet, Subquery

from organisation.addresses import absolute
from organisation.models import Affiliation, Person
from organisation.models.people import work_domains
from organisation.rules import email_findings
from organisation.sorting import swedish_key

from .models import Body, Role, Tenure
from .vcards import Card

In = Role.Function
# Who one may choose to write to: what they are called, and what their roles mean.
GROUPS = {
    "ordforande": ("Ordförande och sammankallande", (In.CHAIR, In.VICE_CHAIR, In.CONVENER)),
    "ledamoter": ("Ledamöter", (In.MEMBER, In.LEADER, In.REPRESENTATIVE, In.DIRECTOR)),
    "ersattare": ("Ersättare", (In.SUBSTITUTE,)),
    "adjungerade": ("Adjungerade", (In.CO_OPTED,)),
    "stod": ("Processtöd och sekreterare", (In.PROCESS_SUPPORT, In.SECRETARY)),
    "ovriga": ("Övriga", (In.OTHER,)),
}
# The bodies' own addresses.
BODIES = "funktion"


@dataclass
class Recipient:
    """Someone to write to, with their posts. `email` is empty where there is no address, or none
    that may be told; a body has no person."""

    name: str
    email: str
    region: str = ""
    person: Person | None = None
    body: Body | None = None
    posts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def posts_told(self) -> str:
        return ", ".join(f"{role} i {body}" for role, body in self.posts)

    @property
    def card(self) -> Card:
        about = self.person.url if self.person else self.body.url
        return Card(
            uid=uuid.uuid5(uuid.NAMESPACE_URL, absolute(about)).urn,
            name=self.name,
            family=self.person.family_name if self.person else "",
            given=self.person.given_name if self.person else "",
            email=self.email,
            organisation=self.region,
            roles=tuple(f"{role}, {body}" for role, body in self.posts),
            groups=tuple(dict.fromkeys(body for _, body in self.posts)),
        )


def recipients(bodies: QuerySet, groups: set[str], on: datetime.date) -> list[Recipient]:
    """Those who hold posts of the groups in the bodies on the day, in the order of their names,
    and then the bodies' own addresses if they are asked for (3 queries).

    Nobody whose post has ended or hasn't begun. An address outside the regions' own domains isn't
    told.
    """
    domains = work_domains()
    named = {each.pk: each for each in bodies.named(on)}
    functions = [each for name in groups if name in GROUPS for each in GROUPS[name][1]]
    works_in = Affiliation.objects.current(on).filter(person=OuterRef("person"))
    tenures = (
        Tenure.objects.current(on)
        .filter(body__in=named, post__role__function__in=functions)
        .select_related("post__role", "person__merged_into")
        .annotate(region_name=Subquery(works_in.values("region__name")[:1]))
        .order_by("body__kind__order", "body__path", "post__role__order", "post")
    )
    found: dict[int, Recipient] = {}
    for each in tenures:
        person = each.person.merged_into or each.person
        known = found.setdefault(
            person.pk,
            Recipient(person.name, _allowed(person.email, domains), person=person),
        )
        known.region = known.region or each.region_name or ""
        post = (each.post.role.name, named[each.body_id].name)
        if post not in known.posts:
            known.posts.append(post)
    for each in found.values():
        each.posts.sort(key=lambda post: swedish_key(post[1]))
    people = sorted(
        found.values(),
        key=lambda one: (
            swedish_key(one.person.family_name),
            swedish_key(one.person.given_name),
            one.person.pk,
        ),
    )
    if BODIES not in groups:
        return people
    own = [
        Recipient(each.name, _allowed(each.email, domains), body=each)
        for each in named.values()
        if each.email
    ]
    return people + sorted(own, key=lambda one: swedish_key(one.name))


def addresses(found: list[Recipient]) -> list[str]:
    """The addresses, each once, whatever their case."""
    once: dict[str, str] = {}
    for each in found:
        if each.email:
            once.setdefault(each.email.lower(), each.email)
    return list(once.values())


def _allowed(email: str, domains: set[str]) -> str:
    return "" if email_findings(email, domains) else email

"""Small makers of records for tests. Each takes what the test is about and invents the rest."""

import itertools

from bodies.models import (
    Appointment,
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
    Post,
    Role,
    RotationTerm,
)
from organisation.models import Affiliation, HealthcareRegion, Person, Region

_number = itertools.count(1)


def healthcare_region(**values) -> HealthcareRegion:
    defaults = {
        "slug": "provregionen",
        "name": "Provregionens sjukvårdsregion",
        "short_name": "Provregionen",
        "headline": "En rubrik",
        "lead": "En ingress.",
        "facts_from": "2018-08-13",
    }
    found = HealthcareRegion.objects.first()
    return found or HealthcareRegion.objects.create(**defaults | values)


def region(**values) -> Region:
    number = next(_number)
    defaults = {
        "healthcare_region": healthcare_region(),
        "slug": f"region-{number}",
        "code": f"R{number}",
        "name": f"Region {number}",
        "order": Region.objects.count() + 1,
    }
    return Region.objects.create(**defaults | values)


def person(name: str = "Prov Provsson", **values) -> Person:
    given, _, family = name.partition(" ")
    defaults = {"slug": f"person-{next(_number)}", "given_name": given, "family_name": family}
    return Person.objects.create(**defaults | values)


def affiliation(of: Person, to: Region, **values) -> Affiliation:
    return Affiliation.objects.create(person=of, region=to, **values)


def kind(slug: str = "grupp", **values) -> BodyKind:
    defaults = {
        "name": slug.capitalize(),
        "short_name": slug.capitalize(),
        "plural": f"{slug.capitalize()}er",
        "counted": f"{slug}er",
        "prefix": f"{slug}er",
        "panels": [
            "bodies.people",
            "bodies.rotation",
            "bodies.former",
            "bodies.below",
            "bodies.lineage",
        ],
    }
    return BodyKind.objects.get_or_create(slug=slug, defaults=defaults | values)[0]


def body(name: str = "", *, of: BodyKind | None = None, **values) -> Body:
    of = of or kind()
    number = next(_number)
    defaults = {"kind": of, "path": f"{of.prefix}/b{number}", "function": Body.Function.OTHER}
    made = Body.objects.create(**defaults | values)
    BodyName.objects.create(body=made, name=name or f"Organ {number}")
    return made


def role(slug: str = "ledamot", **values) -> Role:
    office = slug in ("ordforande", "sekreterare", "processtod", "sammankallande")
    function = {
        "ordforande": "chair",
        "sekreterare": "secretary",
        "processtod": "process_support",
        "sammankallande": "convener",
        "ledamot": "member",
        "ersattare": "substitute",
    }.get(slug, "other")
    defaults = {
        "name": {"ordforande": "Ordförande"}.get(slug, slug.capitalize()),
        "plural": slug,
        "place": Role.Place.OFFICE if office else Role.Place.SEAT,
        "function": function,
    }
    return Role.objects.get_or_create(slug=slug, defaults=defaults | values)[0]


def post(within: Body, as_: str = "ledamot", **values) -> Post:
    number = Post.objects.filter(body=within, role=role(as_)).count() + 1
    return Post.objects.create(**{"body": within, "role": role(as_), "number": number} | values)


def appoint(who: Person, to: Post, start=None, end=None, **values) -> Appointment:
    return Appointment.objects.create(person=who, post=to, start=start, end=end, **values)


def relate(subject: Body, how: str, to: Body, start=None, end=None) -> BodyRelation:
    return BodyRelation.objects.create(subject=subject, kind=how, object=to, start=start, end=end)


def term(of: Post, held_by: Region, start=None, end=None) -> RotationTerm:
    return RotationTerm.objects.create(post=of, region=held_by, start=start, end=end)

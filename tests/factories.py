"""Small makers of records for tests. Each takes what the test is about and invents the rest."""

import datetime
import itertools

from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm

from bodies.models import (
    Appointment,
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
    CompositionRule,
    Decision,
    Post,
    Role,
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
    RotationTerm,
)
from documents.actions import adopt, publish, submit
from documents.actions.locking import fingerprint
from documents.attachments.shelf import put
from documents.models import (
    YEARLY,
    Activity,
    ActivityEntry,
    Attachment,
    Document,
    Edition,
    EditionEvent,
    ReportingDuty,
    Section,
    StoredFile,
)
from organisation.models import Affiliation, HealthcareRegion, Inhabitants, Person, Region, User
from programmes import measuring
from programmes.models import GoalTarget, Measurement, PatientPromise, QualityGoal

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


def inhabitants(of: Region, year: int, number: int) -> Inhabitants:
    return Inhabitants.objects.create(region=of, year=year, number=number)


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


def rule(as_: str = "ledamot", least: int = 1, most: int | None = None, **values):
    """A rule of how a body, or those of a kind, is composed."""
    return CompositionRule.objects.create(role=role(as_), least=least, most=most, **values)


def term(of: Post, held_by: Region, start=None, end=None) -> RotationTerm:
    return RotationTerm.objects.create(post=of, region=held_by, start=start, end=end)


def scheme(
    of: Post,
    regions: list[Region],
    since,
    months: int = 24,
    *,
    others: dict | None = None,
    **values,
) -> RotationScheme:
    """The turn of an office, and of `others` by how many places ahead; its terms aren't stored."""
    made = RotationScheme.objects.create(body=of.body, **{"name": f"Turen {of.pk}"} | values)
    for post, ahead in {of: 0, **(others or {})}.items():
        RotationOffice.objects.create(scheme=made, post=post, ahead=ahead)
    part = RotationPart.objects.create(scheme=made, since=since, months=months)
    for place, region in enumerate(regions, 1):
        RotationPlace.objects.create(part=part, region=region, place=place)
    return made


def follower(of: Post, office: RotationOffice, since, ahead: int = 0) -> RotationScheme:
    """The turn of an office that follows another."""
    made = RotationScheme.objects.create(body=of.body, name=f"Turen {of.pk}")
    RotationOffice.objects.create(scheme=made, post=of)
    RotationPart.objects.create(scheme=made, since=since, follows=office, ahead=ahead)
    return made


def exception(scheme: RotationScheme, kind: str, first, second, **values) -> RotationException:
    defaults = {"reason": "Val det året."}
    return RotationException.objects.create(
        scheme=scheme, kind=kind, first=first, second=second, **defaults | values
    )


# When things are done in tests, unless it matters.
NOW = datetime.datetime(2026, 2, 6, 12, 0, tzinfo=datetime.UTC)


def user(name: str = "", *, office: bool = True, **values) -> User:
    """An account; of someone in the staff office, unless it's to be someone without rights."""
    number = next(_number)
    defaults = {
        "username": f"konto-{number}",
        "first_name": name or f"Konto {number}",
        "email": f"konto-{number}@prov.example",
    }
    made = User.objects.create(**defaults | values)
    if office:
        holding(made, Body.Function.STAFF_OFFICE, "ledamot")
    return made


def holding(who: User, within: Body | str, as_: str = "ledamot", start=None, end=None, **values):
    """Gives the account's person a post, in a body or in the one of a function, and returns the
    appointment."""
    if who.person is None:
        who.person = person(f"{who.first_name} Provsson")
        who.save()
    if not isinstance(within, Body):
        found = Body.objects.filter(function=within, end=None).first()
        within = found or body(within, of=kind("plats"), function=within)
    return appoint(who.person, post(within, as_, **values), start, end)


def editor_of(who: User, of: Region) -> User:
    """Makes the account one of the region's editors."""
    group, _ = Group.objects.get_or_create(name=f"Redaktörer {of.name}")
    assign_perm("edit_people", group, of)
    who.groups.add(group)
    return who


def decision(of: Body | None = None, **values) -> Decision:
    defaults = {"date": "2025-12-03", "paragraph": str(next(_number)), "registry_number": "R 1"}
    made = Decision.objects.create(body=of or body(), **defaults | values)
    made.refresh_from_db()  # the date as a date
    return made


def document(owner: Body | None = None, *, year: int = 2026, **values) -> Document:
    """A document; one of a kind that is for a year, for that year."""
    values = {"kind": Document.Kind.COMMISSION, "owner": owner or body()} | values
    if values["kind"] == Document.Kind.TEMPLATE:
        values = {"name": "Prov"} | values | {"address": values.get("address") or "prov"}
    if values["kind"] in {*YEARLY, Document.Kind.ANNUAL_AGREEMENT}:
        days = {"period_start": f"{year}-01-01", "period_end": f"{year + 1}-01-01"}
        values = days | values
    made = Document.objects.create(**values)
    made.refresh_from_db()  # the days as days
    return made


def edition(of: Document | None = None, *texts: str, **values) -> Edition:
    """A draft with a section for each text, or with one."""
    of = of or document()
    number = of.editions.exclude(state="discarded").count() + 1
    made = Edition.objects.create(
        **{"document": of, "number": number, "title": "Uppdraget"} | values
    )
    for position, text in enumerate(texts or ("En text.",), start=1):
        section(made, f"avsnitt-{position}", html=f"<p>{text}</p>", position=position)
    return made


def promise(number: int, text: str, **values) -> PatientPromise:
    return PatientPromise.objects.create(number=number, text=text, **values)


def duty(of: Body | BodyKind, what: str = "plan", due: str = "+0 01-31", **values):
    """What a body, or each of a kind, is to write every year; `due` is so many years after the
    year, and the day."""
    after, day = due.split()
    month, day = map(int, day.split("-"))
    given = {"body" if isinstance(of, Body) else "kind": of}
    return ReportingDuty.objects.create(
        what=what, years_after=int(after), month=month, day=day, **given | values
    )


def yearly(of: Body, year: int, kind: str = "action_plan") -> Document:
    """The document of a year."""
    first, after = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    return document(of, kind=kind, period_start=first, period_end=after)


def goal(of: Body, number: int = 1, **values) -> QualityGoal:
    """A goal that is measured every year in per cent, where more is better."""
    defaults = {
        **{"text": f"Mål {number}", "indicator": "Andel som fått vård i tid"},
        **{"unit": "procent", "direction": "higher", "interval": "year"},
    }
    return QualityGoal.objects.create(body=of, number=number, **defaults | values)


def goal_target(of: QualityGoal, by: str, value, region: Region | None = None, upper=None):
    """What is to be reached of a goal on a day at the latest."""
    return GoalTarget.objects.create(goal=of, by=by, value=value, upper=upper, region=region)


def measurement(
    of: QualityGoal,
    year: int,
    value,
    region: Region | None = None,
    *,
    month: int = 1,
    comment: str = "",
):
    """A value of a goal for the period that begins with the month; None: it's missing."""
    first = datetime.date(year, month, 1)
    after = measuring.period_from(first, measuring.Interval(of.interval))
    return Measurement.objects.create(
        goal=of,
        region=region,
        period_start=first,
        period_end=after,
        value=value,
        comment=comment or ("" if value is not None else "Ingen registrering"),
    )


def section(within: Edition, key: str, **values) -> Section:
    defaults = {"heading": key.capitalize(), "html": "<p>En text.</p>"}
    defaults["position"] = within.sections.count() + 1
    return Section.objects.create(edition=within, key=key, **defaults | values)


def attachment(
    of: Edition, content: bytes = b"%PDF-", *, mark: str = "wanting", **values
) -> Attachment:
    """A file of the draft, which lies on the shelf; what it holds isn't looked at."""
    file, _ = StoredFile.objects.get_or_create(
        sha256=put(content),
        defaults={
            "kind": "pdf",
            "size": len(content),
            "mark": mark,
            "facts": {
                **{"title": "", "language": "sv", "tagged": False},
                **{"pages": 2, "pages_with_text": 2},
            },
            "stored_at": NOW,
        },
    )
    defaults = {"title": "Plan", "name": "Plan.pdf", "slug": "plan.pdf", "added_at": NOW}
    defaults["position"] = of.attachments.count() + 1
    return Attachment.objects.create(edition=of, file=file, **defaults | values)


def published(
    of: Document | None = None, *texts: str, valid_from="2026-01-01", **values
) -> Edition:
    """An edition on its whole way, by two people of its own."""
    made = edition(of, *texts, **values)
    return take_all_steps(made, valid_from=valid_from)


def take_all_steps(made: Edition, *, valid_from, at=NOW, decided=None) -> Edition:
    healthcare_region()
    if made.document.is_for_a_year:
        return publish_for_the_year(made, at=at)
    writer, approver = user(), user()
    day = datetime.date.fromisoformat(valid_from) if isinstance(valid_from, str) else valid_from
    submit(made, by=writer, at=at, seen=fingerprint(made))
    made.refresh_from_db()
    decided = decided or decision(made.document.owner)
    adopt(made, by=approver, at=at, seen=fingerprint(made), decision=decided, valid_from=day)
    made.refresh_from_db()
    publish(made, by=approver, at=at, seen=fingerprint(made))
    made.refresh_from_db()
    return made


def publish_for_the_year(made: Edition, *, at=NOW, by: User | None = None) -> Edition:
    """Publishes a plan or a report, as an administrator unless someone else does."""
    by = by or user(office=False, is_superuser=True)
    publish(made, by=by, at=at, seen=fingerprint(made))
    made.refresh_from_db()
    return made


def entry(within: Edition, name: str = "", *, of: Activity | None = None, **values):
    """An activity in a draft, under its first section unless it's said which."""
    owner = within.document.owner
    if of is None:
        of = Activity.objects.create(owner=owner, number=owner.activities.count() + 1)
    defaults = {"section": within.sections.first(), "position": within.entries.count() + 1}
    defaults["name"] = name or f"Aktivitet {of.number}"
    return ActivityEntry.objects.create(edition=within, activity=of, **defaults | values)


def withdrawal(of: Edition, on: str) -> EditionEvent:
    return EditionEvent.objects.create(
        edition=of, kind="withdrawn", at=NOW, by=user(), text="Ett skäl.", effective_on=on
    )

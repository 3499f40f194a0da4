"""Which texts the public site has beside its documents, and where they are met.

A column of text that stands in no kind here can't be written on the site's own pages;
`tests/portal/text_fields.toml` tells why not of each.
"""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from bodies.models import (
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
    Post,
    Role,
    RotationScheme,
    RotationTerm,
)
from bodies.questions import full_name_on
from organisation.models import HealthcareRegion, OldAddress, Page, Region, Shortcut, Source
from organisation.rights import Thing
from organisation.sorting import swedish_order
from organisation.standing import Standing
from programmes.models import (
    KnowledgeTopic,
    PatientPromise,
    PromiseVariant,
    QualityGoal,
    SystemLevel,
)

from .kind import TextKind


def _body_named(of: type[models.Model], *related: str, at: str = "body_id"):
    def named(on):
        found = of.objects.select_related(*related)
        return found.annotate(body_name=full_name_on(at, on))

    return named


def _national_list(record) -> list[str]:
    return [f"/{record.national_list}/"] if record.national_list else []


def _with_national_list(of: type[models.Model]):
    lists = BodyKind.objects.filter(level=BodyKind.Level.NATIONAL).exclude(prefix="")

    def named(on):
        return of.objects.annotate(
            national_list=Subquery(lists.order_by("order").values("prefix")[:1])
        )

    return named


def _of_role(role) -> list[str]:
    return [f"/{role.first_path}/"] if role.first_path else []


def _of_kind(kind) -> list[str]:
    places = [f"/{kind.prefix}/"] if kind.prefix else []
    own = [f"/{kind.first_path}/"] if kind.first_path else []
    return [*places, *([reverse("organisation")] if kind.section else []), *own]


def _of_source(source) -> list[str]:
    return [f"/{source.page_path}/"] if source.page_path else []


def _period(record) -> str:
    return "" if record.start is None and record.end is None else record.period_text


SOURCED = ("interpretation",)
KINDS = (
    TextKind(
        "sidor",
        Page,
        "Redaktionella sidor",
        "Ny sida",
        (
            *("title", "lead", "body", "addition", "owner"),
            *("path", "language", "order", *SOURCED, "withdrawn", "withdrawn_reason"),
        ),
        lambda on: Page.objects.all(),
        str,
        lambda page: [page.url],
        lambda page: page.url,
        address="path",
        owner="owner",
        is_reviewed=True,
        folded=("interpretation", "withdrawn", "withdrawn_reason"),
    ),
    TextKind(
        "organ",
        Body,
        "Organens beskrivningar",
        "",
        (
            *("summary", "description", "origin", "ending", "results", "records_kept"),
            *("comment", "page_owner", "path", *SOURCED),
        ),
        lambda on: Body.objects.select_related("kind").annotate(name=full_name_on("pk", on)),
        lambda body: body.name,
        lambda body: [body.url],
        lambda body: body.kind.name,
        address="path",
        owner="page_owner",
        is_reviewed=True,
    ),
    TextKind(
        "namn",
        BodyName,
        "Organens namn",
        "",
        ("name", "is_public"),
        _body_named(BodyName, "body"),
        str,
        lambda name: [name.body.url],
        lambda name: ", ".join(
            filter(None, (name.get_kind_display(), name.body_name, _period(name)))
        ),
        is_dated=True,
    ),
    TextKind(
        "lankar",
        Shortcut,
        "Ingångar, genvägar och kontakter",
        "Ny länk",
        ("label", "text", "target", "place", "order", "language"),
        lambda on: Shortcut.objects.all(),
        str,
        lambda shortcut: [reverse("home")],
        lambda shortcut: shortcut.get_place_display(),
    ),
    TextKind(
        "loften",
        PatientPromise,
        "Löften till patienter",
        "",
        ("text", *SOURCED),
        lambda on: PatientPromise.objects.all(),
        str,
        lambda promise: [promise.url, reverse("promises")],
        lambda promise: ": ".join(filter(None, (_period(promise), promise.text))),
        is_dated=True,
    ),
    TextKind(
        "andra-ordalydelser",
        PromiseVariant,
        "Löften i andra källors ord",
        "",
        ("text",),
        lambda on: PromiseVariant.objects.select_related("promise", "source"),
        str,
        lambda variant: [variant.promise.url],
        lambda variant: variant.text,
    ),
    TextKind(
        "mal",
        QualityGoal,
        "Mål",
        "Nytt mål",
        ("text", "promise", *SOURCED),
        _body_named(QualityGoal, "body", "promise"),
        str,
        lambda goal: [
            goal.body.url,
            reverse("promises"),
            *([goal.promise.url] if goal.promise else []),
        ],
        lambda goal: f"{goal.body_name}, mål {goal.number}",
        added=("body", "number"),
        is_dated=True,
    ),
    TextKind(
        "amnen",
        KnowledgeTopic,
        "Ämnen i kunskapsstödet",
        "",
        ("name",),
        _with_national_list(KnowledgeTopic),
        str,
        _national_list,
        _period,
        is_dated=True,
    ),
    TextKind(
        "nivaer",
        SystemLevel,
        "Nivåer i systemet för kunskapsstyrning",
        "",
        ("name", "duties"),
        _with_national_list(SystemLevel),
        str,
        _national_list,
        _period,
        is_dated=True,
    ),
    TextKind(
        "kallor",
        Source,
        "Källor, som de nämns på sidorna",
        "",
        ("title", "kind", "nature"),
        lambda on: Source.objects.annotate(
            page_path=Subquery(Page.objects.filter(source=OuterRef("pk")).values("path")[:1])
        ),
        str,
        _of_source,
    ),
    TextKind(
        "samband",
        BodyRelation,
        "Tolkningar av hur organ hör ihop",
        "",
        SOURCED,
        lambda on: BodyRelation.objects.select_related("subject").annotate(
            subject_name=full_name_on("subject_id", on),
            object_name=full_name_on("object_id", on),
        ),
        lambda each: f"{each.subject_name} {each.get_kind_display()} {each.object_name}",
        lambda each: [each.subject.url],
        lambda each: each.interpretation,
        folded=(),
    ),
    TextKind(
        "slag-av-organ",
        BodyKind,
        "Slag av organ",
        "",
        (
            *("name", "short_name", "abbreviation", "plural", "full_plural", "counted"),
            *("name_prefix", "lead", "section", "heading", "description", "composition"),
        ),
        lambda on: BodyKind.objects.annotate(
            first_path=Subquery(
                Body.objects.filter(kind=OuterRef("pk")).order_by("path").values("path")[:1]
            )
        ),
        str,
        _of_kind,
    ),
    TextKind(
        "roller",
        Role,
        "Roller",
        "",
        ("name", "plural"),
        lambda on: Role.objects.annotate(
            first_path=Subquery(
                Post.objects.filter(role=OuterRef("pk")).order_by("pk").values("body__path")[:1]
            )
        ),
        str,
        _of_role,
    ),
    TextKind(
        "poster",
        Post,
        "Poster med egen benämning eller tolkning",
        "",
        ("label", *SOURCED),
        lambda on: Post.objects.select_related("body", "role", "represents_region").annotate(
            body_name=full_name_on("body_id", on)
        ),
        lambda post: (
            f"{post.body_name}: {post.label or post.role}"
            + (f", {post.represents_region}" if post.represents_region else "")
            + (f" nr {post.number}" if post.number > 1 else "")
        ),
        lambda post: [post.body.url],
        lambda post: post.interpretation,
        folded=(),
    ),
    TextKind(
        "turordningar",
        RotationScheme,
        "Tolkningar av hela turordningar",
        "",
        SOURCED,
        _body_named(RotationScheme, "body"),
        lambda scheme: f"{scheme.body_name}: {scheme.name}",
        lambda scheme: [scheme.body.url],
        lambda scheme: scheme.interpretation,
        folded=(),
    ),
    TextKind(
        "turer",
        RotationTerm,
        "Tolkningar av enskilda perioder",
        "",
        SOURCED,
        lambda on: (
            RotationTerm.objects.filter(scheme=None)
            .select_related("post__body", "post__role", "region")
            .annotate(body_name=full_name_on("post__body_id", on))
            .order_by("post__body__path", "pk")
        ),
        lambda term: f"{term.body_name}: {term.post.role}, {term.region}",
        lambda term: [term.post.body.url],
        lambda term: ": ".join(filter(None, (_period(term), term.interpretation))),
        folded=(),
    ),
    TextKind(
        "sjukvardsregion",
        HealthcareRegion,
        "Sjukvårdsregionen och startsidan",
        "",
        (
            *("headline", "lead", "purpose", "about", "name", "short_name"),
            *("page_owner", "supervisor_name", "supervisor_url", *SOURCED),
        ),
        lambda on: HealthcareRegion.objects.all(),
        str,
        lambda row: [reverse("home")],
        owner="page_owner",
    ),
    TextKind(
        "regioner",
        Region,
        "Regionerna",
        "",
        ("name", "aliases", *SOURCED),
        lambda on: Region.objects.all(),
        str,
        lambda region: [region.url, reverse("regions")],
    ),
    TextKind(
        "tidigare-adresser",
        OldAddress,
        "Förklaringar där en sida är borta",
        "",
        ("explanation",),
        lambda on: OldAddress.objects.filter(target=""),
        lambda old: f"/{old.path}/",
        lambda old: [f"/{old.path}/"],
        lambda old: old.explanation,
    ),
)
BY_SLUG = {each.slug: each for each in KINDS}
BY_MODEL = {each.model: each for each in KINDS}
BY_LABEL = {each.label_of_model: each for each in KINDS}
THINGS: tuple[Thing, ...] = tuple(
    dict.fromkeys(thing for each in KINDS for thing in each.policy.things)
)


def kinds_for(standing: Standing) -> list[TextKind]:
    """The kinds of which the person may write some text."""
    return [each for each in KINDS if each.may_write_some(standing)]


def sorted_by_name(kind: TextKind, found: models.QuerySet) -> models.QuerySet:
    """In the order that people look for them."""
    if kind.model is Body:
        return found.order_by("kind__order", swedish_order("name"))
    if kind.model is BodyName:
        return found.order_by(swedish_order("name"), F("start").asc(nulls_first=True))
    if kind.model is Post:
        return found.filter(~Q(label="") | ~Q(interpretation="")).order_by("body__path", "pk")
    if kind.model in (BodyRelation, RotationTerm):
        return found.exclude(interpretation="")
    return found

"""The administration of bodies, posts and who holds them."""

from django.contrib.admin import SimpleListFilter, display
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from organisation.admin.base import RecordAdmin, Related
from organisation.admin.filters import RegionFilter, TimeFilter
from organisation.admin.sources import SOURCE
from organisation.policies import region_of
from organisation.rights import Action, Scope, Thing
from organisation.sorting import swedish_order

from .models import (
    Appointment,
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
    Decision,
    Post,
    Role,
    RotationTerm,
)
from .policies import POLICIES, POSTS_TO_FILL
from .questions import full_name_on

OF = {each.model: each for each in POLICIES}
BODIES, POSTS, RULES = "Organ", "Personer och uppdrag", "Ordning och regler"
TIME = ("Tid", {"fields": ("start", "end")})


def post_name(record, post: Post) -> str:
    """What a post is called beside others. The record carries `body_name` and, for a post that
    represents another body, `represented`."""
    whom = post.represents_region or record.represented
    parts = (post.label or str(post.role), str(whom or ""), f"nr {post.number}" * (post.number > 1))
    return f"{record.body_name}: {', '.join(filter(None, parts))}"


def with_post(records, on, at: str = ""):
    """The records with what the name of their post needs. `at` leads to the post."""
    within = f"{at}__" if at else ""
    return records.select_related(
        *([at] if at else ()), f"{within}role", f"{within}represents_region"
    ).annotate(
        body_name=full_name_on(f"{within}body_id", on),
        represented=Subquery(
            Body.objects.filter(pk=OuterRef(f"{within}represents_body"))
            .annotate(name=full_name_on("pk", on))
            .values("name")
        ),
    )


class KindFilter(SimpleListFilter):
    """Bodies of one kind, or what belongs to them."""

    title, parameter_name = "Slag av organ", "slag"
    column = "kind"

    def lookups(self, request, model_admin):
        return [(each.slug, each.plural) for each in BodyKind.objects.order_by("order", "name")]

    def queryset(self, request, queryset):
        return (
            queryset.filter(**{f"{self.column}__slug": self.value()}) if self.value() else queryset
        )


class KindOfBody(KindFilter):
    column = "body__kind"


class KindOfPost(KindFilter):
    column = "post__body__kind"


class RegionOfPost(RegionFilter):
    column = "represents_region"


class RegionOfAppointment(RegionFilter):
    column = "post__represents_region"


class DatedAdmin(RecordAdmin):
    list_filter = (TimeFilter,)

    @display(description="Tid")
    def period_column(self, record):
        return record.period_text

    @display(description="Organ")
    def body_column(self, record):
        return record.body_name


class AppointmentAdmin(DatedAdmin):
    policy, address, group = OF[Appointment], "uppdrag", POSTS
    intro = "Vem som har eller har haft vilken post."
    new_label = "Lägg till uppdrag"
    refused_at = "post"
    list_display = ("person_column", "post_column", "period_column")
    list_filter = (TimeFilter, RegionOfAppointment, KindOfPost)
    search_fields = (
        *("person__given_name", "person__family_name"),
        *("post__role__name", "post__body__names__name"),
    )
    search_help_text = "Sök på person, roll eller organ"
    ordering = (swedish_order("person__family_name"), swedish_order("person__given_name"), "pk")
    fieldsets = [
        ("Vem och vad", {"fields": ("post", "person")}),
        ("Tid", {"fields": ("start", "end", "end_reason")}),
        SOURCE,
    ]

    def named(self, on):
        return with_post(Appointment.objects.select_related("person", "post__body"), on, "post")

    @display(description="Person")
    def person_column(self, record):
        return record.person.name

    @display(description="Post")
    def post_column(self, record):
        return post_name(record, record.post)

    def name_of(self, record):
        return f"{record.person.name}, {post_name(record, record.post)}"

    def public_address(self, record):
        return record.post.body.url

    def usable(self, name, found, standing):
        if name == "post":
            mine = POSTS_TO_FILL.filter(standing, Action.WRITE, Post.objects.all())
            return found.filter(pk__in=mine.values("pk"), held_by_role__isnull=True).order_by(
                "body_name", "role__order", "represents_region__order", "number"
            )
        if name == "person":
            regions = _only_regions(standing.rights(Action.WRITE, Thing.APPOINTMENT))
            return found.filter(region_of__in=regions) if regions is not None else found
        return found

    def must_hold(self, request, form):
        """Whoever appoints for a region alone appoints its own people."""
        if not {"person", "post"} & set(form.changed_names):
            return
        record, standing = form.instance, request.standing
        reaching = [
            (right, holding)
            for right, holding in standing.rights(Action.WRITE, Thing.APPOINTMENT)
            if self.policy.covers(right.scope, holding, record, standing)
        ]
        regions = _only_regions(reaching)
        if regions is not None and region_of(record.person_id, standing) not in regions:
            raise ValidationError(
                {
                    "person": "Personen hör inte till regionen. Till regionens poster utser du dem "
                    "som hör till regionen."
                }
            )


def _only_regions(rights) -> set[int] | None:
    """The regions that rights are for, when all of them are a region's; else None."""
    rights = list(rights)
    if all(right.scope is Scope.REGION for right, _ in rights):
        return {holding.region for _, holding in rights}
    return None


class PostAdmin(DatedAdmin):
    policy, address, group = OF[Post], "poster", RULES
    intro = "Platser och funktioner i organen, och hur de tillsätts."
    new_label = "Lägg till post"
    list_display = ("body_column", "role", "whom_column", "number", "period_column")
    list_filter = (TimeFilter, RegionOfPost, KindOfBody)
    search_fields = ("body__names__name", "role__name", "label")
    search_help_text = "Sök på organ eller roll"
    ordering = ("body__kind__order", "body__path", "role__order", "number")
    fieldsets = [
        ("Posten", {"fields": ("body", "role", "number", "label")}),
        ("Företräder", {"fields": ("represents_region", "represents_body", "represents_whole")}),
        (
            "Utses av",
            {
                "fields": (
                    *("appointed_by_region", "appointed_by_body", "appointed_by_relation"),
                    "requires_seat_in",
                )
            },
        ),
        (
            "Följer av en annan post",
            {
                "fields": ("held_by_role", "held_by_body", "held_by_relation", "held_in_turn_of"),
                "folded": True,
            },
        ),
        TIME,
        SOURCE,
    ]

    def named(self, on):
        return with_post(Post.objects.select_related("body"), on)

    @display(description="Företräder")
    def whom_column(self, record):
        if record.represents_whole:
            return "Hela sjukvårdsregionen"
        return record.represents_region or record.represented

    def name_of(self, record):
        return post_name(record, record)

    def public_address(self, record):
        return record.body.url

    def related(self, request, record):
        pages = self.admin_site.of(Appointment)
        mine = pages.policy.filter(request.standing, Action.READ, record.appointments.all())
        yield Related(
            "Uppdrag",
            [
                (pages.to("change", each.pk), each.person.name, each.period_text)
                for each in mine.select_related("person").order_by(F("start").desc(nulls_last=True))
            ],
            f"{pages.to('add')}?post={record.pk}" if not record.is_derived else "",
            pages.new_label,
        )


class RotationAdmin(DatedAdmin):
    policy, address, group = OF[RotationTerm], "turordning", RULES
    intro = "Vilken region som har en funktion, och hur länge."
    new_label = "Lägg till period"
    list_display = ("post_column", "region", "period_column")
    list_filter = (TimeFilter, RegionFilter)
    list_select_related = ("region",)
    search_fields = ("post__body__names__name", "post__role__name")
    search_help_text = "Sök på organ eller roll"
    ordering = ("post__body__path", "post__role__order", "-start")
    fieldsets = [("Vems tur", {"fields": ("post", "region")}), TIME, SOURCE]

    def named(self, on):
        return with_post(RotationTerm.objects.select_related("region", "post__body"), on, "post")

    @display(description="Post")
    def post_column(self, record):
        return post_name(record, record.post)

    def name_of(self, record):
        return f"{record.region}: {post_name(record, record.post)}"

    def public_address(self, record):
        return record.post.body.url

    def usable(self, name, found, standing):
        return found.filter(role__place=Role.Place.OFFICE) if name == "post" else found


class BodyAdmin(DatedAdmin):
    policy, address, group = OF[Body], "organ", BODIES
    intro = "Vad organen är, deras adresser och beskrivningar."
    new_label = "Lägg till organ"
    list_display = ("name_column", "kind", "path", "period_column")
    list_filter = (TimeFilter, KindFilter)
    list_select_related = ("kind",)
    search_fields = ("names__name", "path")
    search_help_text = "Sök på namn eller adress"
    fieldsets = [
        ("Organet", {"fields": ("kind", "path", "function", "summary", "description")}),
        ("Kontakt och ansvar", {"fields": ("email", "page_owner", "updated")}),
        ("Nationellt", {"fields": ("counterpart",)}),
        ("Tid", {"fields": ("start", "end", "origin", "ending")}),
        ("Källa", SOURCE[1] | {"fields": (*SOURCE[1]["fields"], "comment")}),
    ]

    def named(self, on):
        return Body.objects.select_related("kind").annotate(name=full_name_on("pk", on))

    @display(description="Namn")
    def name_column(self, record):
        return record.name

    def related(self, request, record):
        names = self.admin_site.of(BodyName)
        yield Related(
            "Namn",
            [
                (
                    names.to("change", each.pk),
                    each.name,
                    f"{each.get_kind_display()}, {each.period_text}",
                )
                for each in record.names.order_by("kind", F("start").desc(nulls_last=True))
            ],
            f"{names.to('add')}?body={record.pk}",
            names.new_label,
        )
        relations = self.admin_site.of(BodyRelation)
        yield Related(
            "Förhållanden till andra organ",
            [
                (relations.to("change", each.pk), relations.name_of(each), each.period_text)
                for each in relations.named(request.standing.on).filter(subject=record)
                | relations.named(request.standing.on).filter(object=record)
            ],
            f"{relations.to('add')}?subject={record.pk}",
            relations.new_label,
        )


class NameAdmin(DatedAdmin):
    policy, address, group = OF[BodyName], "namn", BODIES
    intro = "Vad organen heter och har hetat."
    new_label = "Lägg till namn"
    list_display = ("name", "kind", "path_column", "period_column")
    search_fields = ("name",)
    search_help_text = "Sök på namn"
    ordering = (swedish_order("name"), "pk")
    fieldsets = [("Namnet", {"fields": ("body", "kind", "name", "is_public")}), TIME, SOURCE]

    def named(self, on):
        return BodyName.objects.select_related("body")

    @display(description="Adress")
    def path_column(self, record):
        return record.body.path

    def public_address(self, record):
        return record.body.url


class RelationAdmin(DatedAdmin):
    policy, address, group = OF[BodyRelation], "forhallanden", BODIES
    intro = "Hur organen hör ihop: vem som hör till, får uppdrag av och följs upp av vem."
    new_label = "Lägg till förhållande"
    list_display = ("subject_column", "kind", "object_column", "period_column")
    search_fields = ("subject__names__name", "object__names__name")
    search_help_text = "Sök på organ"
    ordering = ("subject__path", "kind", "pk")
    fieldsets = [("Förhållandet", {"fields": ("subject", "kind", "object")}), TIME, SOURCE]

    def named(self, on):
        return BodyRelation.objects.select_related("subject").annotate(
            subject_name=full_name_on("subject_id", on),
            object_name=full_name_on("object_id", on),
        )

    @display(description="Organ")
    def subject_column(self, record):
        return record.subject_name

    @display(description="Till organ")
    def object_column(self, record):
        return record.object_name

    def name_of(self, record):
        return f"{record.subject_name} {record.get_kind_display()} {record.object_name}"

    def public_address(self, record):
        return record.subject.url


class DecisionAdmin(DatedAdmin):
    policy, address, group = OF[Decision], "beslut", BODIES
    intro = "Beslut som organen har fattat, med dag och paragraf."
    new_label = "Lägg till beslut"
    list_display = ("name_column", "body_column", "registry_number")
    list_filter = (KindOfBody,)
    search_fields = ("registry_number", "paragraph", "text", "body__names__name")
    search_help_text = "Sök på organ, paragraf eller diarienummer"
    fieldsets = [
        ("Beslutet", {"fields": ("body", "date", "paragraph", "registry_number", "text")}),
        SOURCE,
    ]

    def named(self, on):
        decisions = Decision.objects.select_related("body")
        return decisions.annotate(body_name=full_name_on("body_id", on))

    @display(description="Beslut")
    def name_column(self, record):
        return str(record)

    def public_address(self, record):
        return record.body.url


class KindAdmin(RecordAdmin):
    policy, address, group = OF[BodyKind], "slag-av-organ", RULES
    intro = "Vad ett slag av organ kallas, var dess lista ligger och vad sidorna visar."
    new_label = "Lägg till slag av organ"
    list_display = ("plural", "prefix", "level", "layout", "order")
    search_fields = ("name", "plural", "slug")
    search_help_text = "Sök på namn"
    fieldsets = [
        (
            "Namn",
            {
                "fields": (
                    *("name", "short_name", "abbreviation", "plural", "full_plural"),
                    *("counted", "name_prefix", "slug"),
                )
            },
        ),
        ("Listan", {"fields": ("prefix", "level", "layout", "order", "lead")}),
        ("Organisationssidan", {"fields": ("section", "heading", "description")}),
        ("Organens sidor", {"fields": ("panels", "composition", "belongs_to")}),
        SOURCE,
    ]

    def public_address(self, record):
        return f"/{record.prefix}/" if record.prefix else reverse("organisation")

    def must_hold(self, request, form):
        unknown = set(form.instance.panels) - set(self.admin_site.panels)
        if unknown:
            raise ValidationError(
                {
                    "panels": f"Delen {', '.join(sorted(unknown))} finns inte. Att välja på: "
                    f"{', '.join(sorted(self.admin_site.panels))}."
                }
            )


class RoleAdmin(RecordAdmin):
    policy, address, group = OF[Role], "roller", RULES
    intro = "Vad någon kan vara i ett organ, och vad det betyder för rättigheterna."
    new_label = "Lägg till roll"
    list_display = ("name", "place", "function", "order")
    search_fields = ("name", "slug")
    search_help_text = "Sök på namn"
    fieldsets = [
        ("Rollen", {"fields": ("name", "plural", "slug", "order")}),
        ("Betydelse", {"fields": ("place", "function")}),
    ]


PAGES = {
    Appointment: AppointmentAdmin,
    Body: BodyAdmin,
    BodyName: NameAdmin,
    BodyRelation: RelationAdmin,
    Decision: DecisionAdmin,
    BodyKind: KindAdmin,
    Role: RoleAdmin,
    Post: PostAdmin,
    RotationTerm: RotationAdmin,
}

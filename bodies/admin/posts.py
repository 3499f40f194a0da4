"""The administration of posts, who holds them and whose turn they are."""

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.html import format_html

from organisation.admin.base import RecordAdmin, Related
from organisation.admin.filters import RegionFilter, TimeFilter
from organisation.admin.form import RecordForm
from organisation.admin.sources import SOURCE
from organisation.dates import period_words
from organisation.policies import region_of
from organisation.rights import Action, Thing
from organisation.sorting import swedish_order

from ..actions.appointments import appoint
from ..models import (
    Appointment,
    Post,
    Role,
    RotationTerm,
)
from ..policies import POSTS_TO_FILL, only_regions
from ..rules import appointing_findings
from .common import OF, POSTS, RULES, TIME, DatedAdmin, KindFilter, KindOfBody, post_name, with_post


class KindOfPost(KindFilter):
    column = "post__body__kind"


class RegionOfPost(RegionFilter):
    column = "represents_region"


class RegionOfAppointment(RegionFilter):
    column = "post__represents_region"


CLOSED = (
    "Uppdraget lades in av misstag och gällde aldrig. Därför går det inte att ändra. Ska personen "
    "ha posten: lägg till ett nytt uppdrag."
)


class AppointmentForm(RecordForm):
    def clean_person(self):
        person, standing = self.cleaned_data["person"], self.standing
        own = person.pk in standing.people
        for each in appointing_findings(oneself=own, is_admin=standing.is_admin):
            raise ValidationError(each.message)
        return person


class AppointmentAdmin(DatedAdmin):
    form = AppointmentForm
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
        ("Beslutet", {"fields": ("decision",)}),
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

    def closed(self, record):
        return CLOSED if record.is_mistake else ""

    def usable(self, name, found, standing):
        if name == "post":
            mine = POSTS_TO_FILL.filter(standing, Action.WRITE, Post.objects.all())
            return found.filter(pk__in=mine.values("pk"), held_by_role__isnull=True).order_by(
                "body_name", "role__order", "represents_region__order", "number"
            )
        if name == "person":
            regions = only_regions(standing.rights(Action.WRITE, Thing.APPOINTMENT))
            return found.filter(region_of__in=regions) if regions is not None else found
        return found

    def clashes(self, request, form):
        for each in self.at_the_same_time(request, form):
            yield (
                "post",
                format_html(
                    "{} har redan posten {}. Avsluta det uppdraget först, eller välj en annan tid. "
                    '<a href="{}">Visa uppdraget</a>',
                    each.person.name,
                    period_words(each.start, each.end),
                    self.to("change", each.pk),
                ),
            )

    def of_person(self, request, person):
        mine = self.get_queryset(request).filter(person=person)
        yield Related(
            "Uppdrag",
            [
                (self.to("change", each.pk), post_name(each, each.post), each.period_text)
                for each in mine.order_by(F("start").desc(nulls_last=True), "pk")
            ],
            f"{self.to('add')}?person={person.pk}" if self.has_add_permission(request) else "",
            self.new_label,
        )

    def write(self, request, form):
        reason = form.cleaned_data.get("reason", "")
        appoint(form.instance, by=request.user, on=request.standing.on, reason=reason)

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
        regions = only_regions(reaching)
        if regions is not None and region_of(record.person_id, standing) not in regions:
            raise ValidationError(
                {
                    "person": "Personen hör inte till regionen. Till regionens poster utser du dem "
                    "som hör till regionen."
                }
            )


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
        ("Posten", {"fields": ("body", "role", "number", "label", "rotates")}),
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


WORKED_OUT = (
    "Perioden är framräknad ur en turordning. Därför ändras den inte här: ändra ordningen, eller "
    "lägg till ett undantag, under Turordningar i arbetsytan."
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

    def closed(self, record):
        return WORKED_OUT if record.scheme_id else ""

    def clashes(self, request, form):
        for each in self.at_the_same_time(request, form):
            yield (
                "post",
                format_html(
                    "{} har redan posten {}. Avsluta den perioden först, eller välj en annan tid. "
                    '<a href="{}">Visa perioden</a>',
                    each.region,
                    period_words(each.start, each.end),
                    self.to("change", each.pk),
                ),
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

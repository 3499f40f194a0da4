"""Who holds what: two read-only SQL views over posts and appointments.

`Place` is a post together with a post that fills it (itself, when it's filled by appointment; one
of the posts it follows, when it's derived). `Tenure` is a place with the person in it. A place
without a tenure is a vacancy. Pages, rights and findings read only these. Their SQL is in the
migration `tenure_views`.
"""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from organisation.dates import DatedQuerySet, period, period_text

from .body import Body, BodyRelation
from .posts import Appointment, Post, RotationTerm


class PlaceQuerySet(DatedQuerySet):
    """Places and tenures asked about one day, component by component: a filter on the
    intersection alone would not reach the tables' indexes."""

    components = ("body", "post", "source_body", "source", "relation", "term")

    def current(self, on: datetime.date):
        """The rows whose every part is in force on the day `on`."""
        return self.current_or(on, Q())

    def current_or(self, on: datetime.date, other: Q):
        """The rows whose every part is in force on the day `on`, or that meet another condition."""
        spans = {f"_{each}": period(f"{each}_start", f"{each}_end") for each in self.components}
        return self.alias(**spans).filter(Q(**{f"{each}__contains": on for each in spans}) | other)

    def possible(self):
        """The rows whose parts have at least one day in common."""
        return self.filter(Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lt=F("end")))


class VacantPlaces(PlaceQuerySet):
    """Places, with the question whether someone is in them."""

    def vacant(self, on: datetime.date):
        """The places in force on the day `on` that nobody holds that day."""
        holders = Appointment.objects.filter(post=OuterRef("source_post")).current(on)
        return self.current(on).filter(~Exists(holders))


class TenureQuerySet(PlaceQuerySet):
    """Tenures asked about one day."""

    components = (*PlaceQuerySet.components, "appointment")


class PlaceRow(models.Model):
    """The columns that both views share. `start` and `end` are the days all parts have in common:
    the post and its body, the post it follows and that one's body, the relation or the turn.

    `way` tells how the post is filled. A derived row names the post it follows (`source_post`), and
    by which relation or whose turn.
    """

    id = models.TextField(primary_key=True)
    way = models.TextField()
    post = models.ForeignKey(Post, models.DO_NOTHING, related_name="+")
    source_post = models.ForeignKey(Post, models.DO_NOTHING, related_name="+")
    body = models.ForeignKey(Body, models.DO_NOTHING, related_name="+")
    relation = models.ForeignKey(BodyRelation, models.DO_NOTHING, null=True, related_name="+")
    term = models.ForeignKey(RotationTerm, models.DO_NOTHING, null=True, related_name="+")
    body_start = models.DateField(null=True)
    body_end = models.DateField(null=True)
    post_start = models.DateField(null=True)
    post_end = models.DateField(null=True)
    source_body_start = models.DateField(null=True)
    source_body_end = models.DateField(null=True)
    source_start = models.DateField(null=True)
    source_end = models.DateField(null=True)
    relation_start = models.DateField(null=True)
    relation_end = models.DateField(null=True)
    term_start = models.DateField(null=True)
    term_end = models.DateField(null=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta:
        abstract = True

    @property
    def is_derived(self) -> bool:
        return self.way != "appointed"

    def is_current(self, on: datetime.date) -> bool:
        """Whether every part is in force on the day `on`."""
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)

    @property
    def period_text(self) -> str:
        return period_text(self.start, self.end)


class Place(PlaceRow):
    """A post and a post that fills it."""

    objects = VacantPlaces.as_manager()

    class Meta:
        managed = False
        db_table = "bodies_place"

    def __str__(self):
        return f"{self.post}, {self.period_text}"


class Tenure(PlaceRow):
    """A person in a post, by appointment or by derivation, with provenance."""

    appointment = models.ForeignKey(Appointment, models.DO_NOTHING, related_name="+")
    person = models.ForeignKey("organisation.Person", models.DO_NOTHING, related_name="tenures")
    appointment_start = models.DateField(null=True)
    appointment_end = models.DateField(null=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "bodies_tenure"

    def __str__(self):
        return f"{self.person}: {self.post}, {self.period_text}"

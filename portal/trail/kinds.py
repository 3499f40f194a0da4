"""Every kind of record that keeps a history, and whose its records are."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import Q

from documents.models import EditionEvent
from organisation.models import Affiliation, TextDraft
from portal.texts.kinds import KINDS as TEXTS

# The columns that lead to a body, a region, a person: from the rows of a history.
OF_BODY = {
    "bodies.body": ("id",),
    "bodies.bodyname": ("body",),
    "bodies.bodyrelation": ("subject", "object"),
    "bodies.post": ("body", "represents_body"),
    "bodies.appointment": ("post__body",),
    "bodies.compositionrule": ("body", "for_body"),
    "bodies.rotationterm": ("post__body",),
    "bodies.rotationscheme": ("body",),
    "bodies.rotationoffice": ("scheme__body",),
    "bodies.rotationpart": ("scheme__body",),
    "bodies.rotationplace": ("part__scheme__body",),
    "bodies.rotationexception": ("scheme__body",),
    "bodies.decision": ("body",),
    "bodies.handovertick": ("body",),
    "bodies.grant": ("body",),
    "programmes.hosting": ("national_body",),
    "programmes.qualitygoal": ("body",),
    "programmes.goaltarget": ("goal__body",),
    "programmes.measurement": ("goal__body",),
    "documents.document": ("owner",),
    "documents.documentbody": ("body", "document__owner"),
    "documents.edition": ("document__owner",),
    "documents.section": ("edition__document__owner",),
    "documents.activity": ("owner",),
    "documents.activityentry": ("edition__document__owner",),
    "documents.attachment": ("edition__document__owner",),
    "documents.sharedpart": ("section__edition__document__owner",),
    "documents.comment": ("edition__document__owner",),
    "documents.reportingduty": ("body",),
    "documents.dutyadjustment": ("body", "duty__body"),
    "documents.editionevent": ("edition__document__owner",),
}
OF_REGION = {
    "organisation.region": ("id",),
    "organisation.affiliation": ("region",),
    "organisation.inhabitants": ("region",),
    "organisation.regiongrouppermission": ("content_object",),
    "bodies.post": ("represents_region",),
    "bodies.appointment": ("post__represents_region",),
    "bodies.compositionrule": ("region",),
    "bodies.rotationterm": ("region",),
    "bodies.handovertick": ("leaving", "coming"),
    "bodies.rotationplace": ("region",),
    "bodies.rotationexception": ("region",),
    "bodies.grant": ("region",),
    "programmes.hosting": ("region",),
    "programmes.goaltarget": ("region",),
    "programmes.measurement": ("region",),
}
OF_PERSON = {
    "organisation.person": "id",
    "organisation.affiliation": "person",
    "organisation.user": "person",
    "organisation.invitation": "person",
    "bodies.appointment": "person",
    "bodies.grant": "person",
}
# What is told of accounts and versions, not of the tables that they are kept in.
LABELS = {
    "organisation.regiongrouppermission": "redaktörer för en region",
    "documents.editionevent": "steg för en version",
}


@dataclass(frozen=True)
class Kind:
    """A kind of record and the rows that tell what has been done with it."""

    model: type[models.Model]
    rows: type[models.Model]

    @property
    def name(self) -> str:
        """As the address of the list knows it."""
        return self.model._meta.label_lower

    @property
    def label(self) -> str:
        return LABELS.get(self.name, str(self.model._meta.verbose_name))

    @property
    def keeps_steps(self) -> bool:
        """Whether a row is a step that was taken, and not a record as it was."""
        return self.rows is self.model

    @property
    def of_body(self) -> tuple[str, ...]:
        return OF_BODY.get(self.name, ())

    @property
    def of_region(self) -> tuple[str, ...]:
        return OF_REGION.get(self.name, ())

    def about_body(self, body: int) -> Q | None:
        """The rows that are about a body; None when no row of the kind is about any."""
        if self.model is TextDraft:
            return _drafts_of(OF_BODY, body)
        return _any(self.of_body, body)

    def about_region(self, region: int) -> Q | None:
        """The rows that are about a region, or about someone who works in it."""
        if self.model is TextDraft:
            return _drafts_of(OF_REGION, region)
        if self.of_region:
            return _any(self.of_region, region)
        if person := OF_PERSON.get(self.name):
            people = Affiliation.objects.filter(region=region).values("person")
            return Q(**{f"{person}__in": people})
        return None

    def about_person(self, person: int) -> Q | None:
        """The rows that are about a person."""
        column = OF_PERSON.get(self.name)
        return Q(**{column: person}) if column else None


def _any(columns: tuple[str, ...], value: int) -> Q | None:
    found = Q()
    for each in columns:
        found |= Q(**{each: value})
    return found if columns else None


def _drafts_of(columns_of: dict[str, tuple[str, ...]], value: int) -> Q:
    """The drafts of texts whose record is about the body or the region."""
    found = Q(pk__in=())
    for label in {each.label_of_model for each in TEXTS} & columns_of.keys():
        records = apps.get_model(label)._default_manager.filter(_any(columns_of[label], value))
        found |= Q(label=label, of__in=records.order_by().values("pk"))
    return found


KINDS = (
    *(
        Kind(each, each.history.model)
        for each in sorted(apps.get_models(), key=lambda one: one._meta.label_lower)
        if hasattr(each, "history")
    ),
    Kind(EditionEvent, EditionEvent),
)
BY_NAME = {each.name: each for each in KINDS}


def kind_of(model: type[models.Model]) -> Kind:
    """The kind of a model's records. Raises KeyError for one that keeps no history."""
    return BY_NAME[model._meta.label_lower]

"""Documents and their editions. A document has no state: its editions do."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from bodies.models import Body, Decision
from organisation.records import Record, Sourced
from organisation.rules import Finding
from organisation.words import in_sentence

from ..rules import State, Step, step_findings

# The step below a body's address at which its commission stands.
COMMISSION_STEP = "uppdrag"
# The one at which its documents for a year stand.
DOCUMENTS_STEP = "dokument"


class Document(Record, Sourced):
    """Something that a body adopts, edition after edition: its commission, a plan, a report.

    One body owns it; it may concern others too (001 is one text for two bodies). Yearly kinds have
    a period, from `period_start` up to, but not including, `period_end`; an agreement may have one
    of several years. A body has many templates, so each has a name, and an address made of it.
    """

    class Kind(models.TextChoices):
        COMMISSION = "commission", "uppdragsbeskrivning"
        ACTION_PLAN = "action_plan", "handlingsplan"
        OPERATIONAL_PLAN = "operational_plan", "verksamhetsplan"
        ANNUAL_REPORT = "annual_report", "årsrapport"
        MINUTES = "minutes", "protokoll"
        NOTES = "notes", "minnesanteckningar"
        ANNUAL_AGREEMENT = "annual_agreement", "överenskommelse"
        COOPERATION_AGREEMENT = "cooperation_agreement", "samverkansavtal"
        RULES_OF_PROCEDURE = "rules_of_procedure", "reglemente"
        TEMPLATE = "template", "mall"
        SHARED_TEXT = "shared_text", "gemensam text"

    natural_fields = ("kind", "owner", "period_start", "shared_text", "address")

    kind = models.CharField("slag", max_length=24, choices=Kind)
    owner = models.ForeignKey(
        Body, models.PROTECT, related_name="documents", verbose_name="organ som äger dokumentet"
    )
    period_start = models.DateField("period från och med", null=True, blank=True)
    period_end = models.DateField("period till (dagen efter)", null=True, blank=True)
    concerns = models.ManyToManyField(
        Body, through="DocumentBody", related_name="documents_concerning"
    )
    shared_text = models.OneToOneField(
        "SharedText",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document",
        verbose_name="gemensam text",
    )
    name = models.CharField("namn", max_length=120, blank=True)
    address = models.SlugField("adress", max_length=80, blank=True)

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokument"
        ordering = ("kind", "owner__path", "period_start")
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "owner", "period_start", "shared_text", "address"),
                nulls_distinct=False,
                name="document_once_per_period",
                violation_error_message="Organet har redan ett sådant dokument för perioden.",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True)
                | Q(
                    period_start__isnull=False,
                    period_end__isnull=False,
                    period_start__lt=F("period_end"),
                ),
                name="document_period_start_before_end",
                violation_error_message="Perioden måste ha en start, och ett slut efter starten.",
            ),
            models.CheckConstraint(
                condition=Q(kind="shared_text", shared_text__isnull=False)
                | (~Q(kind="shared_text") & Q(shared_text__isnull=True)),
                name="document_of_shared_text",
                violation_error_message="En gemensam text, och bara en sådan, har ett namn.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["action_plan", "operational_plan", "annual_report", "notes"])
                | Q(
                    period_start__isnull=False,
                    period_start__month=1,
                    period_start__day=1,
                    period_end__month=1,
                    period_end__day=1,
                    period_end__year=F("period_start__year") + 1,
                ),
                name="document_of_a_whole_year",
                violation_error_message="Det som skrivs för ett år gäller ett helt kalenderår.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="annual_agreement")
                | Q(
                    period_start__isnull=False,
                    period_start__month=1,
                    period_start__day=1,
                    period_end__month=1,
                    period_end__day=1,
                ),
                name="document_agreement_of_years",
                violation_error_message="En överenskommelse gäller hela kalenderår.",
            ),
            models.CheckConstraint(
                condition=(Q(kind="template") & ~Q(name="") & ~Q(address=""))
                | (~Q(kind="template") & Q(name="", address="")),
                name="document_template_named",
                violation_error_message="En mall, och bara en mall, har ett eget namn.",
            ),
        ]

    def __str__(self):
        return str(self.shared_text or f"{in_sentence(self.called)}, {self.owner}")

    @property
    def called(self) -> str:
        """What the text is: "Handlingsplan 2026", "Överenskommelse 2026–2027",
        "Uppdragsbeskrivning", "Mall: Minnesanteckningar"."""
        kind = self.get_kind_display().capitalize()
        if self.name:
            return f"{kind}: {self.name}"
        return f"{kind} {self.years}" if self.is_listed and self.period_start else kind

    @property
    def is_governing(self) -> bool:
        """Whether it steers the work of several: an agreement, rules of procedure, a template."""
        return self.kind in GOVERNING

    @property
    def is_listed(self) -> bool:
        """Whether it stands among its body's documents, and not at an address that each body has
        for it."""
        return self.is_for_a_year or self.is_governing

    @property
    def years(self) -> str:
        """The years of its period: "2026", "2026–2027"."""
        if self.period_start is None or self.period_end is None:
            return ""
        first, last = self.period_start.year, self.period_end.year - 1
        return str(first) if first == last else f"{first}\N{EN DASH}{last}"

    @property
    def is_for_a_year(self) -> bool:
        """Whether it's written for a year: a plan, a report, the notes of the year."""
        return self.kind in YEARLY

    @property
    def has_activities(self) -> bool:
        """Whether it tells of activities: a plan or a report."""
        return self.kind in WITH_ACTIVITIES

    @property
    def governing_slug(self) -> str:
        """What the address of a governing document calls its kind."""
        return GOVERNING[self.kind]

    @property
    def last_year(self) -> int | None:
        """The last year of its period."""
        return self.period_end.year - 1 if self.period_end else None

    @property
    def slug(self) -> str:
        """What the address of a plan or a report calls it, before the year."""
        return YEARLY[self.kind]

    @property
    def step(self) -> str:
        """What the address of a listed document calls it, below the body's documents."""
        if self.is_for_a_year:
            return f"{self.slug}-{self.year}"
        return "-".join(filter(None, (GOVERNING[self.kind], self.address, str(self.year or ""))))

    @property
    def year(self) -> int | None:
        """The year that a document with a period is about."""
        return self.period_start.year if self.period_start else None

    @property
    def url(self) -> str:
        """The address of the edition in force."""
        if self.shared_text_id:
            return self.shared_text.url
        if self.is_listed:
            return f"{self.owner.url}{DOCUMENTS_STEP}/{self.step}/"
        return f"{self.owner.url}{COMMISSION_STEP}/"


# What a body writes for each year, by what its address calls it.
YEARLY = {
    Document.Kind.ACTION_PLAN.value: "handlingsplan",
    Document.Kind.OPERATIONAL_PLAN.value: "verksamhetsplan",
    Document.Kind.ANNUAL_REPORT.value: "arsrapport",
    Document.Kind.NOTES.value: "minnesanteckningar",
}
# What steers the work, by what its address calls it; an agreement's has its first year too, and a
# template's its own name.
GOVERNING = {
    Document.Kind.ANNUAL_AGREEMENT.value: "overenskommelse",
    Document.Kind.COOPERATION_AGREEMENT.value: "samverkansavtal",
    Document.Kind.RULES_OF_PROCEDURE.value: "reglemente",
    Document.Kind.TEMPLATE.value: "mall",
}
WITH_ACTIVITIES = tuple(kind for kind in YEARLY if kind != Document.Kind.NOTES)
PLANS = (Document.Kind.ACTION_PLAN.value, Document.Kind.OPERATIONAL_PLAN.value)


def told_of(told: dict) -> Document:
    """A document that isn't read from the database, of what a question has told of it: `kind`,
    `name`, `address`, `year` and `last_year`. It knows what it's called and its step."""
    document = Document(kind=told["kind"], name=told["name"], address=told["address"])
    if told["year"]:
        document.period_start = datetime.date(told["year"], 1, 1)
        document.period_end = datetime.date(told["last_year"] + 1, 1, 1)
    return document


class DocumentBody(Record):
    """A body that a document concerns, besides its owner."""

    natural_fields = ("document", "body")

    document = models.ForeignKey(Document, models.PROTECT, related_name="links")
    body = models.ForeignKey(Body, models.PROTECT, related_name="document_links")

    class Meta:
        verbose_name = "organ som ett dokument gäller"
        verbose_name_plural = "organ som dokument gäller"
        constraints = [
            models.UniqueConstraint(fields=("document", "body"), name="document_body_once")
        ]

    def __str__(self):
        return f"{self.document}: {self.body}"


def written_elsewhere(bodies: Iterable[int]) -> set[int]:
    """Those of the bodies whose commission stands in a document that another one owns, and who have
    none of their own (1 query)."""
    of_kind = Document.objects.filter(kind=Document.Kind.COMMISSION)
    return set(
        DocumentBody.objects.filter(body__in=list(bodies), document__in=of_kind)
        .exclude(body__in=of_kind.values("owner"))
        .values_list("body", flat=True)
    )


class EditionQuerySet(models.QuerySet):
    """Editions, asked about one day."""

    def published(self):
        """The editions that the public may read."""
        return self.filter(state=State.PUBLISHED)

    def open(self):
        """The editions that are being worked on."""
        return self.filter(state__in=State.open())

    def flagged(self):
        """Published without anyone else's review, and not approved since."""
        from .event import EditionEvent

        of_this = EditionEvent.objects.filter(edition=OuterRef("pk"))
        return self.published().filter(
            Exists(of_this.filter(kind=EditionEvent.Kind.PUBLISHED, forced=True)),
            ~Exists(of_this.filter(kind=EditionEvent.Kind.APPROVED)),
        )

    def exclude_void(self):
        """Without those that were withdrawn before they began."""
        return self.filter(~Exists(_withdrawals(before=F("valid_from"))))

    def standing(self, on: datetime.date):
        """Published, begun by the day `on`, and not taken back before they began."""
        return (
            self.published()
            .exclude_void()
            .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
        )

    def in_force(self, on: datetime.date):
        """The edition of each document that holds on the day `on`: the last one begun, unless it
        was withdrawn by then; after a withdrawal nothing holds until the next begins."""
        later = Edition.objects.standing(on).filter(
            document=OuterRef("document"), number__gt=OuterRef("number")
        )
        return self.standing(on).filter(~Exists(later), ~Exists(_withdrawals(by=on)))

    def usable(self):
        """Published and not withdrawn, from whatever day: what others may build on."""
        return self.published().filter(~Exists(_withdrawals()))

    def newest_of(self, shared_text):
        """The last version of a shared text, if it may be built on; it may be one to come."""
        of_text = self.filter(document__shared_text=shared_text)
        last = of_text.published().exclude_void().order_by("-number").first()
        return of_text.usable().filter(pk=last.pk).first() if last else None

    def coming(self, on: datetime.date):
        """Published, but not begun on the day `on`, and not taken back."""
        return self.published().exclude_void().filter(valid_from__gt=on)


def _withdrawals(*, by: datetime.date | None = None, before: F | None = None):
    """The withdrawals of an edition; those that hold by a day, or from its first day already."""
    from .event import EditionEvent

    found = EditionEvent.objects.filter(edition=OuterRef("pk"), kind=EditionEvent.Kind.WITHDRAWN)
    if before is not None:
        return found.filter(effective_on__lte=OuterRef(before.name))
    return found if by is None else found.filter(effective_on__lte=by)


class Edition(Record, Sourced):
    """One version of a document: 1, 2, 3.

    `revision` counts the saves of everything but the sections' texts; a form that was opened at
    another one is refused. Published, the row never changes again (the database sees to it). What
    the sources give without decision and first day has none: "uppgift saknas".
    """

    natural_fields = ("document", "number")

    document = models.ForeignKey(Document, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("version")
    state = models.CharField(
        "läge", max_length=12, choices=State.choices(), default=State.DRAFT.value, editable=False
    )
    revision = models.PositiveIntegerField("sparad gång", default=1, editable=False)
    title = models.CharField("titel", max_length=200)
    lead = models.TextField("underrubrik", blank=True)
    language = models.CharField(
        "språk", max_length=2, choices=[("sv", "svenska"), ("en", "engelska")], default="sv"
    )
    change_note = models.TextField("vad som ändrats", blank=True)
    is_minor = models.BooleanField(
        "mindre ändring", default=False, help_text="Rättelser som inte ändrar innebörden."
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name="beslut",
    )
    valid_from = models.DateField("gäller från och med", null=True, blank=True)
    is_shown = models.BooleanField(
        "visas för ledamöterna",
        default=False,
        editable=False,
        help_text="De som sitter i organet kan läsa utkastet.",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="editions_written",
        verbose_name="skriven av",
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="editions_submitted",
        verbose_name="skickad till beslut av",
    )
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="editions_published",
        verbose_name="publicerad av",
    )
    created = models.DateTimeField("påbörjad", auto_now_add=True)
    published_at = models.DateTimeField("publicerad", null=True, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versioner"
        ordering = ("document", "number")
        constraints = [
            models.UniqueConstraint(
                fields=("document", "number"),
                condition=~Q(state=State.DISCARDED.value),
                name="edition_number_once",
                violation_error_message="Dokumentet har redan en version med det numret.",
            ),
            models.UniqueConstraint(
                fields=("document",),
                condition=Q(state__in=State.open()),
                name="edition_one_open_per_document",
                violation_error_message="Det finns redan ett utkast. Gå till det i stället.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in State]), name="edition_state_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.title}, version {self.number}"

    @property
    def state_now(self) -> State:
        return State(self.state)

    def stops(self, step: Step) -> list[Finding]:
        """Why its state doesn't allow a step; empty where it does."""
        return step_findings(step, self.state_now, for_a_year=self.document.is_for_a_year)

    @property
    def url(self) -> str:
        """The permanent address of this version."""
        return f"{self.document.url}{self.number}/"

    @property
    def desk_url(self) -> str:
        """Where the version is worked on."""
        return f"/arbetsyta/versioner/{self.pk}/"

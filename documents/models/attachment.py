"""Files that go with an edition. What a file holds is stored once and never changes; that it goes
with an edition is a row of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organisation.records import Record

from ..attachments.accessibility import SHORT, Mark, wanting
from ..attachments.kinds import KINDS, Kind
from .document import Edition


class StoredFile(models.Model):
    """What a file holds, known by its checksum, under which the bytes lie on the shelf.

    `text` is what it says, as far as a program can read it, and `facts` what the check found.
    """

    class Scan(models.TextChoices):
        NONE = "none", "inte genomsökt"
        CLEAN = "clean", "genomsökt"
        WAITING = "waiting", "väntar på viruskontroll"
        BAD = "bad", "skadlig"

    sha256 = models.CharField("kontrollsumma", max_length=64, unique=True)
    kind = models.CharField("slag", max_length=8, choices=[(one, one) for one in KINDS])
    size = models.PositiveIntegerField("storlek")
    text = models.TextField("text", blank=True)
    facts = models.JSONField("fakta", default=dict)
    mark = models.CharField(
        "tillgänglighet", max_length=12, choices=[(one.value, one.label) for one in Mark]
    )
    scan = models.CharField("viruskontroll", max_length=8, choices=Scan, default=Scan.NONE)
    stored_at = models.DateTimeField("sparad")

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"

    def __str__(self):
        return self.sha256[:12]

    @property
    def is_held(self) -> bool:
        """Whether it's to be kept from all readers until it has been scanned, or for good."""
        return self.scan in (self.Scan.WAITING, self.Scan.BAD)

    @property
    def sort(self) -> Kind:
        """The kind with its words."""
        return KINDS[self.kind]

    @property
    def findings(self) -> list:
        """What is found wanting in it for readers with aids."""
        return wanting(self.kind, self.facts) or []

    @property
    def told(self) -> str:
        """The mark as the public reads it, with what is wanting in few words."""
        if self.mark != Mark.WANTING:
            return Mark(self.mark).label.capitalize()
        *rest, last = [SHORT[each.code] for each in self.findings]
        lacking = f"{', '.join(rest)} och {last}" if rest else last
        return f"Brister i tillgänglighet: {lacking}"

    @property
    def pages(self) -> int | None:
        return self.facts.get("pages")


class AttachmentQuerySet(models.QuerySet):
    """Files of editions."""

    def present(self):
        """Those that go along, in order: not what was taken out of a draft."""
        return self.filter(removed=False).order_by("position", "pk").select_related("file")


class Attachment(Record):
    """A file that goes with an edition, under a title and an address below the edition's.

    `elsewhere` says where what it holds can be had in a form that everyone can read. One that was
    taken out of a draft stays, marked `removed`, until the edition is published.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    position = models.PositiveIntegerField("plats", default=0)
    title = models.CharField("titel", max_length=200)
    name = models.CharField("filens namn", max_length=150)
    slug = models.CharField("adress", max_length=120)
    elsewhere = models.TextField("samma innehåll i tillgänglig form", max_length=500, blank=True)
    removed = models.BooleanField("borttagen", default=False, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="tillagd av",
    )
    added_at = models.DateTimeField("tillagd", editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        ordering = ("edition", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "slug"),
                condition=Q(removed=False),
                name="attachment_address_once",
                violation_error_message="Versionen har redan en fil med den adressen.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def url(self) -> str:
        """The permanent address of the file."""
        return f"{self.edition.url}filer/{self.slug}"

"""Texts that several commissions share (004: one text for all collaboration groups).

A shared text is a document with editions of its own. A commission copies sections of one of them,
so that what is published depends on nothing; a `SharedPart` says which section came from where.
"""

from django.db import models

from bodies.models import BodyKind
from organisation.records import Record

from .section import Section

SHARED_TEXTS = "gemensamma-texter"


class SharedText(Record):
    """What is shared: its name, and the kind of bodies whose commissions take part of it.

    `commission_title` is the title of a commission that begins with it; `{name}` in it is the
    body's name. Its text stands in the editions of its `document`.
    """

    natural_fields = ("slug",)

    slug = models.SlugField("adress", max_length=60, unique=True)
    name = models.CharField("namn", max_length=120, unique=True)
    body_kind = models.ForeignKey(
        BodyKind, models.PROTECT, related_name="shared_texts", verbose_name="gemensam för"
    )
    commission_title = models.CharField(
        "titel på nya uppdrag", max_length=160, default="Uppdragsbeskrivning för {name}"
    )

    class Meta:
        verbose_name = "gemensam text"
        verbose_name_plural = "gemensamma texter"
        ordering = ("body_kind__order", "name")

    def __str__(self):
        return self.name

    @property
    def url(self) -> str:
        """The address of the edition in force."""
        return f"/{SHARED_TEXTS}/{self.slug}/"

    @property
    def desk_url(self) -> str:
        """Where staff see who is on which version."""
        return f"/arbetsyta/{SHARED_TEXTS}/{self.slug}/"


class SharedPart(Record):
    """That a section of a commission is a section of a shared text's published edition, word for
    word; or, with `own_reason`, that it's a text of the commission's own in the place of one.

    The database keeps the words the same. On a published edition a row can be added where the words
    are the same already, which changes nothing of what was published; it's never changed.
    """

    natural_fields = ("section",)

    section = models.OneToOneField(Section, models.CASCADE, related_name="part")
    shared = models.ForeignKey(
        Section, models.PROTECT, related_name="uses", verbose_name="avsnitt i den gemensamma texten"
    )
    own_reason = models.CharField("varför texten är egen", max_length=300, blank=True)

    class Meta:
        verbose_name = "del ur en gemensam text"
        verbose_name_plural = "delar ur gemensamma texter"

    def __str__(self):
        return f"{self.section}: {self.shared}"

    @property
    def is_own(self) -> bool:
        """Whether the commission has words of its own here."""
        return bool(self.own_reason)


def part_of(section: Section) -> SharedPart | None:
    """What a section is taken from, if anything (a query, unless it was asked for with it)."""
    return getattr(section, "part", None)

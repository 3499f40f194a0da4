"""Those who have signed in with their region, and ask to be let in."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from .regions import Region


def outside_key(issuer: str, subject: str) -> str:
    """What tells one person of all identity providers from all others: who vouches, and for whom.

    Both are of any length and told apart by case, so a digest of the two is what is stored."""
    return hashlib.sha256(f"{len(issuer)}:{issuer}:{subject}".encode()).hexdigest()


class AccessRequest(models.Model):
    """Someone whom a region's identity provider knows, and who asks for access here. `provider` is
    the provider's short name in the settings; `told_…` is what the provider says, where it says it,
    and the rest what the person wrote."""

    provider = models.CharField("inloggning", max_length=20)
    issuer = models.CharField("utfärdare", max_length=300)
    subject = models.CharField("kännetecken", max_length=255)
    name = models.CharField("namn", max_length=120)
    email = models.EmailField("e-post")
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="access_requests", verbose_name="region"
    )
    told_name = models.CharField("namn enligt inloggningen", max_length=120, blank=True)
    told_email = models.EmailField("e-post enligt inloggningen", blank=True)
    told_region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="region enligt inloggningen",
    )
    text = models.TextField("motivering")
    made_at = models.DateTimeField("inkom")
    handled_at = models.DateTimeField("hanterad", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="hanterad av",
    )

    class Meta:
        verbose_name = "begäran om behörighet"
        verbose_name_plural = "begäranden om behörighet"
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("provider", "issuer", "subject"),
                condition=Q(handled_at__isnull=True),
                name="access_request_one_open",
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.made_at:%Y-%m-%d}"

    @property
    def answered_at(self) -> str:
        """Where the answer goes: to the address that the provider tells, else the one written."""
        return self.told_email or self.email

    @property
    def compared(self) -> list[dict]:
        """What the provider says beside what the person wrote, and whether they differ."""
        rows = [
            ("Namn", self.told_name, self.name),
            ("E-post", self.told_email, self.email),
            ("Region", self.told_region.name if self.told_region else "", self.region.name),
        ]
        return [
            {"label": label, "told": told, "wrote": wrote, "differs": bool(told) and not same}
            for label, told, wrote in rows
            for same in [" ".join(told.split()).lower() == " ".join(wrote.split()).lower()]
        ]

    @property
    def differs(self) -> bool:
        return any(each["differs"] for each in self.compared)

"""Invitations to have an account."""

import datetime
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords


def token_hash(token: str) -> str:
    """What is stored of an invitation's token. The token itself is long and random, and stands in
    the mail only."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A person is asked to make an account of their own, by a mail to their address at work.

    It can be used once and for some days. Sent again, it gets another token and the old one is
    dead. What the account may do follows from the person's posts, never from the invitation.
    """

    person = models.ForeignKey(
        "Person", models.PROTECT, related_name="invitations", verbose_name="person"
    )
    email = models.EmailField("skickad till")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="inbjuden av",
    )
    invited_at = models.DateTimeField("inbjuden")
    expires_at = models.DateTimeField("gäller till")
    accepted_at = models.DateTimeField("använd", null=True, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name="kontot",
    )
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords(excluded_fields=["token_hash"])

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        ordering = ("-invited_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_waits_per_person",
                violation_error_message="Personen har redan en inbjudan som väntar.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_afterwards"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, account__isnull=True)
                | Q(accepted_at__isnull=False, account__isnull=False, revoked_at__isnull=True),
                name="invitation_accepted_by_an_account",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="invitation_revoked_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.email}"

    @property
    def waits(self) -> bool:
        """Whether nobody has used it or taken it back; its days may have passed."""
        return self.accepted_at is None and self.revoked_at is None

    def has_expired(self, at: datetime.datetime) -> bool:
        return self.expires_at <= at

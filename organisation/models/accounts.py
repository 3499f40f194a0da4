"""Accounts, and the rights that groups of them hold for a region."""

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from guardian.models import GroupObjectPermissionBase
from simple_history.models import HistoricalRecords

from .regions import Region


class User(AbstractUser):
    """An account. What it may do follows from its person's posts and from grants, never from
    this row (see architecture, Rights)."""

    person = models.OneToOneField(
        "Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name="person",
    )

    objects = UserManager()

    def __str__(self):
        return self.get_full_name() or self.get_username()

    def has_perm(self, perm: str, obj=None) -> bool:
        """Whether a backend says yes; being a superuser is no answer of its own."""
        return any(
            each.has_perm(self, perm, obj) for each in get_backends() if hasattr(each, "has_perm")
        )

    def has_module_perms(self, app_label: str) -> bool:
        return any(
            each.has_module_perms(self, app_label)
            for each in get_backends()
            if hasattr(each, "has_module_perms")
        )

    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = "konto"
        verbose_name_plural = "konton"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_once",
                violation_error_code="username",
                violation_error_message="Användarnamnet är upptaget. Välj ett annat. Stora och små "
                "bokstäver räknas som lika.",
            ),
            # Links to a new password are mailed to it.
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                condition=~Q(email=""),
                violation_error_code="email",
                violation_error_message="E-postadressen hör till ett annat konto. Ange en annan.",
            ),
        ]

    def validate_unique(self, exclude=None):
        """Without the user name, of which the constraint asks more."""
        super().validate_unique({*(exclude or ()), "username"})

    def validate_constraints(self, exclude=None):
        """What is taken is said beside its field."""
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            for each in error.error_dict.pop(NON_FIELD_ERRORS, []):
                error.error_dict.setdefault(each.code, []).append(each)
            raise

    def save(self, *args, **kwargs):
        """Leaves no history of a sign-in, which isn't a change of the account."""
        if set(kwargs.get("update_fields") or ()) == {"last_login"}:
            self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)


class RegionGroupPermission(GroupObjectPermissionBase):
    """A right that a group of users holds for one region (direct foreign key, no orphans)."""

    content_object = models.ForeignKey(Region, models.PROTECT, related_name="group_permissions")

    history = HistoricalRecords()

"""Who must have a second factor, and whether it's proved."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from django.conf import settings

# Where each of the two that may lack is mended, by the names that allauth knows them by.
TURN_ON, PROVE = "mfa_activate_totp", "mfa_reauthenticate"


def has_one(user) -> bool:
    """Whether the account has a second factor (1 query)."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def proofs(request) -> list[dict]:
    """When and how this very session proved the second factor: by a code at the sign-in, once more,
    or when it was turned on. That the account has one says nothing of who holds the session."""
    records = get_authentication_records(request, request.user)
    return [each for each in records if each["method"] == "mfa"]


def missing(request) -> str:
    """The page that the reader must pass before any other, or "" (1 query): whoever has a second
    factor proves it, must they have one or not; whoever must have one and hasn't turns it on."""
    if has_one(request.user):
        return "" if proofs(request) else PROVE
    must = not settings.SECOND_FACTOR_OPTIONAL and request.standing.needs_second_factor
    return TURN_ON if must else ""


def following_of(request) -> str:
    """Where the reader was going, as the address says: a page of this site, or ""."""
    return get_next_redirect_url(request) or ""

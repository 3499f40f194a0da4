"""Who must have a second factor, and has none."""

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from django.conf import settings


def has_one(user) -> bool:
    """Whether the account has a second factor (1 query)."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def missing(request) -> bool:
    """Whether the person must turn on a second factor before anything else. One query, asked only
    of those whose rights are such that they must have one."""
    if settings.SECOND_FACTOR_OPTIONAL or not request.standing.needs_second_factor:
        return False
    return not has_one(request.user)


def following_of(request) -> str:
    """Where the reader was going, as the address says: a page of this site, or ""."""
    return get_next_redirect_url(request) or ""

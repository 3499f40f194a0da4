"""How accounts are signed in to: what ties one to a region's identity provider, who asks for
access, and a second factor that is lost."""

import datetime
import logging

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from organisation.models import AccessRequest, Region, User
from organisation.models.access import outside_key

from .mail import queue_mail

logger = logging.getLogger("portal.sign_in")
UNTOLD = "uppges inte"


class AlreadyTied(Exception):
    """That sign-in leads to another account already; `user` is whose."""

    def __init__(self, user: User):
        super().__init__(
            f"Inloggningen hör redan till kontot {user.username}. Koppla loss den där."
        )
        self.user = user


@transaction.atomic
def tie(user: User, provider: str, issuer: str, subject: str, *, by: User) -> SocialAccount:
    """Lets the person whom `issuer` calls `subject` sign in to the account. Doing it again changes
    nothing. Raises AlreadyTied where it leads to another account."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    tied, is_new = SocialAccount.objects.get_or_create(
        provider=provider,
        uid=outside_key(issuer, subject),
        defaults={"user": user, "extra_data": {"issuer": issuer, "subject": subject}},
    )
    if tied.user_id != user.pk:
        raise AlreadyTied(tied.user)
    if is_new:
        _note(user, f"Inloggning via {provider} kopplades till kontot", by)
    return tied


@transaction.atomic
def untie(user: User, provider: str, issuer: str, subject: str, *, by: User) -> bool:
    """Takes that way to sign in away from the account; returns whether it was there."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    gone, _ = user.socialaccount_set.filter(
        provider=provider, uid=outside_key(issuer, subject)
    ).delete()
    if gone:
        _note(user, f"Inloggning via {provider} kopplades loss från kontot", by)
    return bool(gone)


@transaction.atomic
def remove_second_factor(user: User, *, by: User) -> bool:
    """Takes away the second factor of someone who has lost it; returns whether there was one."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    gone, _ = Authenticator.objects.filter(user=user).delete()
    if gone:
        _note(user, "Tvåstegsinloggningen togs bort", by)
    return bool(gone)


def _note(user: User, reason: str, by: User) -> None:
    """Leaves a line in the account's history of what changed about signing in to it."""
    user._change_reason, user._history_user = reason, by
    user.save()
    logger.warning("%s (konto %s, av konto %s)", reason, user.pk, by.pk)


@transaction.atomic
def ask_for_access(
    *,
    provider: str,
    issuer: str,
    subject: str,
    name: str,
    email: str,
    region: Region,
    text: str,
    recipient: str,
    now: datetime.datetime,
    told_name: str = "",
    told_email: str = "",
    told_region: Region | None = None,
) -> tuple[AccessRequest, bool]:
    """Stores the request, with what the provider tells beside what was written, and queues a mail
    about it to the recipient, if there is one. Who has one that waits gets that one back,
    unchanged. Returns the request and whether it's new."""
    request, is_new = AccessRequest.objects.get_or_create(
        provider=provider,
        issuer=issuer,
        subject=subject,
        handled_at=None,
        defaults={
            "name": name,
            "email": email,
            "region": region,
            "told_name": told_name,
            "told_email": told_email,
            "told_region": told_region,
            "text": text,
            "made_at": now,
        },
    )
    if is_new and recipient:
        queue_mail(
            key=f"access-request:{request.pk}",
            to=recipient,
            subject=f"{name} ber om behörighet",
            text="Någon har loggat in med sin region och ber om behörighet.\n\nPersonen skriver:\n"
            f"Namn: {name}\nE-post: {email}\nRegion: {region.name}\n\n{text}\n\n"
            f"Regionens inloggning uppger:\nNamn: {told_name or UNTOLD}\n"
            f"E-post: {told_email or UNTOLD}\nRegion: {told_region or UNTOLD}\n\n"
            "Begäran väntar i arbetsytan. Kontrollera vem det är innan du godkänner.\n",
            reply_to=request.answered_at,
        )
    return request, is_new


def handle_request(request: AccessRequest, *, by: User, at: datetime.datetime) -> None:
    """Notes that the request is dealt with, when and by whom."""
    request.handled_at, request.handled_by = at, by
    request.save(update_fields=["handled_at", "handled_by"])

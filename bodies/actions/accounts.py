"""Shutting off an account, opening it again, and what else only an administrator does with it."""

import logging

from django.db import transaction
from django.db.models import Q

from organisation.actions.refusals import Refused
from organisation.actions.sign_ins import end_sessions, remove_second_factor
from organisation.history import saved_by
from organisation.models import User
from organisation.rights import Action, Thing

from .asking import must

logger = logging.getLogger("portal.sign_in")
NO_REASON = "Skriv varför, så att det går att förstå efteråt."


@transaction.atomic
def shut_off(user: User, *, by: User, why: str) -> User:
    """Shuts off the account: whoever is signed in with it is out at their next click, for good, and
    nobody can sign in. One that is shut off stays so. Raises Refused for one's own, and the last
    administrator's."""
    now = _locked(user, by, why)
    if now.pk == by.pk:
        raise Refused("Du kan inte stänga av ditt eget konto. Be en annan administratör.")
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=now.pk)
    if now.is_superuser and not others.exists():
        raise Refused("Kontot är den sista administratörens. Gör först någon annan till det.")
    return _switched(now, False, by, why)


@transaction.atomic
def open_again(user: User, *, by: User, why: str) -> User:
    """Lets the account sign in again, to what its person's posts give today. Raises Refused."""
    return _switched(_locked(user, by, why), True, by, why)


@transaction.atomic
def sign_out_everywhere(user: User, *, by: User, why: str) -> User:
    """Ends every session of the account. Raises Refused."""
    now = _locked(user, by, why)
    end_sessions(now)
    saved_by(now, by, f"Utloggat överallt: {why.strip()}")
    logger.warning("Konto %s utloggat överallt av %s", now.pk, by.pk)
    return now


@transaction.atomic
def without_second_factor(user: User, *, by: User, why: str) -> User:
    """Takes away the second factor of someone who has lost it, and ends every session. Raises
    Refused, for one's own too: that is done on one's own pages."""
    now = _locked(user, by, why)
    if now.pk == by.pk:
        raise Refused("Din egen tvåstegsinloggning sköter du under ditt konto.")
    if not remove_second_factor(now, by=by):
        raise Refused("Kontot har ingen tvåstegsinloggning.")
    saved_by(now, by, f"Utan tvåstegsinloggning: {why.strip()}")
    return now


def _locked(user: User, by: User, why: str) -> User:
    """The account as stored now, locked together with the administrators': two of them can't shut
    off each other at once."""
    must(by, Action.WRITE, Thing.ACCOUNT)
    if not why.strip():
        raise Refused(NO_REASON, "why")
    concerned = User.objects.select_for_update().filter(Q(pk=user.pk) | Q(is_superuser=True))
    found = {each.pk: each for each in concerned.order_by("pk")}
    # Someone who was shut off while waiting for the lock may no longer.
    must(User.objects.get(pk=by.pk), Action.WRITE, Thing.ACCOUNT)
    return found[user.pk]


def _switched(user: User, is_active: bool, by: User, why: str) -> User:
    if user.is_active != is_active:
        user.is_active = is_active
        saved_by(user, by, why.strip())
        if not is_active:
            # Else they would come alive when the account is opened again.
            end_sessions(user)
        logger.warning("Konto %s %s av %s", user.pk, "öppnat" if is_active else "avstängt", by.pk)
    return user

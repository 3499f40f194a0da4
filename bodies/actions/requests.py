"""Answering those who have signed in with their region and ask to be let in."""

import datetime
import logging

from django.db import IntegrityError, transaction
from django.db.models import Q

from organisation.actions.mail import queue_mail
from organisation.actions.refusals import Refused
from organisation.actions.sign_ins import AlreadyTied, handle_request, tie
from organisation.addresses import absolute
from organisation.dates import today
from organisation.history import saved_by
from organisation.models import (
    AccessRequest,
    Invitation,
    Person,
    User,
    regions_of,
    work_domains,
)
from organisation.rights import Action, Thing
from organisation.rules import email_findings
from organisation.standing import Standing

from .asking import must
from .invitations import account_of, locked_root

logger = logging.getLogger("portal.sign_in")


@transaction.atomic
def let_in(
    request: AccessRequest, person: Person, username: str, *, by: User, at: datetime.datetime
) -> User:
    """Makes the account of the person, with `username`, whom the region's own sign-in leads to from
    now on; or lets it lead to the account there is, which only an administrator may: whoever got
    another's account so would have all that it has.

    Tells them by mail. Raises Refused.
    """
    standing = must(by, Action.WRITE, Thing.ACCESS)
    now = _locked(request)
    person = locked_root(person)
    _check_region(now, person, standing)
    user = account_of(person)
    if user:
        must(by, Action.WRITE, Thing.ACCOUNT)
        if not user.is_active:
            raise Refused(f"Kontot {user.username} är avstängt. Öppna det först.")
    else:
        user = _made(now, person, username, by)
    try:
        tie(user, now.provider, now.issuer, now.subject, by=by)
    except AlreadyTied as error:
        raise Refused(str(error)) from None
    handle_request(now, by=by, at=at)
    queue_mail(
        key=f"access-request:{now.pk}:let-in",
        to=user.email or now.answered_at,
        subject="Du har fått tillgång till arbetsytan",
        text=f"Hej {person.given_name}!\n\nDu kan nu logga in med din region. Vad du får göra "
        f"följer av dina uppdrag.\n\n{absolute('/logga-in/')}\n",
        reply_to=by.email,
    )
    return user


@transaction.atomic
def turn_down(request: AccessRequest, *, by: User, at: datetime.datetime, why: str) -> None:
    """Answers no, by a mail that says why. Raises Refused."""
    must(by, Action.WRITE, Thing.ACCESS)
    now = _locked(request)
    handle_request(now, by=by, at=at)
    logger.warning("Begäran om behörighet %s avslogs av konto %s", now.pk, by.pk)
    queue_mail(
        key=f"access-request:{now.pk}:turned-down",
        to=now.answered_at,
        subject="Din begäran om behörighet",
        text=f"Hej!\n\nDu får inte tillgång till arbetsytan nu.\n\n{why.strip()}\n\nSvara på "
        "brevet om du undrar något.\n",
        reply_to=by.email,
    )


def _locked(request: AccessRequest) -> AccessRequest:
    now = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if now.handled_at:
        raise Refused("Någon annan har redan besvarat begäran.")
    return now


def _check_region(request: AccessRequest, person: Person, standing: Standing) -> None:
    """Raises Refused for someone of another region than the one that vouches for who asks."""
    own, vouches = regions_of(person, today()), request.told_region
    if vouches and own and vouches not in own:
        raise Refused(
            f"{vouches} har loggat in den som frågar, men {person} hör till {own[0]}. Välj någon "
            "annan, eller avslå."
        )
    if own and not vouches and not standing.is_admin:
        raise Refused(
            "Det går inte att se vilken region inloggningen hör till. Be en administratör att "
            "pröva begäran."
        )


def _address(request: AccessRequest, person: Person) -> str:
    """The account's address: what the provider tells, else the person's stored one, else the one
    written, in the region's domain. Raises Refused."""
    if request.told_email or person.email:
        return request.told_email or person.email
    own = [request.told_region] if request.told_region else regions_of(person, today())
    if email_findings(request.email, work_domains(own or None)):
        raise Refused(
            f"{request.email} hör inte till regionen, och inloggningen uppger ingen adress. Be "
            f"regionens redaktör att spara en för {person}."
        )
    return request.email


def _made(request: AccessRequest, person: Person, username: str, by: User) -> User:
    """An account without a password: the region's own sign-in is the only way in."""
    address = _address(request, person)
    if User.objects.filter(email__iexact=address).exists():
        raise Refused(f"{address} hör till ett annat konto. Fråga vem det är.")
    same = Q(person=person) | Q(person__merged_into=person)
    if Invitation.objects.filter(same, accepted_at=None, revoked_at=None).exists():
        raise Refused(f"{person} har en inbjudan som väntar. Återkalla den först.")
    user = User(
        username=username,
        email=address,
        first_name=person.given_name,
        last_name=person.family_name,
        person=person,
    )
    user.set_unusable_password()
    try:
        with transaction.atomic():
            return saved_by(user, by, f"Begäran om behörighet via {request.provider}")
    except IntegrityError:
        # Someone else took the name, or made the person's account, since we looked.
        raise Refused(
            f"Någon annan gjorde ett konto samtidigt. Se efter om {person} redan har ett, och "
            "försök annars igen."
        ) from None

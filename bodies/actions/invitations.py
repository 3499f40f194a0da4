"""Inviting a person to have an account, and taking up the invitation."""

import datetime
import logging
import secrets
from enum import StrEnum

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from organisation.actions.mail import queue_mail
from organisation.actions.refusals import Refused
from organisation.addresses import absolute
from organisation.dates import long_date, today
from organisation.history import saved_by
from organisation.models import (
    HealthcareRegion,
    Invitation,
    Person,
    User,
    regions_of,
    token_hash,
    work_domains,
)
from organisation.rights import Action, Capacity, Thing
from organisation.rules import email_findings, personal_identity_numbers
from organisation.standing import Standing

from ..standings import standing_of_person
from .asking import called, must

logger = logging.getLogger("portal.sign_in")

VALID_FOR = datetime.timedelta(days=7)
# The same form sent twice within this time is one invitation.
AT_ONCE = datetime.timedelta(minutes=1)
# What lets someone decide over others' work. Whoever chose the address of such a person's account
# could have all of it.
DECIDES = (Capacity.OFFICE, Capacity.CHAIR, Capacity.COUNCIL, Capacity.EDITOR)


class Fault(StrEnum):
    """Why an invitation can't be used."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    HAS_ACCOUNT = "has_account"


class NotValid(Exception):
    """The invitation can't be used; `fault` says why. Nothing is changed."""

    def __init__(self, fault: Fault):
        super().__init__(fault.value)
        self.fault = fault


class Redirected(Refused):
    """The invitation would go to another address than before, which nobody has confirmed."""

    def __init__(self, before: str, now: str):
        super().__init__(
            f"Adressen är ändrad: inbjudan gick till {before} och skulle gå till {now}."
        )
        self.before, self.now = before, now


def account_of(person: Person) -> User | None:
    """The account of a person, also when it belongs to a record merged with theirs (1 query)."""
    root = person.merged_into_id or person.pk
    same = Q(person=root) | Q(person__merged_into=root)
    return User.objects.filter(same).order_by("-is_active", "pk").first()


def locked_root(person: Person) -> Person:
    """The record that stands for the person as stored now, locked: all that make an account for
    the same person wait for each other."""
    root, seen = Person.objects.select_for_update().get(pk=person.pk), set()
    while root.merged_into_id and root.pk not in seen:
        seen.add(root.pk)
        root = Person.objects.select_for_update().get(pk=root.merged_into_id)
    return root


@transaction.atomic
def invite(person: Person, *, by: User, at: datetime.datetime, email: str = "") -> Invitation:
    """Invites the person, by a mail to their address at work. `email` counts only for someone who
    has none stored, and lies in their own region. Sent twice at once there is one.

    An administrator alone chooses the address of someone who decides over others' work.

    That address becomes the account's. It isn't stored as the person's: what is public of a person
    is for their region to say.

    Raises Refused.
    """
    standing = must(by, Action.WRITE, Thing.ACCESS)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _check_person(person, by)
    address = _address(person, email)
    _check_choice(person, address, standing)
    waiting = person.invitations.filter(accepted_at=None, revoked_at=None).first()
    if waiting:
        same = waiting.invited_by_id == by.pk and waiting.email == address
        if same and at - waiting.invited_at < AT_ONCE:
            return waiting
        raise Refused(
            f"{person} har redan en inbjudan som väntar. Skicka den igen eller återkalla den i "
            "listan över inbjudningar."
        )
    _check_free(address, person)
    invitation = Invitation(person=person)
    return _send(invitation, address, by=by, at=at, why="Inbjuden")


@transaction.atomic
def send_again(
    invitation: Invitation, *, by: User, at: datetime.datetime, confirmed: str = ""
) -> Invitation:
    """Sends the invitation anew, to the address that the person has now. The link of the
    mail before is dead. An address that isn't the one before must have been `confirmed`: else
    raises Redirected. Raises Refused."""
    standing = must(by, Action.WRITE, Thing.ACCESS)
    now = _locked(invitation)
    address = _address(now.person, now.email)
    _check_person(now.person, by)
    _check_choice(now.person, address, standing)
    _check_free(address, now.person)
    if address.lower() not in (now.email.lower(), confirmed.lower()):
        raise Redirected(now.email, address)
    return _send(now, address, by=by, at=at, why="Skickad igen")


@transaction.atomic
def revoke(invitation: Invitation, *, by: User, at: datetime.datetime) -> Invitation:
    """Takes back an invitation that waits. Raises Refused."""
    must(by, Action.WRITE, Thing.ACCESS)
    now = _locked(invitation)
    now.revoked_at, now.revoked_by = at, by
    return saved_by(now, by, "Återkallad")


def find(token: str, at: datetime.datetime) -> Invitation:
    """The invitation of a token, when it can be used. Raises NotValid (3 queries)."""
    invitation = (
        Invitation.objects.select_related("person__merged_into", "invited_by")
        .filter(token_hash=token_hash(token))
        .first()
    )
    _usable(invitation, at)
    return invitation


@transaction.atomic
def accept(token: str, *, username: str, password: str, at: datetime.datetime) -> User:
    """Makes the account of whoever holds the token, once: linked to the person, and nothing more.

    Raises NotValid, or Refused with what is wrong at which field.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person", "invited_by")
        .filter(token_hash=token_hash(token))
        .first()
    )
    if invitation:
        person = locked_root(invitation.person)
        invitation.person.refresh_from_db(fields=["merged_into"])
    _usable(invitation, at)
    user = User(
        username=username.strip().lower(),
        email=invitation.email,
        first_name=person.given_name,
        last_name=person.family_name,
        person=person,
    )
    _check_new(user, password)
    user.set_password(password)
    try:
        with transaction.atomic():
            user._history_user = user
            user._change_reason = f"Inbjuden av {invitation.invited_by}"
            user.save()
    except IntegrityError:
        # Someone else took the name, or made the person's account, since we looked.
        if account_of(person):
            raise NotValid(Fault.HAS_ACCOUNT) from None
        raise Refused(TAKEN, "username") from None
    invitation.accepted_at, invitation.account = at, user
    saved_by(invitation, user, "Använd")
    logger.info("Inbjudan %s använd: konto %s", invitation.pk, user.pk)
    return user


TAKEN = "Användarnamnet är upptaget. Välj ett annat."


def _check_new(user: User, password: str) -> None:
    """Raises Refused with all that is wrong with the name and the password of a new account."""
    refusals = []
    if personal_identity_numbers(user.username):
        refusals.append(Refused("Välj ett användarnamn som inte är ett personnummer.", "username"))
    if User.objects.filter(username__iexact=user.username).exists():
        refusals.append(Refused(TAKEN, "username"))
    try:
        validate_password(password, user)
    except ValidationError as error:
        refusals += [Refused(message, "password") for message in error.messages]
    if refusals:
        raise Refused([finding for each in refusals for finding in each.findings])


def _usable(invitation: Invitation | None, at: datetime.datetime) -> None:
    """Raises NotValid, and logs it, unless the invitation can be used."""
    fault = None
    if invitation is None:
        fault = Fault.UNKNOWN
    elif invitation.accepted_at:
        fault = Fault.ACCEPTED
    elif invitation.revoked_at:
        fault = Fault.REVOKED
    elif account_of(invitation.person):
        fault = Fault.HAS_ACCOUNT
    elif invitation.has_expired(at):
        fault = Fault.EXPIRED
    if fault:
        logger.warning("Inbjudan avvisad: %s, %s", invitation and invitation.pk, fault.value)
        raise NotValid(fault)


def _locked(invitation: Invitation) -> Invitation:
    """The invitation as stored now, locked. Raises Refused unless it waits."""
    now = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=invitation.pk)
    )
    if now.accepted_at:
        raise Refused(f"Inbjudan är redan använd: {now.person} har ett konto.")
    if now.revoked_at:
        raise Refused("Inbjudan är redan återkallad. Bjud in personen på nytt.")
    return now


def _address(person: Person, email: str) -> str:
    """Where the mail goes. Raises Refused when that is nowhere, or outside the regions' domains;
    for a typed one, the person's own region's."""
    address = person.email or email.strip()
    if not address:
        raise Refused("Skriv en e-postadress i arbetet: personen har ingen sparad.", "email")
    if personal_identity_numbers(address):
        raise Refused("Adressen innehåller ett personnummer. Ange en annan.", "email")
    own = [] if person.email else regions_of(person, today())
    if own and email_findings(address, work_domains(own)):
        raise Refused(
            f"{address} hör inte till {own[0]}, där personen arbetar. Skriv en adress på regionens "
            "egen domän.",
            "email",
        )
    if findings := email_findings(address, work_domains()):
        message = findings[0].message.replace(", eller lämna fältet tomt", "")
        raise Refused(message, "email")
    return address


def _check_choice(person: Person, address: str, standing: Standing) -> None:
    """Raises Refused unless the address is the person's own beyond doubt, or may be chosen by
    whoever has the standing."""
    on = today()
    if person.email:
        own = regions_of(person, on)
        if not own or not email_findings(address, work_domains(own)):
            return
    if not standing.is_admin and standing_of_person(person, on).acts_as(*DECIDES):
        raise Refused(
            f"{person} har uppdrag som ger rätt att besluta, och ingen sparad adress på regionens "
            "domän. Be regionens redaktör att spara en, eller en administratör att bjuda in.",
            "" if person.email else "email",
        )


def _check_person(person: Person, by: User) -> None:
    """Raises Refused for someone who can't be invited."""
    if by.person and (person.merged_into_id or person.pk) == (
        by.person.merged_into_id or by.person_id
    ):
        raise Refused("Du kan inte bjuda in dig själv: du har redan ett konto.")
    if person.merged_into_id:
        raise Refused(f"{person} är samma person som {person.merged_into}. Bjud in den i stället.")
    if account := account_of(person):
        state = "" if account.is_active else " Det är avstängt. Öppna det igen i stället."
        raise Refused(f"{person} har redan ett konto: {account.username}.{state}")


def _check_free(address: str, person: Person) -> None:
    """Raises Refused when the address is another account's, or another's who is invited."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    others = waiting.filter(email__iexact=address).exclude(person=person)
    if User.objects.filter(email__iexact=address).exists() or others.exists():
        raise Refused(
            f"{address} hör till ett annat konto eller en annan inbjudan. Varje konto har en egen "
            "adress, så att ett nytt lösenord går till rätt person.",
            "email",
        )


def _send(invitation, address: str, *, by: User, at: datetime.datetime, why: str) -> Invitation:
    """Saves the invitation with a new token, and queues the mail that holds it."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    invitation.email = address
    invitation.invited_by, invitation.invited_at = by, at
    invitation.expires_at = at + VALID_FOR
    saved_by(invitation, by, why)
    site = HealthcareRegion.objects.values_list("name", flat=True).first() or "webbplatsen"
    last = timezone.localtime(invitation.expires_at)
    queue_mail(
        key=f"invitation:{invitation.pk}:{invitation.token_hash[:16]}",
        to=address,
        subject=f"Du är inbjuden att arbeta i {site}",
        text=f"Hej {invitation.person.given_name}!\n\n"
        f"{called(by)} bjuder in dig till arbetsytan för {site}. Där "
        "gör du det som dina uppdrag ger dig rätt till.\n\n"
        f"Välj användarnamn och lösenord här, senast {long_date(last.date())} "
        f"kl. {last:%H.%M}:\n"
        f"{absolute(f'/inbjudan/{token}/')}\n\n"
        "Länken gäller en gång och bara för dig. Skicka inte brevet vidare. Har du fått det av "
        "misstag behöver du inte göra något.\n",
        reply_to=by.email,
        secret=True,
    )
    return invitation

"""Filling posts by hand.

All is asked anew under lock, the post's: of two who fill the same one, the second is told who was
appointed. Each returns what it did as steps, which `roster_changes.undo` takes back.
"""

import datetime
from dataclasses import dataclass, replace

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from organisation.actions.records import store, version_of
from organisation.actions.refusals import Refused
from organisation.models import Affiliation, Person, User
from organisation.policies import AFFILIATIONS, PEOPLE
from organisation.rights import Action
from organisation.rules import Finding, Severity, personal_identity_numbers
from organisation.standing import Standing

from ..likeness import Known
from ..models import Appointment, Post
from ..policies import POSTS_TO_FILL
from ..rosters.around import (
    APPOINTMENTS,
    appointing_bodies,
    described_posts,
    doubles,
    ending,
    post_name,
    wanted,
    work_of,
)
from ..rosters.rules import DAY, Other, ending_findings, filling_findings
from ..standings import standing_of
from .appointments import appoint
from .decisions import NewDecision, the_decision

FIELDS = {"start": "first", "end": "last", "end_reason": "note"}
NOT_YOURS = "Du får inte längre tillsätta den posten. Inget har ändrats."
IDENTITY_NUMBER = "Texten innehåller ett personnummer. Ta bort det: det får inte finnas i portalen."


@dataclass(frozen=True)
class Step:
    """An appointment's change: the numbers of its history before (0 when it was new) and after."""

    appointment: int
    before: int
    after: int


@dataclass(frozen=True)
class Done:
    """What was done, and what was found worth knowing of it."""

    appointments: tuple[Appointment, ...]
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class NewPerson:
    """Someone who isn't known yet. `is_another` says that those of like names are others."""

    given: str
    family: str
    email: str = ""
    region: int | None = None
    title: str = ""
    party: str = ""
    is_another: bool = False


@dataclass(frozen=True)
class Filling:
    """Who is to have which post, from which day up to `end`, and why. `replaces` is the appointment
    that ends the day before."""

    post: int
    person: int | None = None
    new: NewPerson | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    decision: int | None = None
    new_decision: NewDecision | None = None
    note: str = ""
    replaces: int | None = None
    # Of someone who is known, and whose party isn't.
    party: str = ""


@transaction.atomic
def fill(filling: Filling, *, by: User, on: datetime.date) -> Done:
    """Appoints someone to a post. The same one sent twice is done once.

    Raises Refused with what is wrong at which field.
    """
    post = _locked_post(filling.post, on)
    standing = standing_of(by, on)
    if not POSTS_TO_FILL.allows(standing, Action.WRITE, post):
        raise Refused(NOT_YOURS)
    if again := _same_again(filling, post):
        return Done((again,))
    no_identity_number(filling.note, "note")
    why = filling.note or f"Utsedd till {post_name(post)}."
    person, affiliation = _person(filling, standing)
    leaving = _leaving(filling, standing)
    start = filling.start
    appointment = Appointment(post=post, person=person, start=start, end=filling.end)
    asked = wanted(appointment, standing, leaving)
    if affiliation:
        region = affiliation.region
        asked = replace(
            asked,
            party=affiliation.party,
            person_region=region.name if region else "",
            own_people_only=asked.own_people_only
            and not (region and post.represents_region_id == region.pk),
        )
    elif filling.party and asked.is_elected and not asked.party:
        tell_party(person, filling.party, standing, by, why)
        asked = replace(asked, party=filling.party)
    findings = filling_findings(asked)
    if leaving and start:
        following = Other(person.name, start, filling.end)
        left = ending(leaving, start - DAY, on, following)
        findings += _at(ending_findings(left), "first")
    refuse_errors(findings)
    if person.pk is None:
        _add_person(person, affiliation, by, why)
    appointment.decision = the_decision(
        filling.decision,
        filling.new_decision,
        appointing_bodies(post, on),
        by,
        on,
        f"Utser till {post_name(post)}.",
    )
    steps = []
    if leaving:
        steps.append(change(leaving, {"end": start}, by, on, why))
    appointment.person = person
    steps.append(change(appointment, {}, by, on, why))
    return Done((appointment,), tuple(steps), tuple(findings))


def _at(findings: list[Finding], subject: str) -> list[Finding]:
    """The findings, at the field where the last day of the one before follows from."""
    return [replace(each, subject=subject) if each.subject else each for each in findings]


def _locked_post(pk: int, on: datetime.date) -> Post:
    """The post, described, its row locked until the transaction ends."""
    if not Post.objects.select_for_update().filter(pk=pk).exists():
        raise Refused("Posten finns inte längre. Inget har ändrats.")
    # Read after the lock, so that what others did while waiting is seen.
    return described_posts(on).get(pk=pk)


def _same_again(filling: Filling, post: Post) -> Appointment | None:
    """The appointment, if it has been made already: a form that was sent twice."""
    same = Appointment.objects.filter(
        post=post, start=filling.start, end=filling.end, is_mistake=False
    ).select_related("person")
    if filling.new:
        names = {"given_name": filling.new.given, "family_name": filling.new.family}
        same = same.filter(
            person__email=filling.new.email, **{f"person__{n}": each for n, each in names.items()}
        )
    else:
        same = same.filter(person=filling.person)
    return same.first()


def _person(filling: Filling, standing: Standing) -> tuple[Person, Affiliation | None]:
    """The person who is meant, or a new one with where they work, neither stored."""
    new = filling.new
    if new is None:
        person = (
            Person.objects.select_for_update(of=("self",))
            .select_related("merged_into")
            .filter(pk=filling.person)
            .first()
        )
        if person is None:
            raise Refused("Välj en person.", "person")
        return person.merged_into or person, None
    person = Person(
        given_name=new.given, family_name=new.family, email=new.email, slug=free_slug(new)
    )
    affiliation = Affiliation(
        region_id=new.region, title=new.title, party=new.party, start=filling.start
    )
    may = AFFILIATIONS if new.region else PEOPLE
    if not may.allows(standing, Action.WRITE, affiliation if new.region else person):
        raise Refused("Välj en region som du får lägga till personer i.", "region")
    # Two who add the same person at once come one after the other.
    known = Known(new.given, new.family, new.email)
    if not new.is_another and (found := doubles(known)):
        names = "; ".join(f"{each.person.name} ({each.why})" for each in found[:5])
        raise Refused(
            f"Personen finns kanske redan: {names}. Välj den, eller kryssa i att det är någon "
            "annan.",
            "is_another",
        )
    try:
        person.full_clean()
        affiliation.full_clean(exclude=["person"], validate_constraints=False)
    except ValidationError as error:
        raise _said(
            error, {"given_name": "given", "family_name": "family", "slug": "family"}
        ) from None
    return person, affiliation


def free_slug(new: NewPerson) -> str:
    """An address that nobody has, of the name."""
    first = slugify(f"{new.given} {new.family}")[:110] or "person"
    taken = set(Person.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    numbers = range(2, len(taken) + 3)
    return next(e for e in (first, *(f"{first}-{n}" for n in numbers)) if e not in taken)


def _add_person(person: Person, affiliation: Affiliation, by: User, why: str) -> None:
    try:
        with transaction.atomic():
            store(person, by=by, reason=why)
            if affiliation.region_id or affiliation.title or affiliation.party:
                affiliation.person = person
                store(affiliation, by=by, reason=why)
    except IntegrityError:
        raise Refused(
            "Någon lade till en person med samma namn samtidigt. Sök fram den, eller försök igen.",
            "family",
        ) from None


def tell_party(person: Person, party: str, standing: Standing, by: User, why: str) -> None:
    """Writes the party of someone who is known without one, where it's told whom they stand for."""
    work = work_of(person, standing.on)
    if not AFFILIATIONS.allows(standing, Action.WRITE, work):
        raise Refused(
            f"Du får inte ändra uppgifter om {person}. Lämna fältet tomt, och be den som får det "
            "att skriva partiet.",
            "party",
        )
    work.party = party
    try:
        work.full_clean()
    except ValidationError as error:
        raise _said(error, {}) from None
    store(work, by=by, reason=why)


def _leaving(filling: Filling, standing: Standing) -> Appointment | None:
    """The one who is to be replaced, unless that isn't so any longer."""
    if filling.replaces is None:
        return None
    found = locked(filling.replaces, standing.on)
    if found is None or found.post_id != filling.post or found.is_mistake:
        raise Refused("Den som skulle bytas har inte längre posten. Läs sidan på nytt.")
    if not APPOINTMENTS.allows(standing, Action.WRITE, found):
        raise Refused(NOT_YOURS)
    return found


def locked(pk: int, on: datetime.date) -> Appointment | None:
    """The appointment, its post described, both rows locked."""
    found = Appointment.objects.filter(pk=pk).values_list("post", flat=True).first()
    if found is None:
        return None
    post = _locked_post(found, on)
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("person", "decision")
        .get(pk=pk)
    )
    appointment.post = post
    return appointment


def refuse_errors(findings: list[Finding]) -> None:
    if wrong := [each for each in findings if each.severity is Severity.ERROR]:
        raise Refused(wrong)


def no_identity_number(text: str, at: str) -> None:
    if personal_identity_numbers(text):
        raise Refused(IDENTITY_NUMBER, at)


def _said(error: ValidationError, fields: dict[str, str]) -> Refused:
    """What a model refuses, at the fields of the form. The address is made of the name, so what is
    wrong in both is told of the name."""
    names = FIELDS | fields
    told = error.message_dict
    if told.keys() & {"given_name", "family_name"}:
        told.pop("slug", None)
    return Refused(
        [
            Finding("invalid", Severity.ERROR, message, names.get(name, name))
            for name, messages in told.items()
            for message in messages
            if name != NON_FIELD_ERRORS or len(told) == 1
        ]
    )


def change(appointment: Appointment, values: dict, by: User, on: datetime.date, why: str) -> Step:
    """Writes the values and tells what was done as a step."""
    before = version_of(appointment) if appointment.pk else 0
    for name, value in values.items():
        setattr(appointment, name, value)
    try:
        appointment.full_clean()
        with transaction.atomic():
            appoint(appointment, by=by, on=on, reason=why)
    except ValidationError as error:
        raise _said(error, {}) from None
    except IntegrityError:
        raise Refused(
            "Någon annan ändrade posten samtidigt. Läs sidan på nytt. Inget har sparats."
        ) from None
    return Step(appointment.pk, before, version_of(appointment))

"""Filling posts by hand, ending, correcting and undoing.

All is asked anew under lock, the post's: of two who fill the same one, the second is told who was
appointed. Each returns what it did as steps, which `undo` takes back.
"""

import datetime
from dataclasses import dataclass, field, replace

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from organisation.actions.records import store, version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import last_day, long_date
from organisation.models import Affiliation, Person, User
from organisation.policies import AFFILIATIONS, PEOPLE
from organisation.rights import Action
from organisation.rules import Finding, Severity, personal_identity_numbers
from organisation.standing import Standing

from ..models import Appointment, Decision, Post
from ..policies import POSTS_TO_FILL
from ..roster import (
    APPOINTMENTS,
    appointing_bodies,
    described_posts,
    doubles,
    ending,
    needing,
    post_name,
    wanted,
)
from ..roster_rules import DAY, Known, Other, ending_findings, filling_findings
from ..standings import standing_of
from .appointments import appoint

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
class NewDecision:
    """A decision that isn't known yet."""

    body: int
    date: datetime.date
    paragraph: str = ""


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
    _no_identity_number(filling.note, "note")
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
            person_region=region.name if region else "",
            own_people_only=asked.own_people_only
            and not (region and post.represents_region_id == region.pk),
        )
    findings = filling_findings(asked)
    if leaving and start:
        following = Other(person.name, start, filling.end)
        left = ending(leaving, start - DAY, on, following)
        findings += _at(ending_findings(left), "first")
    _refuse_errors(findings)
    if person.pk is None:
        _add_person(person, affiliation, by, why)
    appointment.decision = _decision(filling, post, by, on)
    steps = []
    if leaving:
        steps.append(_change(leaving, {"end": start}, by, on, why))
    appointment.person = person
    steps.append(_change(appointment, {}, by, on, why))
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


def _leaving(filling: Filling, standing: Standing) -> Appointment | None:
    """The one who is to be replaced, unless that isn't so any longer."""
    if filling.replaces is None:
        return None
    found = _locked(filling.replaces, standing.on)
    if found is None or found.post_id != filling.post or found.is_mistake:
        raise Refused("Den som skulle bytas har inte längre posten. Läs sidan på nytt.")
    if not APPOINTMENTS.allows(standing, Action.WRITE, found):
        raise Refused(NOT_YOURS)
    return found


def _locked(pk: int, on: datetime.date) -> Appointment | None:
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


def _decision(filling: Filling, post: Post, by: User, on: datetime.date) -> Decision | None:
    """The decision that is meant; one that isn't known yet is added."""
    bodies = appointing_bodies(post, on)
    if new := filling.new_decision:
        if not bodies.filter(pk=new.body).exists():
            raise Refused("Välj ett av organen i listan.", "decided_by")
        if new.date > on:
            raise Refused("Beslutsdagen har inte varit ännu. Ange dagen för beslutet.", "decided")
        same = {"body_id": new.body, "date": new.date, "paragraph": new.paragraph}
        found = Decision.objects.filter(**same).first()
        if found is None:
            found = Decision(**same)
            try:
                found.full_clean()
            except ValidationError as error:
                raise _said(error, {"date": "decided"}) from None
            store(found, by=by, reason=f"Utser till {post_name(post)}.")
        return found
    if filling.decision is None:
        return None
    found = Decision.objects.filter(pk=filling.decision, body__in=bodies).first()
    if found is None:
        raise Refused("Välj ett av besluten i listan.", "decision")
    return found


def _refuse_errors(findings: list[Finding]) -> None:
    if wrong := [each for each in findings if each.severity is Severity.ERROR]:
        raise Refused(wrong)


def _no_identity_number(text: str, at: str) -> None:
    if personal_identity_numbers(text):
        raise Refused(IDENTITY_NUMBER, at)


def _said(error: ValidationError, fields: dict[str, str]) -> Refused:
    """What a model refuses, at the fields of the form."""
    names = FIELDS | fields
    return Refused(
        [
            Finding("invalid", Severity.ERROR, message, names.get(name, name))
            for name, messages in error.message_dict.items()
            for message in messages
            if name != NON_FIELD_ERRORS or len(error.message_dict) == 1
        ]
    )


def _change(appointment: Appointment, values: dict, by: User, on: datetime.date, why: str) -> Step:
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


@dataclass(frozen=True)
class Ends:
    """Which appointments end on which day, why, and the version that each was shown in."""

    last: datetime.date | None
    reason: str
    appointments: dict[int, int] = field(default_factory=dict)


@transaction.atomic
def end(ends: Ends, *, by: User, on: datetime.date) -> Done:
    """Ends the appointments, all or none. Raises Refused, or Conflict with one that someone else
    has changed in between."""
    _no_identity_number(ends.reason, "note")
    if not ends.reason.strip():
        raise Refused("Skriv varför uppdraget slutar. Det visas i historiken.", "note")
    posts = Appointment.objects.filter(pk__in=ends.appointments).values("post")
    # In one order, so that two who end the same ones don't wait for each other for ever.
    list(Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values_list("pk"))
    standing = standing_of(by, on)
    steps, findings, done = [], [], []
    for pk in sorted(ends.appointments):
        found = _yours(pk, standing)
        if _is_ended_so(found, ends):
            done.append(found)
            continue
        if version_of(found) != ends.appointments[pk]:
            raise Conflict(found)
        findings += ending_findings(ending(found, ends.last, on))
        wrong = [each for each in findings if each.severity is Severity.ERROR]
        if not wrong:
            values = {"end": ends.last + DAY, "end_reason": ends.reason}
            steps.append(_change(found, values, by, on, ends.reason))
            done.append(found)
    _refuse_errors(findings)
    return Done(tuple(done), tuple(steps), tuple(findings))


def _is_ended_so(found: Appointment, ends: Ends) -> bool:
    """Whether it's ended like that already: a form that was sent twice."""
    told = (ends.last and ends.last + DAY, ends.reason)
    return found.end is not None and (found.end, found.end_reason) == told


def _yours(pk: int, standing: Standing) -> Appointment:
    """The appointment, locked, if the person may change it."""
    found = _locked(pk, standing.on)
    if found is None or not APPOINTMENTS.allows(standing, Action.WRITE, found):
        raise Refused("Du får inte längre ändra uppdraget. Inget har ändrats.")
    if found.is_mistake:
        raise Refused("Uppdraget är rättat: det var inlagt av misstag.")
    return found


@dataclass(frozen=True)
class Correction:
    """What is put right in an appointment; `never` says that it never held."""

    appointment: int
    version: int
    start: datetime.date | None
    end: datetime.date | None
    why: str
    end_reason: str = ""
    never: bool = False


@transaction.atomic
def correct(correction: Correction, *, by: User, on: datetime.date) -> Done:
    """Puts right what was registered wrongly. Its history says that it's a correction."""
    if not correction.why.strip():
        raise Refused("Skriv vad som var fel. Det visas i historiken.", "note")
    _no_identity_number(f"{correction.why} {correction.end_reason}", "note")
    standing = standing_of(by, on)
    found = _yours(correction.appointment, standing)
    if version_of(found) != correction.version:
        raise Conflict(found)
    why = f"Rättelse: {correction.why}"
    if correction.never:
        return Done((found,), (_never(found, by, on, why),))
    values = {
        "start": correction.start,
        "end": correction.end,
        "end_reason": correction.end_reason if correction.end else "",
    }
    if all(getattr(found, name) == value for name, value in values.items()):
        raise Refused("Du har inte ändrat något.")
    if correction.start is None and found.start is not None:
        raise Refused("Ange från vilken dag uppdraget gäller.", "first")
    findings = []
    if correction.start is not None:
        now = Appointment(
            pk=found.pk,
            post=found.post,
            person=found.person,
            start=correction.start,
            end=correction.end,
        )
        findings = filling_findings(wanted(now, standing))
        # What was so before isn't this change's to answer for.
        findings = [each for each in findings if each.code not in ("other-region", "no-region")]
    if correction.end and (found.end is None or correction.end < found.end):
        last = last_day(correction.end)
        shorter = ending_findings(ending(found, last, on))
        findings += [each for each in shorter if each.code not in {e.code for e in findings}]
    _refuse_errors(findings)
    return Done((found,), (_change(found, values, by, on, why),), tuple(findings))


def _never(found: Appointment, by: User, on: datetime.date, why: str) -> Step:
    """Makes the appointment one that never held."""
    day = found.start or found.end or on
    if needed := needing(found, day):
        raise Refused(
            f"{found.person.name} har annat som kräver platsen: {'; '.join(needed)}. Rätta det "
            "först."
        )
    return _change(found, {"start": day, "end": day, "is_mistake": True}, by, on, why)


@transaction.atomic
def undo(steps: tuple[Step, ...], *, by: User, on: datetime.date) -> Done:
    """Takes back what was done: what was new never held, what was changed is as it was. Refused
    when someone has changed any of it since, or something depends on it."""
    standing = standing_of(by, on)
    pks = [each.appointment for each in steps]
    posts = Appointment.objects.filter(pk__in=pks).values("post")
    list(Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values_list("pk"))
    done = []
    for step in reversed(steps):
        found = _locked(step.appointment, on)
        if found is None or not APPOINTMENTS.allows(standing, Action.WRITE, found):
            raise Refused("Du får inte längre ändra uppdraget. Inget har ändrats.")
        if version_of(found) != step.after:
            latest = found.history.latest()
            when = long_date(latest.history_date.astimezone().date())
            raise Refused(
                f"{found.person.name}: uppdraget ändrades {when}, efter det du vill ångra. Rätta "
                "det i stället."
            )
        why = "Ångrat: det som gjordes togs tillbaka."
        if step.before == 0:
            _never(found, by, on, why)
        else:
            earlier = found.history.get(history_id=step.before).instance
            names = ("start", "end", "end_reason", "decision_id", "is_mistake")
            _change(found, {name: getattr(earlier, name) for name in names}, by, on, why)
        done.append(found)
    return Done(tuple(done))

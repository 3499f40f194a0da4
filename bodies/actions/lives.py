"""The life of bodies: starting a group, ending, replacing, merging, moving and renaming.

Each asks anew under lock what stands in the way, writes all rows in one transaction, each with who
did it and why in its history, and queues the mail to those concerned. `in_the_way` are questions of
the rooms to the left: what of theirs must be dealt with before a body ends.
"""

import datetime
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisation.actions.refusals import Refused
from organisation.models import User
from organisation.rights import Action
from organisation.rules import Finding, Severity
from organisation.standing import Standing

from ..lives import plan
from ..lives.around import Told, to_be_told, world_of
from ..lives.rules import start_findings
from ..lives.values import Change, Does, Link, Outcome, Thing, World
from ..models import Body, BodyKind, BodyName, BodyRelation, Post
from ..policies import BODIES
from ..standings import FAR_REACHING, ONLY_ADMINS, standing_of
from .asking import staff_address
from .lives_turns import end_turns
from .lives_writing import Step, Writing
from .roster import no_identity_number
from .rotation_terms import lock

InTheWay = Callable[[list[int], datetime.date], list[Finding]]
NOT_YOURS = "Du får inte längre ändra organ. Inget har ändrats."
TURNS_END = Finding(
    "turns-end",
    Severity.NOTICE,
    "Organets turordning slutar med det. Lägg upp en ny om det nya organet ska gå i tur.",
)
DAY = datetime.timedelta(days=1)
# How the reasons in history begin; what is done in one go has the same reason.
ENDED, REPLACED, MERGED = "Organet avslutas", "Organet ersätts", "Organen slås ihop"
MOVED, RENAMED, STARTED = "Organet flyttas", "Organet byter namn", "Arbetsgruppen startas"
VERBS = (ENDED, REPLACED, MERGED, MOVED, RENAMED, STARTED)


@dataclass(frozen=True)
class Ending:
    """Which body ends after which day, why, what came of it and where its records are."""

    body: int
    last: datetime.date
    why: str
    results: str = ""
    records_kept: str = ""


@dataclass(frozen=True)
class NewBody:
    """What a body that isn't there yet is called, and its address."""

    name: str
    path: str
    summary: str = ""


@dataclass(frozen=True)
class Replacing:
    """Which bodies there is one instead of from which day: one that is there (`by`), or a new one
    of the first one's kind."""

    bodies: tuple[int, ...]
    first: datetime.date
    why: str
    by: int | None = None
    new: NewBody | None = None
    results: str = ""
    records_kept: str = ""


@dataclass(frozen=True)
class Moving:
    """Which body belongs to which other from which day."""

    body: int
    to: int
    first: datetime.date
    why: str


@dataclass(frozen=True)
class Renaming:
    """What a body is called from which day, and the address that it gets at once, if another."""

    body: int
    name: str
    first: datetime.date
    why: str
    path: str = ""


@dataclass(frozen=True)
class NewPosts:
    """So many posts of a role: from each region, or of none."""

    role: int
    number: int
    each_region: bool = False


@dataclass(frozen=True)
class Starting:
    """A work group: of which kind, by whose order, with what task, for which days."""

    kind: int
    new: NewBody
    under: int
    first: datetime.date
    why: str
    last: datetime.date | None = None
    posts: tuple[NewPosts, ...] = ()


@dataclass(frozen=True)
class Done:
    """What was done: the rows, what was found, the body it ended in, and who is told. `world` is
    how it was before, as the plan saw it; `before` has the number of a body that is new too."""

    body: Body
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    outcome: Outcome
    world: World
    told: tuple[Told, ...]
    day: datetime.date
    # The posts that a group begins with, in words.
    new_posts: tuple[str, ...] = ()


@transaction.atomic
def end(
    ending: Ending, *, by: User, on: datetime.date, in_the_way: Iterable[InTheWay] = ()
) -> Done:
    """Ends a body. Raises Refused with all that stands in the way."""
    day = ending.last + DAY
    lock()
    (body,) = _locked([ending.body], by, on)
    _no_identity_numbers(why=ending.why, results=ending.results, records_kept=ending.records_kept)
    world = world_of([body.pk], day)
    outcome = plan.ending(world, body.pk, day, on)
    found = [*outcome.findings, *_asked(in_the_way, [body.pk], day)]
    texts = {"results": ending.results, "records_kept": ending.records_kept}
    writing = Writing(by, f"{ENDED}: {ending.why}")
    return _done(writing, body, world, outcome, found, day, [body.pk], ending.why, texts, on=on)


@transaction.atomic
def replace_with(
    replacing: Replacing, *, by: User, on: datetime.date, in_the_way: Iterable[InTheWay] = ()
) -> Done:
    """Lets one body be there instead of one or several. Raises Refused."""
    day, olds = replacing.first, list(replacing.bodies)
    pks = {*olds, *([replacing.by] if replacing.by else [])}
    lock()
    locked = {each.pk: each for each in _locked(pks, by, on)}
    _no_identity_numbers(
        why=replacing.why, results=replacing.results, records_kept=replacing.records_kept
    )
    is_merge = len(olds) > 1 or (replacing.by in olds)
    writing = Writing(by, f"{MERGED if is_merge else REPLACED}: {replacing.why}")
    first = locked[olds[0]]
    if replacing.new:
        successor = _new_like(first, replacing, writing, by, on)
    else:
        successor = locked[replacing.by]
    world = world_of({*pks, successor.pk}, day)
    outcome = plan.replacing(world, olds, successor.pk, day, on, is_new=bool(replacing.new))
    found = [*outcome.findings, *_asked(in_the_way, olds, day)]
    found += _followers_findings(outcome, successor.pk, standing_of(by, on))
    texts = {"results": replacing.results, "records_kept": replacing.records_kept}
    told = [*olds, successor.pk]
    return _done(writing, successor, world, outcome, found, day, told, replacing.why, texts, on=on)


@transaction.atomic
def move(moving: Moving, *, by: User, on: datetime.date) -> Done:
    """Lets a body belong to another. Raises Refused."""
    body, *_ = _locked([moving.body, moving.to], by, on, first=moving.body)
    _no_identity_numbers(why=moving.why)
    day = moving.first
    world = world_of([moving.body, moving.to], day)
    outcome = plan.moving(world, moving.body, moving.to, day, on)
    target = Body.objects.select_related("kind").get(pk=moving.to)
    found = [*outcome.findings, *_place_findings(body, target)]
    above = {
        each.object
        for each in world.links
        if each.subject == body.pk and each.kind == BodyRelation.Kind.PART_OF
        if plan.holds(each.days, day)
    }
    writing = Writing(by, f"{MOVED}: {moving.why}")
    told = [body.pk, moving.to, *above]
    return _done(writing, body, world, outcome, found, day, told, moving.why, on=on)


@transaction.atomic
def rename(renaming: Renaming, *, by: User, on: datetime.date) -> Done:
    """Gives a body another official name from a day, and another address at once. The old address
    leads on. Raises Refused."""
    (body,) = _locked([renaming.body], by, on)
    _no_identity_numbers(why=renaming.why, name=renaming.name)
    day = renaming.first
    world = world_of([body.pk], day)
    outcome = plan.renaming(world, body.pk, renaming.name, day, on)
    writing = Writing(by, f"{RENAMED}: {renaming.why}")
    _refuse(outcome.findings)
    if renaming.path and renaming.path != body.path:
        _free_address(body, renaming.path)
        writing.change(body, path=renaming.path)
    return _done(
        writing, body, world, outcome, list(outcome.findings), day, [body.pk], renaming.why, on=on
    )


@transaction.atomic
def start(starting: Starting, *, by: User, on: datetime.date) -> Done:
    """Starts a work group, with its posts and by whose order it works. Raises Refused."""
    kind = BodyKind.objects.select_for_update().get(pk=starting.kind)
    (under,) = _locked([starting.under], by, on)
    new, day = starting.new, starting.first
    _no_identity_numbers(why=starting.why, name=new.name, summary=new.summary)
    end_ = starting.last + DAY if starting.last else None
    world = world_of([under.pk], day, kind.pk)
    facts = world.bodies[under.pk]
    found = start_findings(world, new.name, (day, end_), facts, on)
    _refuse(found)
    writing = Writing(by, f"{STARTED}: {starting.why}")
    values = {
        "kind": kind,
        "function": Body.Function.WORK_GROUP,
        "start": day,
        "end": end_,
        "origin": starting.why[:300],
    }
    body = _add_body(new, values, writing)
    relation = Link(0, body.pk, BodyRelation.Kind.COMMISSIONED_BY, under.pk, (day, end_))
    writing.add_link(relation)
    made = tuple(
        f"{post.role}{f' för {post.represents_region}' if post.represents_region else ''}"
        for each in starting.posts
        for post in writing.add_posts(body, each.role, each.number, each.each_region, under.pk)
    )
    added = Outcome((Change(Thing.LINK, Does.NEW, new=relation),))
    done = _done(writing, body, world, Outcome(), found, day, [under.pk], starting.why, on=on)
    return replace(done, outcome=added, new_posts=made)


def _locked(pks: Iterable[int], by: User, on: datetime.date, first: int | None = None):
    """The bodies, all their kinds and their posts locked, if the person may change them."""
    pks = set(pks)
    kinds = Body.objects.filter(pk__in=pks).values("kind")
    # In one order, so that two who change the same ones don't wait for each other for ever.
    list(BodyKind.objects.select_for_update().filter(pk__in=kinds).order_by("pk"))
    rows = Body.objects.select_for_update(of=("self",)).select_related("kind")
    bodies = list(rows.filter(pk__in=pks).order_by("pk"))
    list(Post.objects.select_for_update().filter(body__in=pks).order_by("pk").values_list("pk"))
    if len(bodies) != len(pks):
        raise Refused("Organet finns inte längre. Inget har ändrats.")
    standing = standing_of(by, on)
    if not all(BODIES.allows(standing, Action.WRITE, each) for each in bodies):
        raise Refused(NOT_YOURS)
    return sorted(bodies, key=lambda each: each.pk != first)


def _no_identity_numbers(**texts: str) -> None:
    for name, text in texts.items():
        no_identity_number(text, name)


def _asked(in_the_way: Iterable[InTheWay], pks: list[int], day: datetime.date) -> list[Finding]:
    return [each for ask in in_the_way for each in ask(pks, day)]


def _refuse(findings: Iterable[Finding]) -> None:
    if wrong := [each for each in findings if each.severity is Severity.ERROR]:
        raise Refused(list(dict.fromkeys(wrong)))


def _place_findings(body: Body, target: Body) -> list[Finding]:
    """A place of another kind than bodies of this kind have theirs in."""
    kind = body.kind.belongs_to
    if kind is None or target.kind_id == kind.pk:
        return []
    message = f"{body.kind.short_name} hör till {kind.short_name.lower()}. Välj ett sådant organ."
    return [Finding("other-kind", Severity.ERROR, message, "to")]


def _followers_findings(outcome: Outcome, new: int, standing: Standing) -> list[Finding]:
    """What a post follows decides who gets rights: an administrator's matter."""
    others = [
        each.new
        for each in outcome.changes
        if each.thing is Thing.POST and each.does is Does.NEW and each.new.body != new
    ]
    if not others or standing.is_admin:
        return []
    message = (
        "Poster i andra organ följer organets poster, och skulle följa det nya organets. Be en "
        "administratör att göra det: det ändrar vilka som får rättigheter."
    )
    return [Finding("followers", Severity.ERROR, message)]


def _new_like(old: Body, replacing: Replacing, writing: Writing, by: User, on) -> Body:
    """A new body of the same kind as the old one, there from the day on."""
    if old.function in FAR_REACHING and not standing_of(by, on).is_admin:
        raise Refused(f"{ONLY_ADMINS} Be en administratör, eller välj ett organ som finns.")
    new, day = replacing.new, replacing.first
    _no_identity_numbers(name=new.name)
    found = plan.name_findings(world_of([old.pk], day), None, new.name, day)
    if found:
        raise Refused([Finding(e.code, e.severity, e.message, "name") for e in found])
    same = ("kind", "function", "counterpart", "description", "page_owner")
    values = {name: getattr(old, name) for name in same}
    values |= {"start": day, "origin": replacing.why[:300]}
    values["summary"] = new.summary or old.summary
    return _add_body(new, values, writing)


def _add_body(new: NewBody, values: dict, writing: Writing) -> Body:
    body = Body(path=new.path, **{"summary": new.summary} | values)
    _free_address(body, new.path)
    writing.add(body)
    writing.add(BodyName(body=body, kind=BodyName.Kind.OFFICIAL, name=new.name))
    return body


def _free_address(body: Body, path: str) -> None:
    """Refuses an address that something else has."""
    if Body.objects.filter(path=path).exclude(pk=body.pk).exists():
        raise Refused(f"Adressen {path} har ett annat organ. Välj en annan.", "path")
    asked = copy(body)
    asked.path = path
    try:
        asked.clean_fields(exclude={each.name for each in Body._meta.fields} - {"path"})
        asked.clean()
    except ValidationError as error:
        if wrong := error.message_dict.get("path"):
            raise Refused(" ".join(wrong), "path") from None


def _done(
    writing: Writing,
    body: Body,
    world: World,
    outcome: Outcome,
    found: list[Finding],
    day: datetime.date,
    concerned: list[int],
    why: str,
    texts: dict | None = None,
    *,
    on: datetime.date,
) -> Done:
    """Writes what is worked out, unless something stands in the way."""
    _refuse(found)
    told = to_be_told(concerned, day)
    if (office := staff_address()) not in ("", *(each.email for each in told)):
        told.append(Told("Staben", office, "för kännedom"))
    gone = [each.pk for each in outcome.changes if each.thing is Thing.BODY]
    try:
        with transaction.atomic():
            writing.carry_out(outcome.changes, why, texts or {})
            if gone and end_turns(gone, day, writing, on) and body.pk not in gone:
                found = [*found, TURNS_END]
    except (ValidationError, IntegrityError) as error:
        said = " ".join(error.messages) if isinstance(error, ValidationError) else ""
        raise Refused(
            said or "Någon annan ändrade organet samtidigt. Läs sidan på nytt. Inget har sparats."
        ) from None
    writing.tell(told, body, world, day)
    findings = tuple(dict.fromkeys(found))
    return Done(body, tuple(writing.steps), findings, outcome, world, tuple(told), day)

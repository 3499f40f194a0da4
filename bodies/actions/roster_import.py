"""A roster from a file: kept while its owner looks at it, then done wholly or not at all."""

import datetime
import hashlib
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify

from organisation.actions.records import store
from organisation.actions.refusals import Refused
from organisation.models import Affiliation, Person, TableUpload, User
from organisation.rules import Finding, Severity
from organisation.tables import Table, TableRow

from ..models import Appointment, Body, Decision, Post
from ..roster_plan import plan_of
from ..roster_values import Kind, NewPerson, Plan, Planned
from ..roster_world import world_of
from .appointments import appoint

# In which order things are done: who leaves makes room for who comes.
DOES = (Kind.END, Kind.REPLACE, Kind.APPOINT, Kind.NEW)
CHANGED = (
    "Något som filen gäller har ändrats sedan du såg vad den gör. Inget är inläst. Se igenom "
    "raderna igen, och läs in."
)
LOCK = "roster import"


def keep(table: Table, name: str, *, by: User, at: datetime.datetime) -> TableUpload:
    """Stores what a file held, for its owner alone."""
    return TableUpload.objects.create(
        owner=by,
        purpose=TableUpload.Purpose.ROSTER,
        name=name,
        made_at=at,
        headings=table.headings,
        rows=[
            [
                row.number,
                row.cells,
                [[each.code, each.message, each.subject] for each in row.faults],
            ]
            for row in table.rows
        ],
        told=table.told,
    )


def _said(finding: Finding) -> list[str]:
    return [finding.code, finding.message, finding.subject]


def rows_of(upload: TableUpload) -> list[TableRow]:
    """The rows as they were read."""
    return [
        TableRow(
            number,
            tuple(cells),
            tuple(Finding(code, Severity.ERROR, said, at) for code, said, at in faults),
        )
        for number, cells, faults in upload.rows
    ]


def plan_for(upload: TableUpload, *, by: User, on: datetime.date) -> Plan:
    """What the file would do now, if the account read it in."""
    chosen = {int(number): who for number, who in upload.chosen.items()}
    return plan_of(rows_of(upload), upload.at or {}, world_of(by, on), chosen)


def seen(plan: Plan) -> str:
    """A sum over what a plan does: another one when anything that it rests on has changed."""
    said = [
        (row.number, row.kind, row.post and row.post.pk, row.person, row.start, row.end, row.held)
        for row in plan.rows
    ]
    new = [(each.number, each.name, each.email, each.region) for each in plan.new.values()]
    return hashlib.sha256(repr((said, new)).encode()).hexdigest()


@transaction.atomic
def carry_out(
    upload: TableUpload,
    *,
    by: User,
    on: datetime.date,
    at: datetime.datetime,
    expected: str,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> TableUpload:
    """Does all that the file says, in one transaction; `expected` is what `seen` gave of the plan
    that was shown. Sent twice, it's done once. `tell` hears how many rows are done.

    Raises Refused, and nothing is done.
    """
    now = TableUpload.objects.select_for_update().filter(pk=upload.pk, owner=by).first()
    if now is None:
        raise Refused("Filen finns inte längre: den är borttagen. Välj den igen. Inget är inläst.")
    if now.done_at:
        return now
    # Two who read in the same new person come one after the other.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
    posts = {row.post.pk for row in plan_for(now, by=by, on=on).rows if row.post}
    locked = Post.objects.select_for_update(of=("self",)).filter(pk__in=posts).order_by("pk")
    by_pk = {each.pk: each for each in locked.select_related("role", "body")}
    # Asked again behind the locks: what is done is what was shown, and still allowed.
    plan = plan_for(now, by=by, on=on)
    if seen(plan) != expected or not plan.can_be_done:
        raise Refused(CHANGED)
    _Writer(plan, by_pk, now.name, by, on, tell).write()
    now.result = {
        "counts": {kind.value: number for kind, number in plan.counts.items()},
        "bodies": sorted({row.post.body for row in plan.rows if row.kind in DOES}),
        "people": len(plan.new),
    }
    now.done_at, now.rows, now.chosen = at, [], {}
    now.save()
    return now


class _Writer:
    def __init__(self, plan: Plan, posts: dict[int, Post], name: str, by, on, tell) -> None:
        self.plan, self.posts, self.by, self.on, self.tell = plan, posts, by, on, tell
        self.why = f"Inläst från {name}"
        self.decisions: dict[tuple, Decision] = {}
        rows = [row for row in plan.rows if row.kind in DOES]
        self.rows = sorted(rows, key=lambda row: (row.kind is not Kind.END, row.number))
        self.held = Appointment.objects.select_related("person").in_bulk(
            [row.held.pk for row in rows if row.held and row.held.pk]
        )
        known = {row.person for row in rows if row.person and row.person > 0}
        self.people = Person.objects.in_bulk(known)

    def write(self) -> None:
        for made in self.plan.new.values():
            self.people[made.number] = self._add(made)
        for number, row in enumerate(self.rows, start=1):
            try:
                with transaction.atomic():
                    self._do(row)
            except (ValidationError, IntegrityError) as error:
                said = " ".join(getattr(error, "messages", [])) or CHANGED
                raise Refused(f"Rad {row.number}: {said}") from None
            self.tell(number, len(self.rows))

    def _do(self, row: Planned) -> None:
        if row.kind in (Kind.END, Kind.REPLACE):
            leaving = self.held[row.held.pk]
            leaving.post = self.posts[row.post.pk]
            leaving.end = row.end if row.kind is Kind.END else row.start
            leaving.end_reason = row.reason or leaving.end_reason
            self._store(leaving, row)
        if row.kind is Kind.END:
            return
        made = Appointment(
            post=self.posts[row.post.pk],
            person=self.people[row.person],
            start=row.start,
            end=row.end,
            decision=self._decision(row),
        )
        self._store(made, row)

    def _store(self, appointment: Appointment, row: Planned) -> None:
        appointment.clean_fields(exclude=["post", "person", "decision", "source"])
        appointment.clean()
        why = f"{self.why}, rad {row.number}"
        why = f"{why}: {row.reason}" if row.reason else why
        appoint(appointment, by=self.by, on=self.on, reason=why)

    def _add(self, made: NewPerson) -> Person:
        person = Person(
            given_name=made.given,
            family_name=made.family,
            email=made.email,
            slug=_free_slug(made.name),
        )
        try:
            person.full_clean()
        except ValidationError as error:
            raise Refused(f"{made.name}: {' '.join(error.messages)}") from None
        store(person, by=self.by, reason=self.why)
        if made.region or made.title or made.party:
            first = Affiliation(
                person=person,
                region_id=made.region,
                title=made.title,
                party=made.party,
                start=made.start,
            )
            store(first, by=self.by, reason=self.why)
        return person

    def _decision(self, row: Planned) -> Decision | None:
        """The decision that the row names; one that isn't known yet is added."""
        if row.decided is None:
            return None
        if row.decided not in self.decisions:
            body, day, paragraph = row.decided
            names = {"body": Body.objects.get(pk=body), "date": day, "paragraph": paragraph}
            found = Decision.objects.filter(**names).first()
            if found is None:
                found = Decision(**names)
                found.full_clean()
                store(found, by=self.by, reason=self.why)
            self.decisions[row.decided] = found
        return self.decisions[row.decided]


def _free_slug(name: str) -> str:
    """An address that nobody has, of the name."""
    first = slugify(name)[:110] or "person"
    taken = set(Person.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    numbers = range(2, len(taken) + 3)
    return next(e for e in (first, *(f"{first}-{n}" for n in numbers)) if e not in taken)

"""A roster from a file: kept while its owner looks at it, then done wholly or not at all."""

import datetime
import hashlib
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from organisation.actions.refusals import Refused
from organisation.actions.table_uploads import held, rows_of
from organisation.models import Affiliation, Person, TableUpload, User
from organisation.policies import not_ended
from organisation.publication import changed

from ..models import Appointment, Body, Decision, Post
from ..rosters.plan import plan_of
from ..rosters.table import LABELS
from ..rosters.values import Kind, Plan, Planned
from ..rosters.world import world_of
from .appointments import tell_of_new

# In which order things are done: who leaves makes room for who comes.
DOES = (Kind.END, Kind.REPLACE, Kind.APPOINT, Kind.NEW)
CHANGED = (
    "Något som filen gäller har ändrats sedan du såg vad den gör. Inget är inläst. Se igenom "
    "raderna igen, och läs in."
)
LOCK = "roster import"
# How many rows are written at a time; the page is told after each.
AT_A_TIME = 25
# In which of the file's columns a stored field stands.
AT = {
    **{"given_name": "given", "family_name": "family", "start": "first", "end": "last"},
    **{"end_reason": "reason", "date": "decided"},
}
# Checked by the plan, and by the database.
LINKS = ("post", "person", "region", "decision", "source", "merged_into")


def plan_for(upload: TableUpload, *, by: User, on: datetime.date) -> Plan:
    """What the file would do now, if the account read it in."""
    chosen = {int(number): who for number, who in upload.chosen.items()}
    return plan_of(rows_of(upload), upload.at or {}, world_of(by, on), chosen)


def seen(plan: Plan) -> str:
    """A sum over what a plan does and all that it writes: another one when anything of that, or
    that it rests on, has changed."""
    said = [
        (
            *(row.number, row.kind, row.post and row.post.pk, row.person, row.start, row.end),
            *(row.held, row.decided, row.reason, row.party, sorted(row.cells.items())),
        )
        for row in plan.rows
    ]
    return hashlib.sha256(repr((said, list(plan.new.values()))).encode()).hexdigest()


def posts_of(plan: Plan) -> set[int]:
    """The posts that a plan is about."""
    return {row.post.pk for row in plan.rows if row.post}


@transaction.atomic
def carry_out(
    upload: TableUpload,
    *,
    by: User,
    on: datetime.date,
    at: datetime.datetime,
    expected: str,
    posts: Iterable[int] | None = None,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> TableUpload:
    """Does all that the file says, in one transaction; `expected` is what `seen` gave of the plan
    that was shown, and `posts` those that it's about, if they are known. Sent twice, it's done
    once. `tell` hears how many rows are done, of how many.

    Raises Refused, and nothing is done.
    """
    now = held(upload, by, at)
    if now is None:
        raise Refused("Filen finns inte längre: den är borttagen. Välj den igen. Inget är inläst.")
    if now.done_at:
        return now
    # Two who read in the same new person come one after the other.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
    if posts is None:
        posts = posts_of(plan_for(now, by=by, on=on))
    locked = Post.objects.select_for_update(of=("self",)).filter(pk__in=posts).order_by("pk")
    by_pk = {each.pk: each for each in locked.select_related("role", "body")}
    # Asked again behind the locks: what is done is what was shown, and still allowed.
    plan = plan_for(now, by=by, on=on)
    if seen(plan) != expected or not plan.can_be_done or posts_of(plan) - by_pk.keys():
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
    """Writes what a plan does, many rows at a time, each with its row in history."""

    def __init__(self, plan: Plan, posts: dict[int, Post], name: str, by, on, tell) -> None:
        self.plan, self.posts, self.by, self.on, self.tell = plan, posts, by, on, tell
        self.why = f"Inläst från {name}"
        self.rows = [row for row in plan.rows if row.kind in DOES]
        self.held = Appointment.objects.in_bulk(
            [row.held.pk for row in self.rows if row.held and row.held.pk]
        )
        known = {row.person for row in self.rows if row.person and row.person > 0}
        self.people = Person.objects.in_bulk(known)
        self.decisions: dict[tuple, Decision] = {}

    def write(self) -> None:
        try:
            self._people()
            self._parties()
            self._leaving()
            coming = [row for row in self.rows if row.kind is not Kind.END]
            before = len(self.rows) - len(coming)
            for at in range(0, len(coming), AT_A_TIME):
                some = coming[at : at + AT_A_TIME]
                self._coming(some)
                self.tell(before + at + len(some), len(self.rows))
        except IntegrityError:
            raise Refused(CHANGED) from None
        # Last, and once: from then on nobody else can change anything public until this is through.
        changed()

    def _people(self) -> None:
        """Those who are new, with where they work from their first day on."""
        slugs = set(Person.objects.values_list("slug", flat=True))
        works = []
        # The first row of each: what is wrong with someone is told there.
        first = {row.person: row for row in reversed(self.rows)}
        for made in self.plan.new.values():
            person = Person(
                given_name=made.given,
                family_name=made.family,
                email=made.email,
                slug=_free_slug(made.name, slugs),
            )
            slugs.add(person.slug)
            self.people[made.number] = person
            if made.region or made.title or made.party:
                names = ("title", "party", "start")
                values = {name: getattr(made, name) for name in names}
                works.append(Affiliation(person=person, region_id=made.region, **values))
        new = [self.people[number] for number in self.plan.new]
        row_of = {id(self.people[number]): first[number] for number in self.plan.new}
        self._store(Person, new, [row_of[id(each)] for each in new])
        self._store(Affiliation, works, [row_of[id(each.person)] for each in works])

    def _parties(self) -> None:
        """The party of those elected who are known without one."""
        told = {row.person: row for row in reversed(self.rows) if row.party}
        known = list(not_ended(self.on).filter(of__in=told).values_list("of", "pk"))
        works = dict(reversed(known))
        stored = Affiliation.objects.select_for_update().in_bulk(list(works.values()))
        found = {
            person: stored[works[person]]
            if person in works
            else Affiliation(person=self.people[person])
            for person in told
        }
        for person, work in found.items():
            if work.party:
                raise Refused(CHANGED)
            work.party, work._change_reason = told[person].party, self._why(told[person])
            _clean(work, told[person])
        new = [person for person in found if person not in works]
        self._store(Affiliation, [found[each] for each in new], [told[each] for each in new])
        if stored:
            old = list(stored.values())
            bulk_update_with_history(old, Affiliation, ["party"], default_user=self.by)

    def _leaving(self) -> None:
        """Who leaves makes room for who comes."""
        leaving = []
        for row in self.rows:
            if row.held:
                found = self.held[row.held.pk]
                found.end = row.end if row.kind is Kind.END else row.start
                found.end_reason = row.reason or found.end_reason
                found._change_reason = self._why(row)
                _clean(found, row)
                leaving.append(found)
        if leaving:
            fields = ["end", "end_reason"]
            bulk_update_with_history(leaving, Appointment, fields, default_user=self.by)
            self.tell(sum(row.kind is Kind.END for row in self.rows), len(self.rows))

    def _coming(self, rows: list[Planned]) -> None:
        made = []
        for row in rows:
            each = Appointment(
                post=self.posts[row.post.pk],
                person=self.people[row.person],
                start=row.start,
                end=row.end,
                decision=self._decision(row),
            )
            each._change_reason = self._why(row)
            made.append(each)
        self._store(Appointment, made, rows)
        tell_of_new(made, by=self.by, on=self.on)

    def _store(self, model, records: list, rows: list[Planned]) -> None:
        """Stores the records, each of which comes of one of the rows."""
        for each, row in zip(records, rows, strict=True):
            _clean(each, row)
        if records:
            bulk_create_with_history(
                records, model, default_user=self.by, default_change_reason=self.why
            )

    def _why(self, row: Planned) -> str:
        why = f"{self.why}, rad {row.number}"
        return f"{why}: {row.reason}" if row.reason else why

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
                self._store(Decision, [found], [row])
            self.decisions[row.decided] = found
        return self.decisions[row.decided]


def _clean(record, row: Planned) -> None:
    """Raises Refused with what can't be stored, and in which row and column of the file it stands.
    The plan says it before; this is for what it has overlooked."""
    try:
        record.clean_fields(exclude=LINKS)
    except ValidationError as error:
        told = [
            f"Rad {row.number}, {LABELS.get(AT.get(name, name), LABELS['body'])}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
        raise Refused(f"{' '.join(told)} Rätta i filen. Inget är inläst.") from None


def _free_slug(name: str, taken: set[str]) -> str:
    """An address that nobody has, of the name."""
    first = slugify(name)[:110] or "person"
    numbers = range(2, len(taken) + 3)
    return next(e for e in (first, *(f"{first}-{n}" for n in numbers)) if e not in taken)

"""Writing the rows of a body's life, each with who did it and why, and taking them back."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from organisation.actions.mail import queue_mail
from organisation.actions.records import store, version_of
from organisation.actions.refusals import Refused
from organisation.addresses import absolute
from organisation.dates import long_date
from organisation.models import Outbox, Region, User
from organisation.publication import changed

from ..lives.around import Told
from ..lives.values import Change, Does, Link, Name, PostFacts, Thing, World
from ..models import (
    Appointment,
    Body,
    BodyName,
    BodyRelation,
    Post,
    Role,
    RotationScheme,
    RotationTerm,
)
from .asking import called

MODELS = {
    Thing.BODY: Body,
    Thing.NAME: BodyName,
    Thing.LINK: BodyRelation,
    Thing.POST: Post,
    Thing.HELD: Appointment,
    Thing.TURN: RotationTerm,
}
LABELS = {model._meta.label_lower: model for model in (*MODELS.values(), RotationScheme)}
FIELDS = {"kind": "kind", "path": "path", "name": "name", "start": "first", "end": "last"}


@dataclass(frozen=True)
class Step:
    """A row's change: the numbers of its history before (0 when it was new) and after."""

    label: str
    pk: int
    before: int
    after: int


class Writing:
    """What is written in one go, for one reason, by one person. Its rows of history are told from
    those of another go by their times, which are as near each other as can be."""

    def __init__(self, by: User, reason: str):
        self.by, self.reason, self.began = by, reason, timezone.now()
        self.steps: list[Step] = []
        self._made: dict[int, Post] = {}

    def add(self, record: models.Model) -> models.Model:
        """Stores a new row. Raises Refused, at the field of a form."""
        try:
            record.full_clean()
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            raise Refused(" ".join(messages), FIELDS.get(name, "")) from None
        self._store(record)
        self._step(record, 0)
        return record

    def add_again(self, record: models.Model) -> None:
        """Stores a row that was taken away, as it was and with its number."""
        before = version_of(record)
        record._state.adding = True
        record.full_clean(validate_unique=False)
        self._store(record)
        self._step(record, before)

    def change(self, record: models.Model, **values) -> None:
        """Stores a row with other values."""
        before = version_of(record)
        for name, value in values.items():
            setattr(record, name, value)
        record.full_clean(validate_unique=False)
        self._store(record)
        self._step(record, before)

    def remove(self, record: models.Model) -> None:
        """Takes away a row that was to come; its history stays."""
        pk, before, model = record.pk, version_of(record), type(record)
        record._history_user, record._change_reason = self.by, self.reason
        record._history_date = self._next_moment()
        record.delete()
        changed()
        self.steps.append(Step(model._meta.label_lower, pk, before, version_of(model(pk=pk))))

    def _store(self, record: models.Model) -> None:
        record._history_date = self._next_moment()
        store(record, by=self.by, reason=self.reason)
        del record._history_date

    def _next_moment(self) -> datetime.datetime:
        return self.began + len(self.steps) * datetime.timedelta(microseconds=1)

    def _step(self, record: models.Model, before: int) -> None:
        label = record._meta.label_lower
        self.steps.append(Step(label, record.pk, before, version_of(record)))

    def carry_out(self, changes: Iterable[Change], why: str, texts: dict) -> None:
        """Writes all changes of a plan: first what makes room, then what is new. `why` and `texts`
        are told of the bodies that end."""
        changes = list(changes)
        for each in changes:
            if each.does is not Does.NEW:
                self._end(each, why, texts)
        new = [each for each in changes if each.does is Does.NEW]
        # What follows posts that are new comes after them.
        for each in sorted(new, key=_follows_a_turn):
            if each.thing is Thing.LINK:
                self.add_link(each.new)
            elif each.thing is Thing.NAME:
                self._add_name(each.new)
            else:
                self._add_post(each.pk, each.new)

    def _end(self, change: Change, why: str, texts: dict) -> None:
        record = MODELS[change.thing].objects.select_for_update(of=("self",)).get(pk=change.pk)
        never = change.does is Does.NEVER
        if change.thing is Thing.BODY:
            told = {name: text for name, text in texts.items() if text}
            self.change(record, end=change.day, ending=why[:300], **told)
        elif change.thing is Thing.HELD and never:
            self.change(record, end=record.start, is_mistake=True, end_reason=why[:200])
        elif change.thing is Thing.HELD:
            self.change(record, end=change.day, end_reason=why[:200])
        elif never:
            self.remove(record)
        else:
            self.change(record, end=change.day)

    def add_link(self, link: Link) -> None:
        start, end = link.days
        self.add(
            BodyRelation(
                subject_id=link.subject,
                kind=link.kind,
                object_id=link.object,
                start=start,
                end=end,
            )
        )

    def _add_name(self, name: Name) -> None:
        start, end = name.days
        official = BodyName.Kind.OFFICIAL
        self.add(BodyName(body_id=name.body, kind=official, name=name.name, start=start, end=end))

    def _add_post(self, pk: int, facts: PostFacts) -> None:
        """A post like another, in the body and following what the facts say."""
        post = Post.objects.get(pk=pk)
        follows, (start, end) = facts.follows, facts.days
        post.pk, post._state.adding = None, True
        post.body_id, post.start, post.end = facts.body, start, end
        if follows:
            post.held_by_body_id = follows.body
            if follows.turn in self._made:
                post.held_in_turn_of = self._made[follows.turn]
        post.number = self._free_number(post)
        self._made[pk] = self.add(post)

    def _free_number(self, post: Post) -> int:
        same = ("body_id", "role_id", "represents_region_id", "represents_body_id")
        alike = Post.objects.filter(**{name: getattr(post, name) for name in same})
        return (alike.aggregate(last=models.Max("number"))["last"] or 0) + 1

    def add_posts(self, body: Body, role: int, number: int, each_region: bool, by_body: int):
        """Adds so many posts of a role in a new body, from each region of its first day or of none,
        and returns them. Those of no region are appointed by the body that it works for."""
        start = body.start
        regions = Region.objects.filter(models.Q(end=None) | models.Q(end__gt=start))
        found = list(regions.exclude(start__gt=start)) if each_region else [None]
        of_role, made = Role.objects.get(pk=role), []
        for region in found:
            for at in range(1, number + 1):
                post = Post(body=body, role=of_role, number=at, represents_region=region)
                if region:
                    post.appointed_by_region = region
                else:
                    post.appointed_by_body_id = by_body
                made.append(self.add(post))
        return made

    def tell(self, told: list[Told], body: Body, world: World, day: datetime.date) -> None:
        """Queues a mail to each who is told."""
        if not self.steps:
            return
        facts = world.bodies.get(body.pk)
        name = facts.name if facts else body.names.order_by("-pk").first().name
        for each in told:
            queue_mail(
                key=f"{told_of(self.steps)}:{_short(each.email)}",
                to=each.email,
                subject=f"{name}: ändras {long_date(day)}",
                text=f"{self.reason}\n\nDet gäller från och med {long_date(day)}. {called(self.by)}"
                f" har gjort ändringen.\n\nSidan: {absolute(body.url)}\n\n"
                f"Du får det här för att du är berörd: {each.why}.\n",
            )


def _short(address: str) -> str:
    """What tells an address from others, however long it is."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def told_of(steps: Sequence[Step]) -> str:
    """How the keys of the mails about the steps begin."""
    return f"life:{steps[0].label}:{steps[0].pk}:{steps[0].after}"


def tell_undone(steps: Sequence[Step], by: User) -> None:
    """Queues a mail that it's taken back, to those who were told of it."""
    for each in Outbox.objects.filter(key__startswith=f"{told_of(steps)}:"):
        queue_mail(
            key=f"undone-{each.key}",
            to=each.to,
            subject=f"Ångrat: {each.subject}",
            text=f"{called(by)} har tagit tillbaka det här:\n\n{each.text}",
        )


def _follows_a_turn(change: Change) -> tuple[bool, bool]:
    post = change.new if change.thing is Thing.POST else None
    return (post is not None, bool(post and post.follows))

"""A kind of text that the public site has beside its documents."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models
from django.urls import reverse

from organisation.policies import Policy
from organisation.rights import Action
from organisation.standing import Standing
from portal.rights import POLICIES


@dataclass(frozen=True)
class TextKind:
    """A kind of record whose texts are written in the workspace.

    `named` gives the records with what `name` and `places` need; `places` are the public addresses
    where the texts are met, the nearest first. `added` are the fields that only a new one asks
    for. A text of an `is_dated` kind can be replaced from a day; one with an `address` leads on
    when it's changed; one that `is_reviewed` is looked through once a year.
    """

    slug: str
    model: type[models.Model]
    label: str
    new_label: str
    fields: tuple[str, ...]
    named: Callable[[datetime.date], models.QuerySet]
    name: Callable[[models.Model], str]
    places: Callable[[models.Model], list[str]]
    note: Callable[[models.Model], str] = lambda record: ""
    added: tuple[str, ...] = ()
    is_dated: bool = False
    address: str = ""
    owner: str = ""
    is_reviewed: bool = False
    folded: tuple[str, ...] = field(default=("interpretation",))

    @property
    def policy(self) -> Policy:
        return POLICIES[self.model]

    @property
    def label_of_model(self) -> str:
        return self.model._meta.label_lower

    @property
    def may_add(self) -> bool:
        return bool(self.new_label)

    @property
    def all_fields(self) -> tuple[str, ...]:
        return (*self.added, *self.fields)

    def may_write_some(self, standing: Standing) -> bool:
        return self.policy.may_some(standing, Action.WRITE)

    def of(self, standing: Standing, on: datetime.date) -> models.QuerySet:
        """The records that the person may write, with what their names need."""
        return self.policy.filter(standing, Action.WRITE, self.named(on))

    def url(self, record) -> str:
        return reverse("desk_text", args=[self.slug, str(record.pk)])

"""What leads to an address in the site's own texts: it's told before the address is changed."""

from dataclasses import dataclass

from django.db.models import Q

from organisation.models import Shortcut
from organisation.richtext import RichTextField

from .kinds import KINDS, TextKind


@dataclass(frozen=True)
class LinkingText:
    """A text that has a link to an address."""

    title: str
    url: str
    label: str


def texts_that_link(address: str, standing, *, besides=None) -> list[LinkingText]:
    """The texts that lead to an address of this site (`/om/kontakt/`) and that the person may
    write (1 query for each kind with such texts)."""
    found = []
    for kind in KINDS:
        asked = _leads_to(kind, address)
        if asked is None or not kind.may_write_some(standing):
            continue
        for record in kind.of(standing, standing.on).filter(asked)[:20]:
            if record != besides:
                found.append(LinkingText(kind.name(record), kind.url(record), kind.label))
    return found


def _leads_to(kind: TextKind, address: str) -> Q | None:
    """Which records of a kind have a link to the address."""
    if kind.model is Shortcut:
        return Q(target=address) | Q(target__startswith=f"{address}#")
    asked = None
    for column in kind.model._meta.concrete_fields:
        if isinstance(column, RichTextField):
            for ending in ('"', "#", "?"):
                one = Q(**{f"{column.name}__contains": f'href="{address}{ending}'})
                asked = one if asked is None else asked | one
    return asked

"""Saying that someone was stored twice: one record stands for both from then on."""

from django.db import transaction
from django.db.models import Q

from ..models import Invitation, Person, User
from ..policies import PEOPLE
from ..rights import Action
from ..rules import personal_identity_numbers
from ..standing import Standing
from .records import store
from .refusals import Refused

HAS_ACCOUNT = (
    "Någon av personerna har ett konto, eller är inbjuden att skaffa ett, som då får bådas "
    "rättigheter. Be en administratör att slå ihop dem."
)


def needs_administrator(*people: int | None) -> bool:
    """Whether an account, made or offered, would get the rights of both (2 queries)."""
    known = [each for each in people if each is not None]
    same = Q(person__in=known) | Q(person__merged_into__in=known)
    invited = Invitation.objects.filter(same, accepted_at=None, revoked_at=None)
    return User.objects.filter(same).exists() or invited.exists()


@transaction.atomic
def merge(person: int, into: int, *, by: User, standing: Standing, why: str) -> Person:
    """Merges one record of a person into another. The same one sent twice is done once. Raises
    Refused."""
    if personal_identity_numbers(why):
        raise Refused("Texten innehåller ett personnummer. Ta bort det.", "why")
    locked = Person.objects.select_for_update().filter(pk__in=(person, into)).order_by("pk")
    found = {each.pk: each for each in locked}
    if len(found) < 2:
        raise Refused("Välj två olika personer. Inget har ändrats.")
    one, other = found[person], found[into]
    if not all(PEOPLE.allows(standing, Action.WRITE, each) for each in (one, other)):
        raise Refused("Du får inte ändra båda personerna. Be en administratör att slå ihop dem.")
    if one.merged_into_id == other.pk:
        return other
    for each in (one, other):
        if each.merged_into_id:
            raise Refused(f"{each} är redan hopslagen med någon annan. Läs sidan på nytt.")
    if not standing.is_admin and needs_administrator(one.pk, other.pk):
        raise Refused(HAS_ACCOUNT)
    one.merged_into = other
    store(one, by=by, reason=why)
    # Those who were merged into the one are the other too: a chain is never more than a step.
    for each in one.merged_from.select_for_update():
        each.merged_into = other
        store(each, by=by, reason=why)
    return other

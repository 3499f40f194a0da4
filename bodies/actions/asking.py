"""Whether someone may, asked in the transaction: a right that has ended since the page was opened
is gone."""

from organisation.actions.refusals import Refused
from organisation.dates import today
from organisation.models import User
from organisation.rights import Action, Thing
from organisation.standing import Standing

from ..models import Body
from ..standings import standing_of


def must(by: User, action: Action, thing: Thing) -> Standing:
    """What the person may today. Raises Refused unless that is to do the action with some thing of
    the kind."""
    standing = standing_of(by, today())
    if not standing.may_some(action, thing):
        raise Refused(f"Du får inte längre {action.label} {thing.label}. Inget har ändrats.")
    return standing


def staff_address() -> str:
    """The address of the office that lets people in; "" where it has none."""
    functions = (Body.Function.STAFF_OFFICE, Body.Function.SECRETARIAT)
    offices = Body.objects.filter(function__in=functions).exclude(email="")
    return offices.values_list("email", flat=True).first() or ""


def called(user: User) -> str:
    """What someone is called where it's told what they did."""
    return user.get_full_name() or user.get_username()

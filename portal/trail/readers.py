"""Who reads what has happened to a record."""

from django.db.models import Q

from bodies.models import Body
from bodies.policies import POSTS_TO_FILL
from organisation.policies import Policy
from organisation.rights import Action
from organisation.standing import Standing
from portal.rights import POLICIES


def readable(policy: Policy, standing: Standing, model: type) -> Q:
    """The rows of a history that are about records which the person may read; those of what is
    removed are left to administrators."""
    if standing.is_admin:
        return Q()
    mine = policy.filter(standing, Action.READ, model._default_manager.order_by())
    return Q(id__in=mine.values("pk"))


def may_read_history(standing, record) -> bool:
    """Whether the person may change the body or the person, or who holds some post of the body."""
    if POLICIES[type(record)].allows(standing, Action.WRITE, record):
        return True
    if not isinstance(record, Body):
        return False
    return POSTS_TO_FILL.filter(standing, Action.WRITE).filter(body=record).exists()

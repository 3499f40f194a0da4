"""One door to all rights: the policies of every room, and who is asking."""

from django.utils.functional import SimpleLazyObject

import bodies.policies
import documents.policies
import organisation.policies
import programmes.policies
from bodies.standings import standing_of
from organisation.dates import today
from organisation.models import User
from organisation.policies import Policy
from organisation.rights import Action
from organisation.standing import Standing

POLICIES: dict[type, Policy] = {
    each.model: each
    for room in (organisation, bodies, programmes, documents)
    for each in room.policies.POLICIES
}
# What Django calls the things that can be done with a record. Nothing is deleted.
PERMISSIONS = {"view": Action.READ, "add": Action.WRITE, "change": Action.WRITE}


def standing_now(user) -> Standing:
    """What the account may do as it's stored now: nothing when it has been shut off since the
    request began (2 queries, 1 more for whoever leads a council)."""
    return standing_of(User.objects.filter(pk=user.pk).first(), today())


class StandingOfReader:
    """Middleware that lets each request be asked what its reader may: `request.standing`; and asked
    anew by whoever has locked what is to be changed: `request.standing_now()`.

    Lazy: a page that doesn't ask makes no query and reads no session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.standing = SimpleLazyObject(lambda: standing_of(request.user, today()))
        request.standing_now = lambda: standing_now(request.user)
        return self.get_response(request)


class Rights:
    """The backend that answers every `user.has_perm(…)`, superusers' too: by the policies."""

    def authenticate(self, request, **credentials):
        return None

    def get_user(self, user_id):
        return None

    def has_perm(self, user, perm: str, obj=None) -> bool:
        """Whether the user may do what Django calls `app.verb_model` with the record, or, without
        one, with any."""
        app, _, name = perm.partition(".")
        verb, _, model = name.partition("_")
        action = PERMISSIONS.get(verb)
        policy = next(
            (
                each
                for of, each in POLICIES.items()
                if (of._meta.app_label, of._meta.model_name) == (app, model)
            ),
            None,
        )
        if action is None or policy is None:
            return False
        standing = standing_of(user, today())
        if obj is None:
            return policy.may_some(standing, action)
        return policy.allows(standing, action, obj)

    def has_module_perms(self, user, app: str) -> bool:
        standing = standing_of(user, today())
        return any(
            policy.may_some(standing, Action.READ)
            for model, policy in POLICIES.items()
            if model._meta.app_label == app
        )

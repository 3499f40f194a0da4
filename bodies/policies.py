"""Which bodies, posts and appointments a right reaches."""

from django.db.models import Q

from organisation.policies import EVERY, Plain, Policy
from organisation.rights import Action, Scope, Thing

from .models import (
    Appointment,
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
    CompositionRule,
    Decision,
    Grant,
    HandoverTick,
    Post,
    Role,
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
    RotationTerm,
)
from .rules import appointing_findings


class ContactsPolicy(Policy):
    """Whom to write to in a body: its own address and its lists."""

    model, things = Body, (Thing.CONTACTS,)

    def covers(self, scope, holding, record, standing):
        if scope is Scope.OWN:
            return record.pk == holding.body
        if scope is Scope.BELOW:
            return record.pk in holding.below
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        if scope is Scope.OWN:
            return Q(pk=holding.body)
        if scope is Scope.BELOW:
            return Q(pk__in=holding.below)
        return super().within(scope, holding, standing)


class PostToFillPolicy(Policy):
    """Whoever is appointed to a post that represents a region is that region's matter; the chairs
    of a council's areas are the council's (002); posts of no region are the staff office's.

    `path` leads from the record to its post.
    """

    model, things, path = Post, (Thing.APPOINTMENT,), ""

    def post_of(self, record) -> Post:
        return record

    def covers(self, scope, holding, record, standing):
        post = self.post_of(record)
        if scope is Scope.REGION:
            return holding.region is not None and post.represents_region_id == holding.region
        if scope is Scope.NO_REGION:
            return post.represents_region_id is None
        if scope is Scope.APPOINTED:
            through = post.appointed_by_relation == BodyRelation.Kind.PART_OF
            return post.appointed_by_body_id == holding.body or (
                through and post.body_id in holding.below
            )
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        at = self.path
        if scope is Scope.REGION:
            return Q(**{f"{at}represents_region": holding.region})
        if scope is Scope.NO_REGION:
            return Q(**{f"{at}represents_region__isnull": True})
        if scope is Scope.APPOINTED:
            through = {
                f"{at}appointed_by_relation": BodyRelation.Kind.PART_OF,
                f"{at}body__in": holding.below,
            }
            return Q(**{f"{at}appointed_by_body": holding.body}) | Q(**through)
        return super().within(scope, holding, standing)


class AppointmentPolicy(PostToFillPolicy):
    """An appointment follows its post; one's own is another's matter."""

    model, path = Appointment, "post__"

    def forbids(self, standing, action, record):
        if action is not Action.WRITE or standing.is_admin or record.person_id is None:
            return False
        own = record.person_id in standing.people
        return bool(appointing_findings(oneself=own, is_admin=False))

    def without_forbidden(self, standing, action):
        if action is not Action.WRITE or standing.is_admin:
            return EVERY
        return ~Q(person__in=standing.people)

    def post_of(self, record) -> Post:
        return record.post


class HandoverPolicy(Policy):
    """A handover is the matter of whoever keeps the body going, and of both regions."""

    model, things = HandoverTick, (Thing.HANDOVER,)

    def covers(self, scope, holding, record, standing):
        if scope is Scope.OWN:
            return record.body_id == holding.body
        if scope is Scope.REGION:
            return holding.region in (record.leaving_id, record.coming_id)
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        if scope is Scope.OWN:
            return Q(body=holding.body)
        if scope is Scope.REGION:
            return Q(leaving=holding.region) | Q(coming=holding.region)
        return super().within(scope, holding, standing)


def only_regions(rights) -> set[int] | None:
    """The regions that rights are for, when all of them are a region's; else None."""
    rights = list(rights)
    if all(right.scope is Scope.REGION for right, _ in rights):
        return {holding.region for _, holding in rights}
    return None


# Two more questions about bodies and posts than whether their own rows may be changed.
CONTACTS, POSTS_TO_FILL = ContactsPolicy(), PostToFillPolicy()
BODIES, HANDOVERS = Plain(Body, Thing.BODY), HandoverPolicy()
POLICIES = (
    AppointmentPolicy(),
    HANDOVERS,
    BODIES,
    Plain(BodyName, Thing.BODY),
    Plain(BodyRelation, Thing.BODY),
    Plain(BodyKind, Thing.STRUCTURE),
    Plain(Role, Thing.STRUCTURE),
    Plain(Post, Thing.STRUCTURE),
    Plain(CompositionRule, Thing.STRUCTURE),
    Plain(RotationTerm, Thing.ROTATION),
    Plain(RotationScheme, Thing.ROTATION),
    Plain(RotationOffice, Thing.ROTATION),
    Plain(RotationPart, Thing.ROTATION),
    Plain(RotationPlace, Thing.ROTATION),
    Plain(RotationException, Thing.ROTATION),
    Plain(Grant, Thing.ACCOUNT),
    Plain(Decision, Thing.BODY),
)

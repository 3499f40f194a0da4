"""What a right reaches of promises, goals and the national system."""

from django.db.models import Q

from bodies.models import Body
from organisation.policies import Plain, Policy
from organisation.rights import Scope, Thing

from .models import (
    GoalTarget,
    Hosting,
    KnowledgeTopic,
    Measurement,
    PatientPromise,
    PromiseVariant,
    QualityGoal,
    SystemLevel,
)


class GoalPolicy(Policy):
    """What a body wants to reach and what is measured of it is the matter of whoever keeps the body
    going; its council reads it, as everyone does.

    `path` leads from the record to its body.
    """

    things = (Thing.GOAL,)

    def __init__(self, model: type, path: str):
        self.model, self.path = model, path

    def body_of(self, record) -> int:
        return record.pk if self.path == "pk" else record.goal.body_id

    def covers(self, scope, holding, record, standing):
        if scope is Scope.OWN:
            return self.body_of(record) == holding.body
        if scope is Scope.BELOW:
            return self.body_of(record) in holding.below
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        if scope is Scope.OWN:
            return Q(**{self.path: holding.body})
        if scope is Scope.BELOW:
            return Q(**{f"{self.path}__in": holding.below})
        return super().within(scope, holding, standing)


MODELS = (Hosting, KnowledgeTopic, PatientPromise, PromiseVariant, QualityGoal, SystemLevel)
# Whether a body's goals may be worked with in the workspace, asked of the body; a goal's own row is
# also among the records of the administration.
GOALS = GoalPolicy(Body, "pk")
POLICIES = (
    *(Plain(model, Thing.PROMISE) for model in MODELS),
    GoalPolicy(GoalTarget, "goal__body"),
    GoalPolicy(Measurement, "goal__body"),
)

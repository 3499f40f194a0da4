"""What a right reaches of promises, goals and the national system: all of it, or nothing."""

from organisation.policies import Plain
from organisation.rights import Thing

from .models import (
    Hosting,
    KnowledgeTopic,
    PatientPromise,
    PromiseVariant,
    QualityGoal,
    SystemLevel,
)

MODELS = (Hosting, KnowledgeTopic, PatientPromise, PromiseVariant, QualityGoal, SystemLevel)
POLICIES = tuple(Plain(model, Thing.PROMISE) for model in MODELS)

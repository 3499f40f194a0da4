"""What the work is about: hosting, the promises to patients, goals, and the national system."""

from .goals import GoalTarget, Measurement, QualityGoal
from .national import Hosting, KnowledgeTopic, SystemLevel
from .promises import PatientPromise, PromiseVariant

__all__ = [
    "GoalTarget",
    "Hosting",
    "KnowledgeTopic",
    "Measurement",
    "PatientPromise",
    "PromiseVariant",
    "QualityGoal",
    "SystemLevel",
]

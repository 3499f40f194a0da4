"""Bodies (`body`), posts and who holds them (`posts`), the two views over them (`tenure`), how
bodies are to be composed (`composition`), what they have decided (`decision`), what is decided of
whose turn it is (`rotation`), what is kept of handovers (`handovers`), and rights that someone is
given for a time (`grants`)."""

from .body import Body, BodyKind, BodyName, BodyRelation
from .composition import CompositionRule
from .decision import Decision
from .grants import Grant
from .handovers import HandoverTick, SentReminder
from .posts import Appointment, Post, Role, RotationTerm
from .rotation import (
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
)
from .tenure import Place, Tenure

__all__ = [
    "Appointment",
    "Body",
    "BodyKind",
    "BodyName",
    "BodyRelation",
    "CompositionRule",
    "Decision",
    "Grant",
    "HandoverTick",
    "Place",
    "Post",
    "Role",
    "RotationException",
    "RotationOffice",
    "RotationPart",
    "RotationPlace",
    "RotationScheme",
    "RotationTerm",
    "SentReminder",
    "Tenure",
]

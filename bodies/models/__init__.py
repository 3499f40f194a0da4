"""Bodies (`body`), posts and who holds them (`posts`), the two views over them (`tenure`), and what
bodies have decided (`decision`), what is decided of whose turn it is (`rotation`), and rights that
someone is given for a time (`grants`)."""

from .body import Body, BodyKind, BodyName, BodyRelation
from .decision import Decision
from .grants import Grant
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
    "Decision",
    "Grant",
    "Place",
    "Post",
    "Role",
    "RotationException",
    "RotationOffice",
    "RotationPart",
    "RotationPlace",
    "RotationScheme",
    "RotationTerm",
    "Tenure",
]

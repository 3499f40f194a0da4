"""Bodies (`body`), posts and who holds them (`posts`), the two views over them (`tenure`), and what
bodies have decided (`decision`)."""

from .body import Body, BodyKind, BodyName, BodyRelation
from .decision import Decision
from .posts import Appointment, Post, Role, RotationTerm
from .tenure import Place, Tenure

__all__ = [
    "Appointment",
    "Body",
    "BodyKind",
    "BodyName",
    "BodyRelation",
    "Decision",
    "Place",
    "Post",
    "Role",
    "RotationTerm",
    "Tenure",
]

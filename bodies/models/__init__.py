"""Bodies (`body`), posts and who holds them (`posts`), and the two views over them (`tenure`)."""

from .body import Body, BodyKind, BodyName, BodyRelation
from .posts import Appointment, Post, Role, RotationTerm
from .tenure import Place, Tenure

__all__ = [
    "Appointment",
    "Body",
    "BodyKind",
    "BodyName",
    "BodyRelation",
    "Place",
    "Post",
    "Role",
    "RotationTerm",
    "Tenure",
]

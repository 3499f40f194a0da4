"""Why an action isn't done: the same in every room."""

from organisation.actions.refusals import Conflict, Refused

__all__ = ["Conflict", "Refused"]

"""What loading a fixture set did, and why the database refused a record of it."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import DatabaseError

from organisation.records import Record


@dataclass
class Report:
    """What a load did: records created, changed and left as they were, per model."""

    created: Counter = field(default_factory=Counter)
    changed: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)

    @property
    def writes(self) -> int:
        return self.created.total() + self.changed.total()


def refusal(instance: Record, error: DatabaseError) -> str:
    """Why the database refused a record: the constraint's own sentence where it has one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    broken = getattr(diagnosis, "constraint_name", None)
    for constraint in instance._meta.constraints:
        if constraint.name == broken and constraint.violation_error_message:
            return str(constraint.violation_error_message)
    return f"Databasen säger nej: {str(error).splitlines()[0]}"

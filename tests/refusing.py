"""How a test asks that the database refuses what can't be true."""

import pytest
from django.db import IntegrityError, transaction


def refused(sql, statement: str, *values, by: str) -> None:
    """The statement is refused by the constraint, or in the words, that `by` matches."""
    with pytest.raises(IntegrityError, match=by), transaction.atomic():
        sql(statement, *values)

"""The number that rises whenever something public changes."""

from django.db import connection

from .models import Generation


def raise_generation() -> None:
    """Raises the number, in the transaction that changes something public. Whoever comes next waits
    until it's through, so that no two changes share a number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_generation (id, number) VALUES (1, 1) "
            "ON CONFLICT (id) DO UPDATE SET number = portal_generation.number + 1"
        )


def generation() -> int:
    """The number now (1 query); 0 before anything has changed."""
    return Generation.objects.values_list("number", flat=True).first() or 0

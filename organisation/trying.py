"""Seeing what a change would lead to, without making it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def as_if(change: Callable[[], object]) -> Iterator[object]:
    """Makes the change, gives what it returned, and takes it all back at the end of the block.

    What is read within sees the change; nobody else ever does, and what would happen when it's
    kept (mail, callbacks) doesn't. What the change raises is raised, with nothing changed.
    """
    with transaction.atomic():
        yield change()
        transaction.set_rollback(True)

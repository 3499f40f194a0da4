"""The one way to tell the site that something the public can see has changed.

`portal` listens, and raises the site's generation in the same transaction; later the page cache
and the search index rely on it. A draft that is saved is no change that the public can see.
"""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Has `listener` called, in the writer's transaction, whenever something public changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed() -> None:
    """Tells that something the public can see has changed. Call it in the transaction that changes
    it: what is rolled back was never told."""
    for each in _listeners:
        each()

"""Databases that are filled once and then shown to many modules of tests, each in a transaction
that is taken back afterwards."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from tests.browser.served import DROP, command

COPY = "CREATE DATABASE {} TEMPLATE {}"


@dataclass
class Prepared:
    """Copies of the test database, by name; each with what filling it gave.

    They are made from a copy that nothing is connected to: while a browser is driven there may be
    a second connection to the test database, and one in use can't be copied.
    """

    base: str
    made: dict[str, object] = field(default_factory=dict)

    def __post_init__(self):
        connection.close()
        command(COPY, self.name("empty"), self.base)

    def name(self, what: str) -> str:
        return f"{self.base}_{what}"

    @contextmanager
    def shown(self, what: str, fill):
        """Connects to the database `what` until the block ends; yields what `fill()` returned the
        time it was filled. What the block does is taken back."""
        if what not in self.made:
            command(COPY, self.name(what), self.name("empty"))
            try:
                with connected(self.name(what)):
                    self.made[what] = fill()
            except BaseException:
                command(DROP, self.name(what))
                raise
        with connected(self.name(what)), transaction.atomic():
            yield self.made[what]
            transaction.set_rollback(True)

    def drop(self) -> None:
        for what in ("empty", *self.made):
            command(DROP, self.name(what))


@contextmanager
def connected(name: str):
    """Django's connection leads to the database `name` until the block ends."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before

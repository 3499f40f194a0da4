"""Databases that are filled once and then shown to many modules of tests, each in a transaction
that is taken back afterwards."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests import tables
from tests.browser.served import DROP, command

COPY = "CREATE DATABASE {} TEMPLATE {}"


@dataclass
class Prepared:
    """Databases with the site's tables, by name; each with what filling it gave.

    They are made from one that nothing is connected to and nothing has been done in. Where there
    is none it's a copy of the test database: while a browser is driven there may be a second
    connection to that, and one in use can't be copied.
    """

    base: str
    made: dict[str, object] = field(default_factory=dict)
    empty: str = field(default_factory=lambda: tables.template() or "")

    def __post_init__(self):
        if not self.empty:
            connection.close()
            self.empty = self.name("empty")
            command(COPY, self.empty, self.base)

    def name(self, what: str) -> str:
        return f"{self.base}_{what}"

    @contextmanager
    def shown(self, what: str, fill):
        """Connects to the database `what` until the block ends; yields what `fill()` returned the
        time it was filled. What the block does is taken back."""
        if what not in self.made:
            command(COPY, self.name(what), self.empty)
            try:
                with connected(self.name(what)):
                    self.made[what] = fill()
                    know_the_tables()
            except BaseException:
                command(DROP, self.name(what))
                raise
        with connected(self.name(what)), transaction.atomic():
            yield self.made[what]
            transaction.set_rollback(True)

    def drop(self) -> None:
        own = [self.empty] if self.empty == self.name("empty") else []
        for name in (*own, *map(self.name, self.made)):
            command(DROP, name)


def know_the_tables() -> None:
    """Let the database look at how much stands in its tables. It does so by itself within a minute,
    which is too late for tests; till then it plans as if next to nothing did, and a question that
    takes milliseconds can take seconds."""
    with connection.cursor() as cursor:
        found = map(connection.ops.quote_name, connection.introspection.table_names(cursor))
        cursor.execute(f"ANALYZE {', '.join(found)}")


@contextmanager
def connected(name: str):
    """Django's connection leads to the database `name` until the block ends. What is remembered of
    a database's kinds of content is of no use in another: there they may have other numbers."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        ContentType.objects.clear_cache()

"""A clock that tests set, and a watch over what is written to the database."""

import datetime
import re
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)
# A message to the person lies in their session, and who was seen when is kept beside it.
OF_THE_SESSION = {"django_session", "usersessions_usersession"}


class Clock:
    """What `timezone.now` answers, wherever it's asked."""

    def __init__(self, monkeypatch):
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def set(self, moment: datetime.datetime, *, seconds: float = 0) -> None:
        self.now = moment + datetime.timedelta(seconds=seconds)


@contextmanager
def writes():
    """A list of the tables that are written to in the block, also in what is rolled back."""
    found: list[str] = []

    def watched(execute, sql, params, many, context):
        match = WRITES.match(sql)
        if match and match[1] not in OF_THE_SESSION:
            found.append(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watched):
        yield found


def everything() -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a sum over all that stands in them (but when an account was
    last signed in)."""
    quote = connection.ops.quote_name
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in OF_THE_SESSION:
                cursor.execute(
                    "SELECT count(*), coalesce(sum(hashtext((to_jsonb(t) - 'last_login')::text)"
                    f"::bigint), 0) FROM {quote(table)} t"
                )
                found[table] = cursor.fetchone()
    return found

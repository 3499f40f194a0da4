"""A small cache that all workers share, in a table of the site's own database.

It holds what must be counted across workers: who has tried to sign in too often, which tokens are
used. Nothing that lives is ever thrown out to make room, so that a flood can't make it forget.
"""

import hashlib
import json
from datetime import UTC, datetime

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

TABLE = "portal_cacheentry"
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class SharedCache(BaseCache):
    """Values are JSON, never pickled. Keys are stored as digests: what they are made of, such as
    addresses, can't be read from the table."""

    def __init__(self, location, params):
        super().__init__(params)

    def validate_key(self, key):
        """Any key will do, since its digest is what is stored."""

    def digest(self, key, version) -> str:
        return hashlib.sha256(self.make_key(key, version=version).encode()).hexdigest()

    def expiry(self, timeout) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return FOR_EVER if seconds is None else datetime.fromtimestamp(max(seconds, 0), UTC)

    def get(self, key, default=None, version=None):
        found = self._run(
            f"SELECT value FROM {TABLE} WHERE key = %s AND expires > clock_timestamp()",
            self.digest(key, version),
        )
        return json.loads(found[0][0]) if found else default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._run(
            f"INSERT INTO {TABLE} (key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (key) "
            "DO UPDATE SET value = excluded.value, expires = excluded.expires",
            self.digest(key, version),
            json.dumps(value),
            self.expiry(timeout),
        )

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        """Stores the value unless a living one is there; of several who ask at once, one may."""
        added = self._run(
            f"INSERT INTO {TABLE} AS entry (key, value, expires) VALUES (%s, %s, %s) ON CONFLICT "
            "(key) DO UPDATE SET value = excluded.value, expires = excluded.expires "
            "WHERE entry.expires <= clock_timestamp() RETURNING 1",
            self.digest(key, version),
            json.dumps(value),
            self.expiry(timeout),
        )
        return bool(added)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        touched = self._run(
            f"UPDATE {TABLE} SET expires = %s "
            "WHERE key = %s AND expires > clock_timestamp() RETURNING 1",
            self.expiry(timeout),
            self.digest(key, version),
        )
        return bool(touched)

    def delete(self, key, version=None) -> bool:
        gone = self._run(
            f"DELETE FROM {TABLE} WHERE key = %s RETURNING 1", self.digest(key, version)
        )
        return bool(gone)

    def clear(self):
        self._run(f"DELETE FROM {TABLE}")

    def delete_expired(self) -> int:
        """Removes what no longer counts; returns how many rows that was."""
        return len(self._run(f"DELETE FROM {TABLE} WHERE expires <= clock_timestamp() RETURNING 1"))

    @staticmethod
    def _run(statement: str, *values) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

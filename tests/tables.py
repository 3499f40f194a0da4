"""A database with the tables and nothing in them, that test databases are copied from.

Making the tables takes longer than most of the tests, and changes only with the migrations. So it
is made once and kept on the embedded server; one for other migrations takes its place.
"""

import hashlib
import os
import re
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import errors, sql

from portal.embedded import ROOT
from portal.env import env_database
from tests.embedded_database import PREFIX

KEPT = "tables_"
# What the tables follow from: our own migrations and what they import, the apps, and the versions
# of theirs.
SOURCES = ("*/migrations/*.py", "portal/settings.py", "requirements.lock")
IMPORTED = re.compile(r"^(?:import|from) +([\w.]+)", re.MULTILINE)
LOCK = 7_415_926


def template() -> str | None:
    """The name of the database, made if it isn't there; None on a server that isn't the tests' own,
    where nothing may be left behind."""
    address = urlsplit(os.environ["DATABASE_URL"])
    if not address.path.removeprefix("/").startswith(PREFIX):
        return None
    name = f"{KEPT}{digest(ROOT)}"
    with commands() as run:
        # Whoever comes first makes it; the lock ends with the connection.
        run("SELECT pg_advisory_lock(%s)", LOCK)
        kept = [
            each
            for (each,) in run("SELECT datname FROM pg_database WHERE datname ~ %s", "^tables_")
        ]
        if name in kept:
            return name
        for each in kept:
            # One that is being copied by a run with other migrations stays until the next time.
            with suppress(errors.ObjectInUse):
                run(sql.SQL("DROP DATABASE {}").format(sql.Identifier(each)))
        new = f"{KEPT}new"
        run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(new)))
        migrate(address._replace(path=f"/{new}").geturl())
        run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (new, name))))
    return name


def digest(root: Path) -> str:
    """What stands in the sources, as one word."""
    paths = {each for pattern in SOURCES for each in root.glob(pattern)}
    imported = {each for path in paths for each in IMPORTED.findall(path.read_text())}
    ours = {root / f"{each.replace('.', '/')}.py" for each in imported}
    found = hashlib.sha256()
    for path in sorted(paths | {each for each in ours if each.exists()}):
        found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def migrate(address: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"Tabellerna kunde inte göras:\n{done.stdout}{done.stderr}")


@contextmanager
def commands():
    """`run(statement, *values)` on the tests' server, outside of any transaction."""
    tests = env_database("DATABASE_URL")
    connection = psycopg2.connect(
        dbname="postgres",
        user=tests["USER"],
        password=tests["PASSWORD"],
        host=tests["HOST"],
        port=tests["PORT"],
        **tests["OPTIONS"],
    )
    connection.autocommit = True

    def run(statement, *values) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    try:
        yield run
    finally:
        connection.close()

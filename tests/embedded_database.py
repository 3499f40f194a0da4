"""pytest plugin, loaded first of all: the tests' environment and their database.

Without DATABASE_URL the embedded server `test` is started, and its address exported, so that
xdist's workers and every process a test starts use the same one. Each run has databases of its
own, so that two runs in one checkout do not disturb each other.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import psycopg2
from psycopg2 import sql

from portal.embedded import EmbeddedDatabaseError, Server, named_server

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "SECRET_KEY": "only-for-tests-" * 4,
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "DEMO": "1",
    "HTTPS": "0",
    "STATIC_HASHED": "0",
}
PREFIX = "run_"
# What is sent in while the tests run.
FILES = tempfile.mkdtemp(prefix="portal-files-")
FIXTURES = Path(__file__).parent.parent / "fixtures"
server: Server | None = None


def start() -> Server:
    """Start or join the server `test`; its data is worth nothing and is made anew if unusable."""
    found = named_server("test", durable=False)
    try:
        alone = found.start()
    except EmbeddedDatabaseError:
        found.reset()
        alone = found.start()
    if alone:
        drop_left_databases(found)
    return found


def lay_out_files() -> None:
    """Puts the files of the fixture sets where those of documents lie: a database that is a copy of
    one where a set was read in finds them there."""
    for path in FIXTURES.rglob("filer/*"):
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        place = Path(FILES) / sha256[:2] / sha256
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)


def drop_left_databases(found: Server) -> None:
    """Drop what killed runs have left behind; to be called only while no other run goes on."""
    connection = psycopg2.connect(found.url("postgres"))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^(test_{PREFIX}|demo_)"]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )
    finally:
        connection.close()


def pytest_unconfigure(config):
    shutil.rmtree(FILES, ignore_errors=True)
    if server:
        server.stop()


# What the caller's shell says about production must not reach the tests.
for unwanted in (
    "BEHIND_PROXY",
    "DEBUG",
    "EMBEDDED_DATABASE",
    "HSTS_SECONDS",
    "STATIC_ROOT",
    "CLAMD",
):
    os.environ.pop(unwanted, None)
os.environ.update(ENVIRONMENT, FILES_ROOT=FILES)
lay_out_files()
if not os.environ.get("DATABASE_URL"):
    server = start()
    os.environ["DATABASE_URL"] = server.url(f"{PREFIX}{os.getpid()}")

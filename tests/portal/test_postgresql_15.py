"""The site on an older PostgreSQL than the embedded one, where the machine has one."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest

from portal.embedded import DATA, ROOT, Server

OLDEST, NEWEST = 15, 17
INSTALLED = [
    folder
    for major in range(OLDEST, NEWEST + 1)
    if (folder := Path(f"/usr/lib/postgresql/{major}/bin")).joinpath("postgres").exists()
]


@pytest.fixture
def older_server():
    if not INSTALLED:
        pytest.skip(f"no PostgreSQL {OLDEST} to {NEWEST} in /usr/lib/postgresql")
    DATA.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="trial-", dir=DATA))
    folder.chmod(0o755)
    server = Server(folder / "postgres-older", durable=False, bin_dir=INSTALLED[0])
    try:
        with server:
            yield server
    finally:
        server.reset()
        shutil.rmtree(server.socket_dir, ignore_errors=True)
        shutil.rmtree(folder)


def test_empty_database_of_an_older_postgresql_is_migrated_and_filled(older_server):
    older_server.create_database("older")
    environment = os.environ | {"DATABASE_URL": older_server.url("older")}
    for command in (
        ["migrate", "--verbosity=0"],
        ["load_fixtures", "sydostra", "--demo"],
    ):
        answer = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert answer.returncode == 0, answer.stderr
    connection = psycopg2.connect(older_server.url("older"))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
            assert OLDEST <= cursor.fetchone()[0] <= NEWEST
            cursor.execute("SELECT count(*) FROM bodies_body")
            assert cursor.fetchone()[0] > 0
    finally:
        connection.close()

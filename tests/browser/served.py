"""A site of the tests' own, served as in production: filled database, hashed static files, granian.

The workers of a run share the database and the static files, which take time to make. Each worker
has a server of its own, which ends with it.
"""

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from psycopg2 import sql

from portal.demo import REGION, granian_command
from portal.embedded import ROOT
from portal.management.commands.demo import end_with_parent
from tests import tables

FILL = (
    "import sys, django; django.setup(); from portal import demo; "
    "demo.fill(sys.argv[1], sys.stdout)"
)
DROP = "DROP DATABASE {} WITH (FORCE)"
START_SECONDS = 60


@contextmanager
def served(folder: Path, name: str, more: dict[str, str] | None = None, region: str = REGION):
    """Serve the site until the block ends; yields its address.

    `folder` is common to the workers of the run, `name` is the database's, `more` is what the
    server's environment has besides, `region` the set that the database is filled with.
    """
    with shared_site(folder, name, region) as environment:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        child = subprocess.Popen(
            granian_command(port, workers=1),
            env=environment | (more or {}),
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        try:
            wait_for_answer(child, f"{address}/livez")
            yield address
        finally:
            child.terminate()
            child.wait(15)


@contextmanager
def shared_site(folder: Path, name: str, region: str):
    """What a server needs to serve the run's database and static files, as an environment.

    The first worker to come makes them, and the last to leave drops the database: a worker holds
    its file of users shared for as long as it uses it.
    """
    environment = os.environ | {
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl(),
        "STATIC_HASHED": "1",
        "STATIC_ROOT": str(folder / "static"),
    }
    ready = folder / f"{name}.ready"
    with open(folder / f"{name}.users", "w") as users:
        with lock(folder):
            fcntl.flock(users, fcntl.LOCK_SH)
            if not ready.exists():
                make(environment, name, region)
                ready.touch()
        try:
            yield environment
        finally:
            with lock(folder):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    ready.unlink()
                    command(DROP, name)


def make(environment: dict[str, str], name: str, region: str) -> None:
    """Make the database with tables, facts and invented people, and collect the static files.

    Raises RuntimeError with what went wrong; no database is left then.
    """
    kept = tables.template()
    command("CREATE DATABASE {} TEMPLATE {}", name, kept or "template1")
    done = subprocess.run(
        [sys.executable, "-c", FILL, region],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        command(DROP, name)
        raise RuntimeError(f"Webbplatsen kunde inte fyllas:\n{done.stdout}{done.stderr}")


@contextmanager
def lock(folder: Path):
    with open(folder / "site.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def command(statement: str, *names: str) -> None:
    """Run a statement about databases on the tests' server."""
    with tables.commands() as run:
        run(sql.SQL(statement).format(*map(sql.Identifier, names)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_answer(child: subprocess.Popen, address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=START_SECONDS).close()
            return
        except OSError as error:
            if child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{address} svarar inte: {error}") from error
            time.sleep(0.1)

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg2
import pytest
from psycopg2 import sql

from portal.demo import available_regions, database_name, secret_key
from portal.embedded import ROOT
from portal.env import env_database

# The demo sets what it needs itself, so nothing of the tests' environment may help it.
BARE = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", "demo", *arguments],
        cwd=ROOT,
        env=BARE | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def empty_database():
    """The address of a new database on the tests' server."""
    name = f"demo_{os.getpid()}"
    tests = env_database("DATABASE_URL")
    own = psycopg2.connect(
        dbname="postgres",
        user=tests["USER"],
        password=tests["PASSWORD"],
        host=tests["HOST"],
        port=tests["PORT"],
        **tests["OPTIONS"],
    )
    own.autocommit = True
    with own.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    own.close()


def test_busy_port_is_named_with_the_remedy():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run("--port", str(port))
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"CommandError: Port {port} är upptagen av ett annat program.")
    assert "PORT=" in answer.stderr


@pytest.mark.parametrize("port", ["0", "65536", "-1", "åttatusen"])
def test_impossible_port_is_refused(port):
    answer = run(f"--port={port}")
    assert answer.returncode == 1
    assert answer.stderr == (
        f"CommandError: PORT={port} går inte. Ange ett heltal från 1 till 65535.\n"
    )


def test_unknown_region_is_answered_with_those_there_are():
    answer = run("--region", "atlantis")
    assert answer.returncode == 1
    assert answer.stderr == (
        f"Fel: REGION=atlantis finns inte. Att välja på: {', '.join(available_regions())}.\n"
    )


def test_regions_are_the_folders_of_fixtures_without_the_invented_people():
    assert available_regions() == ["sodra", "sydostra"]


def test_each_region_has_a_database_of_its_own():
    regions = available_regions()
    assert len({database_name(each) for each in regions}) == len(regions) > 1


def test_what_is_invented_belongs_to_a_region():
    invented = ROOT / "fixtures" / "demo"
    assert [each.name for each in invented.glob("*.toml")] == []
    assert sorted(each.name for each in invented.iterdir()) == available_regions()


def test_reset_is_refused_for_a_database_that_is_not_the_demos_own(port):
    answer = run("--reset", f"--port={port}", DATABASE_URL="postgresql://portal@localhost/precious")
    assert answer.returncode == 1
    assert answer.stderr.startswith("CommandError: RESET=1 tömmer bara den inbyggda databasen")


def test_demo_refuses_public_hosts():
    answer = run(ALLOWED_HOSTS="portal.example")
    assert answer.returncode == 1
    assert answer.stderr.startswith("Fel: DEMO=1 tillåts bara på den egna datorn")


def test_secret_key_is_kept_and_closed_to_others():
    key = secret_key()
    assert len(key) >= 50
    assert secret_key() == key
    assert Path(ROOT, ".data", "secret_key").stat().st_mode & 0o077 == 0


def test_demo_answers_and_ends_with_everything_it_started(port, empty_database, tmp_path):
    # One after the other over one database: filling it is what takes time.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        environment = {"DATABASE_URL": empty_database, "STATIC_ROOT": str(tmp_path / "static")}
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=BARE | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            said = []
            for line in demo.stdout:
                said.append(line)
                if line.startswith("Portalen finns på"):
                    break
            address = f"http://127.0.0.1:{port}/"
            assert said[-1:] == [f"Portalen finns på {address} – avsluta med Ctrl-C.\n"], said
            with urllib.request.urlopen(address, timeout=30) as answer:
                assert answer.status == 200
                assert "Set-Cookie" not in answer.headers
            started = psutil.Process(demo.pid).children(recursive=True)
            assert len(started) >= 3  # granian and its two workers
            demo.send_signal(ending)
            assert demo.wait(30) == 0
            _, alive = psutil.wait_procs(started, timeout=10)
            assert alive == []
        finally:
            demo.kill()
            demo.wait()
            demo.stdout.close()

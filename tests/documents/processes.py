"""Processes of their own over the test database, talked to line by line."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

HERE = Path(__file__).parent


@contextmanager
def process(name: str, **environment: str):
    """The program with this name, started."""
    address = urlsplit(os.environ["DATABASE_URL"])
    own = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    child = subprocess.Popen(
        [sys.executable, HERE / name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE.parents[1],
        env=os.environ | {"DATABASE_URL": own, "PYTHONPATH": str(HERE.parents[1])} | environment,
    )
    try:
        yield child
    finally:
        child.stdin.close()
        child.wait(30)
        child.stdout.close()


def tell(child, line: str) -> None:
    child.stdin.write(f"{line}\n")
    child.stdin.flush()


def said(child, word: str) -> list[str]:
    """What the child says up to and with a word."""
    lines = []
    while not lines or not lines[-1].startswith(word):
        line = child.stdout.readline().strip()
        assert line, "the process is gone"
        lines.append(line)
    return lines


def time_taken(child, line: str) -> float:
    """How long the work takes when nobody kills it: seconds from when its transaction is open."""
    tell(child, line)
    said(child, "begun")
    begun = time.perf_counter()
    said(child, "done")
    takes = time.perf_counter() - begun
    said(child, "ended")
    return takes


def killed(child, line: str, after: float) -> bool:
    """Kills whoever does the work so many seconds after its transaction was opened; whether it was
    through by then."""
    tell(child, line)
    pid = int(said(child, "pid")[-1].split()[1])
    said(child, "begun")
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return "done" in said(child, "ended")

"""The site's side: starts the program, gives it the file and takes its answer."""

import json
import signal
import subprocess
import sys
from pathlib import Path


class Unread(Exception):
    """The program gave no answer: a code, and what its sentence tells besides. The codes are those
    of the program's own refusals, and `late`, `memory` and `failed`."""

    def __init__(self, code: str, **told: object) -> None:
        super().__init__(code)
        self.code = code
        self.told = told


def ask(program: Path, content: bytes, *, seconds: float, megabytes: int) -> dict:
    """What the program found in the file. Raises Unread."""
    try:
        done = subprocess.run(
            # Isolated: neither the site's modules nor the environment's paths reach it.
            [sys.executable, "-I", program, str(int(seconds) + 1), str(megabytes * 2**20)],
            input=content,
            capture_output=True,
            timeout=seconds,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unread("late", seconds=f"{seconds:g}") from None
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Unread("late", seconds=f"{seconds:g}")
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        # Where memory ends early, the program can't even say so.
        spent = b"MemoryError" in done.stderr or done.returncode in (
            -signal.SIGABRT,
            -signal.SIGSEGV,
        )
        answer = {"memory": True} if spent else {"refused": "failed", "told": {}}
    if answer.get("memory"):
        raise Unread("memory", megabytes=megabytes)
    if "refused" in answer:
        raise Unread(answer["refused"], **answer["told"])
    return answer

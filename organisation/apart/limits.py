"""The program's side: takes its limits and the file, and gives JSON.

The limits are its arguments, seconds and bytes of memory; the file comes on standard input. On
standard output comes what was found, `refused` with a code, or `memory` when it ran out.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

# What Python says that could not even load its own library.
NO_ROOM = ("failed to map", "cannot allocate", "cannot create shared object")
OUT_OF_MEMORY = b'{"memory": true}'


class Refused(Exception):
    """The file is refused: a code, and what its sentence tells besides."""

    def __init__(self, code: str, **told: str) -> None:
        super().__init__(code)
        self.code = code
        self.told = told


def run(read: Callable[[bytes], dict]) -> int:
    """Limits the program, reads the file and writes the answer. `read` imports what it needs
    itself, so that this counts too. Returns how the program ends."""
    seconds, most = map(int, sys.argv[1:])
    _limit(seconds, most)
    try:
        try:
            found = read(sys.stdin.buffer.read())
        except Refused as refusal:
            found = {"refused": refusal.code, "told": refusal.told}
        answer = json.dumps(found).encode()
    except (MemoryError, RecursionError, ImportError) as error:
        if isinstance(error, ImportError) and not any(each in str(error) for each in NO_ROOM):
            raise
        # With no memory left, even ending in good order may fail.
        os.write(1, OUT_OF_MEMORY)
        os._exit(0)
    sys.stdout.buffer.write(answer)
    return 0


def _limit(seconds: int, memory: int) -> None:
    """Ends the program, whatever goes wrong in it, before it harms the machine."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        # Some systems know no limit of memory; time is watched from outside as well.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))

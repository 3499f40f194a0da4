"""Reads one Word file and ends: the program that `importing.py` runs, never imported by the site.

Takes its limits, seconds and bytes of memory, and the file on standard input. Gives JSON on
standard output: what `program.document.read` found, `refused` with a code, or `memory` when it ran
out.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

# What Python says that could not even load its own library.
NO_ROOM = ("failed to map", "cannot allocate", "cannot create shared object")
OUT_OF_MEMORY = b'{"memory": true}'


def main() -> int:
    seconds, most = map(int, sys.argv[1:])
    _limit(seconds, most)
    # Last, so that nothing here can be taken for a module of Python's own.
    sys.path.append(str(Path(__file__).parent))
    try:
        from program.document import read
        from program.package import Refused

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


if __name__ == "__main__":
    sys.exit(main())

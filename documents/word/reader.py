"""Reads one Word file and ends: the program that `importing.py` runs, never imported by the site.
Gives what `program.document.read` found."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Last, so that nothing here can be taken for a module of Python's own.
sys.path += [str(HERE), str(HERE.parents[1])]

from organisation.apart.limits import run  # noqa: E402


def read(content: bytes) -> dict:
    from program.document import read as read_document

    return read_document(content)


if __name__ == "__main__":
    sys.exit(run(read))

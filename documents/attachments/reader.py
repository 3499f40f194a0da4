"""Goes through one file and ends: the program that `checking.py` runs, never imported by the site.
Gives the kind, the lines of text, what stands beside the text, and facts."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Last, so that nothing here can be taken for a module of Python's own. The one that reads Word
# files has the rules of what they may lead to.
sys.path += [str(HERE), str(HERE.parent / "word"), str(HERE.parents[1])]

from organisation.apart.limits import run  # noqa: E402


def read(content: bytes) -> dict:
    if content.startswith(b"%PDF-"):
        from readers.pdf import read as read_kind
    else:
        from readers.office import read as read_kind
    return read_kind(content)


if __name__ == "__main__":
    sys.exit(run(read))

"""Sets one PDF and ends: the program that `making.py` runs, never imported by the site.

Takes its order as JSON on standard input. Gives the PDF on standard output and ends with 0; or
gives JSON and ends with 1: `signs` that no font has, `memory` when it ran out, or `messages`.
"""

import io
import json
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path

NO_FONT_HAS = re.compile(r"the text `\"(.*?)\"` could not be displayed with", re.DOTALL)
ANY_ERROR = re.compile(r"^error: ", re.MULTILINE)
# What a program says that could not even load its library.
OUT_OF_MEMORY = ("failed to map", "cannot allocate", "cannot create shared object")


def main() -> int:
    order = json.load(sys.stdin)
    _limit(order["seconds"], order["bytes"])
    try:
        pdf = _set(order)
        if any("row" in row for table in order["cells"] for row in table):
            pdf = _with_row_headers(pdf, order["cells"])
    except _Refused as refusal:
        return _answer(refusal.answer)
    except MemoryError:
        return _answer({"memory": True})
    except ImportError as error:
        if any(sign in str(error) for sign in OUT_OF_MEMORY):
            return _answer({"memory": True})
        return _answer({"messages": [str(error)]})
    sys.stdout.buffer.write(pdf)
    return 0


class _Refused(Exception):
    def __init__(self, answer: dict) -> None:
        super().__init__(answer)
        self.answer = answer


def _answer(answer: dict) -> int:
    json.dump(answer, sys.stdout)
    return 1


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


def _set(order: dict) -> bytes:
    import typst

    template = Path(order["template"])
    try:
        return typst.compile(
            template,
            root=template.parent,
            format="pdf",
            pdf_standards=["1.7", "ua-1"],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(order["data"])},
        )
    except typst.TypstError as error:
        told = error.diagnostic or error.message
        signs = NO_FONT_HAS.findall(told)
        if signs and len(signs) == len(ANY_ERROR.findall(told)):
            raise _Refused({"signs": signs}) from None
        raise _Refused({"messages": [error.message, *error.hints]}) from None


def _with_row_headers(pdf: bytes, tables: list[list[list[str]]]) -> bytes:
    """The PDF with the cells that head a row tagged as such, which the typesetter can't do.

    With headers both ways, cells find theirs by scope; a list of some of them would hide the rest.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        marked = _found(document.Root.StructTreeRoot, "/Table")
        for table, scopes in zip(marked, tables, strict=True):
            if not any("row" in row for row in scopes):
                continue
            for row, row_scopes in zip(_found(table, "/TR"), scopes, strict=True):
                cells = [kid for kid in row.K if kid.S in ("/TH", "/TD")]
                for cell, scope in zip(cells, row_scopes, strict=True):
                    _head(cell, {"row": "/Row", "col": "/Column"}.get(scope))
        saved = io.BytesIO()
        document.save(
            saved,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            linearize=False,
        )
    return saved.getvalue()


def _head(cell, scope: str | None) -> None:
    """Marks the cell as a header with this scope, or as none."""
    import pikepdf

    cell.S = pikepdf.Name.TH if scope else pikepdf.Name.TD
    for attributes in cell.A:
        if attributes.O == "/Table":
            for key in ("/Headers", "/Scope"):
                if key in attributes:
                    del attributes[key]
            if scope:
                attributes.Scope = pikepdf.Name(scope)


def _found(element, tag: str) -> list:
    """The elements of this kind in the order in which they are read, none of them in another."""
    import pikepdf

    found = []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid] if tag == kid.S else _found(kid, tag)
    return found


if __name__ == "__main__":
    sys.exit(main())

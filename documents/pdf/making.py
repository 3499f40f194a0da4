"""From text to PDF: asks the program that sets it, within limits of time and memory."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

from documents.pdf.blocks import every_block
from documents.pdf.faults import pdf_faults
from documents.pdf.signs import refused, with_names
from documents.pdf.text import PdfText, data_of

COMPILER = Path(__file__).with_name("compiler.py")
TEMPLATE = Path(__file__).with_name("edition.typ")
SECONDS = 30
MEGABYTES = 1024
ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")


class PdfError(Exception):
    """The PDF can't be made; the message says in Swedish what is wrong and what to do."""


def pdf_of(text: PdfText, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> bytes:
    """The text as a tagged PDF (PDF/UA-1): the same text always gives the same bytes.

    Raises PdfError when the text has a fault (`pdf_faults` tells which before one tries), holds
    letters that no font has, or takes more than `seconds` or `megabytes` to set.
    """
    if faults := pdf_faults(text):
        raise PdfError(" ".join(fault.message for fault in faults))
    data = data_of(text)
    unknown: frozenset[str] = frozenset()
    while True:
        pdf, found = _asked(with_names(data, unknown), seconds, megabytes)
        if pdf is not None:
            return pdf
        # A sign that is still asked for after it was named would be asked for for ever.
        if not found - unknown:
            raise PdfError(_not_made("tecken utan form: " + _listed(found)))
        unknown |= found
        if letters := refused(unknown):
            raise PdfError(
                f"PDF:en kan inte visa tecknen {_listed(letters)}. Skriv orden som de står i med "
                "andra bokstäver, eller ta bort dem."
            )


def _asked(data: dict, seconds: float, megabytes: int) -> tuple[bytes | None, frozenset[str]]:
    """The PDF; or none, and the signs that no font has."""
    order = {
        "template": str(TEMPLATE),
        "data": data,
        "cells": _header_cells(data),
        "seconds": int(seconds) + 1,
        "bytes": megabytes * 2**20,
    }
    try:
        done = subprocess.run(
            # Isolated: neither the site's modules nor the environment's paths reach it.
            [sys.executable, "-I", COMPILER],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=seconds,
            env={"LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "1"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _late(seconds) from None
    if done.returncode == 0:
        return done.stdout, frozenset()
    if done.returncode == -signal.SIGXCPU:
        raise _late(seconds)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        # Where memory ends, the library ends the program at once.
        answer = {"memory": done.returncode == -signal.SIGABRT, "messages": [_last_line(done)]}
    if answer.get("memory"):
        raise PdfError(
            f"PDF:en kräver mer minne än de {megabytes} MB som den får. Dela texten i flera "
            "dokument, eller gör dess tabeller mindre."
        )
    if answer.get("signs"):
        return None, frozenset("".join(_unescaped(sign) for sign in answer["signs"]))
    raise PdfError(_not_made("; ".join(answer["messages"])))


def _late(seconds: float) -> PdfError:
    return PdfError(
        f"PDF:en blev inte klar på {seconds:g} sekunder. Försök igen om en stund. Går det inte då "
        "heller är texten för lång för en PDF: dela den i flera dokument."
    )


def _not_made(why: str) -> str:
    return (
        f"PDF:en kunde inte göras ({why}). Är programmet nyss uppdaterat: installera det som står "
        "i requirements.lock. Annars: tala med den som sköter webbplatsen."
    )


def _last_line(done: subprocess.CompletedProcess) -> str:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"programmet slutade med {done.returncode}"


def _header_cells(data: dict) -> list[list[list[str]]]:
    """For each table in reading order and each of its rows, the scope of each cell: `row`, `col`,
    or nothing for a cell that is no header."""
    return [
        [[cell["scope"] for cell in row] for row in [*block["head"], *block["rows"]]]
        for section in data["sections"]
        for block in every_block(section["blocks"])
        if block["is"] == "table"
    ]


def _listed(signs) -> str:
    told = sorted(signs)[:10]
    more = " med flera" if len(signs) > len(told) else ""
    return ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in told) + more


def _unescaped(text: str) -> str:
    """The text that the library quotes, with its escapes read."""
    plain = {"n": "\n", "r": "\r", "t": "\t"}
    return ESCAPED.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else plain.get(found[2], found[2]), text
    )

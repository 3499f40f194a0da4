"""Asks the virus scanner clamd what it thinks of a file, over its socket."""

import logging
import socket
import struct
from enum import StrEnum

from django.conf import settings

from .faults import UploadError

logger = logging.getLogger("documents.attachments")
_CHUNK = 2**16
_LONGEST_ANSWER = 4096


class Scanned(StrEnum):
    """What came of it, by the names that a stored file knows it by."""

    NONE = "none"
    CLEAN = "clean"
    WAITING = "waiting"


def scanned(content: bytes) -> Scanned:
    """Whether a file is clean, or waits since the scanner gives no answer, or isn't scanned since
    there is no scanner. Raises UploadError when something is found in it."""
    if not settings.CLAMD:
        return Scanned.NONE
    try:
        answer = _asked(content)
    except OSError as error:
        logger.error("virusskyddet svarar inte: %s", error)
        return Scanned.WAITING
    said = answer.partition(":")[2].strip()
    if said == "OK":
        return Scanned.CLEAN
    if said.endswith(" FOUND"):
        raise UploadError("virus", found=said.removesuffix(" FOUND"))
    logger.error("virusskyddet kunde inte läsa filen: %s", answer)
    return Scanned.WAITING


def _asked(content: bytes) -> str:
    """The scanner's answer, a line."""
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            more = line.recv(_LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _connected() -> socket.socket:
    where = settings.CLAMD
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(settings.CLAMD_SECONDS)
        try:
            line.connect(where)
        except BaseException:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), settings.CLAMD_SECONDS)

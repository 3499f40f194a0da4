"""Where the files lie: each under its checksum, so that none is altered and none lies twice."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

from .faults import Unreachable, UploadError

logger = logging.getLogger("portal.files")
BEGUN = ".begun-"


class Shelf(FileSystemStorage):
    """A folder in which a file is there wholly or not at all, whatever happens meanwhile."""

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, begun = tempfile.mkstemp(prefix=BEGUN, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(begun, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(begun)
            raise
        return name


def shelf() -> Storage:
    return storages["attachments"]


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def place_of(sha256: str) -> str:
    """Where a file with this checksum lies on the shelf."""
    return f"{sha256[:2]}/{sha256}"


def put(content: bytes) -> str:
    """Puts the file on the shelf, unless it lies there whole; its checksum. Raises UploadError when
    there is no room, or where the files lie doesn't answer."""
    sha256 = checksum(content)
    place, on = place_of(sha256), shelf()
    try:
        if on.exists(place):
            with on.open(place) as file:
                if checksum(file.read()) == sha256:
                    return sha256
            on.delete(place)
        on.save(place, ContentFile(content))
    except Unreachable as error:
        logger.error("där filerna ligger svarar inte: %s", error)
        raise UploadError("unreachable") from error
    except OSError as error:
        raise UploadError("full") from error
    return sha256


def take(sha256: str) -> File:
    """The file, open to be read. Raises FileNotFoundError, or Unreachable."""
    return shelf().open(place_of(sha256))


def throw(sha256: str) -> None:
    """Takes the file from the shelf, if it lies there."""
    shelf().delete(place_of(sha256))


def lying() -> Iterator[tuple[str, str]]:
    """What lies on the shelf: the place, and the checksum that it's named by."""
    on = shelf()
    if not on.exists(""):
        return
    for folder in on.listdir("")[0]:
        for name in on.listdir(folder)[1]:
            yield f"{folder}/{name}", name

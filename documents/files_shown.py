"""The files of an edition as pages tell of them."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Attachment, Edition

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class FileShown:
    """A file as a reader meets it. `told` is what is said of its accessibility."""

    title: str
    url: str
    facts: str
    told: str
    elsewhere: str
    media_type: str


def shown_files(
    edition: Edition, address: Callable[[Attachment], str] = lambda each: each.url
) -> list[FileShown]:
    """The files of the edition, in order (1 query)."""
    return [shown_file(each, address(each)) for each in edition.attachments.present()]


def shown_file(attachment: Attachment, address: str) -> FileShown:
    file = attachment.file
    return FileShown(
        attachment.title,
        address,
        facts_of(file.sort.label, file.size, file.pages),
        file.told,
        attachment.elsewhere,
        file.sort.media_type,
    )


def facts_of(label: str, size: int, pages: int | None) -> str:
    """Kind, size and pages in a few words: "PDF, 1,2 MB, 12 sidor"."""
    parts = [label, size_text(size)]
    if pages:
        parts.append("1 sida" if pages == 1 else f"{pages} sidor")
    return ", ".join(parts)


def size_text(size: int) -> str:
    """How large a file is, as people say it."""
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f} MB".replace(".", ",")
    return f"{max(1, round(size / 1000))} kB"

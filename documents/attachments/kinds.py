"""The kinds of file that may go with an edition."""

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file: its short name and ending, its media type, what people call it, and which
    program it's mended in."""

    name: str
    media_type: str
    label: str
    program: str

    @property
    def ending(self) -> str:
        return f".{self.name}"


KINDS = {
    each.name: each
    for each in (
        Kind("pdf", "application/pdf", "PDF", "det program som den är gjord i"),
        Kind("docx", f"{OFFICE}wordprocessingml.document", "Word", "Word"),
        Kind("xlsx", f"{OFFICE}spreadsheetml.sheet", "Excel", "Excel"),
    )
}
ENDINGS = ", ".join(each.ending for each in KINDS.values())

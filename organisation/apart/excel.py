"""An Excel file's parts, when it's a plain one."""

from xml.etree import ElementTree

from .limits import Refused
from .package import TYPES, unpacked

LINKED = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/webextensions/")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def plain_book(content: bytes) -> tuple[dict[str, bytes], set[str]]:
    """The XML parts by name and the names of all parts, before anything in them is believed.
    Raises Refused for what isn't a plain Excel file."""
    xml, names = unpacked(content)
    if any(each.endswith(MACRO_PARTS) or "/macrosheets/" in each for each in names):
        raise Refused("macros")
    if any(each.startswith(LINKED) for each in names):
        raise Refused("external")
    if "xl/workbook.bin" in names:
        raise Refused("binary")
    types = xml[TYPES].lower()
    if b"macroenabled" in types:
        raise Refused("macros")
    if (
        "xl/workbook.xml" not in names
        or b"spreadsheetml" not in types
        or "word/document.xml" in names
    ):
        raise Refused("zip")
    for name, part in xml.items():
        if name.endswith(".rels"):
            _check_relations(part)
    return xml, names


def _check_relations(part: bytes) -> None:
    try:
        relations = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        raise Refused("broken") from None
    for each in relations:
        kind = each.get("Type", "").rpartition("/")[2].lower()
        if "vbaproject" in kind:
            raise Refused("macros")
        if each.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise Refused("external")

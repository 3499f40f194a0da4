"""XML as elements with short names. A document type is refused, wherever it stands."""

from collections.abc import Iterator
from xml.parsers import expat

from organisation.apart.package import Refused

# Both forms of the standard; what is in no list keeps no name and so means nothing.
NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp:",
    "urn:schemas-microsoft-com:vml": "v:",
    "urn:schemas-microsoft-com:office:office": "o:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "ep:",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties": "ep:",
}
WITH_TEXT = {"w:t", "w:instrText", "m:t", "dc:title", "ep:HyperlinkBase"}
# Strewn among the words by the thousand, and of no meaning here.
NOISE = {"w:proofErr", "w:lastRenderedPageBreak", "w:bookmarkStart", "w:bookmarkEnd", "w:rsid"}
DEEPEST = 250
# Some hundreds of megabytes of them. A long document has some tens of thousands.
MOST_ELEMENTS = 500_000


class Element:
    """An element with its name, its attributes and the elements in it. `text` is what stands in
    those that hold text."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element] = []
        self.text = ""

    def first(self, *path: str) -> "Element | None":
        """The first element along a path of names below this one, or None."""
        found: Element | None = self
        for name in path:
            found = next((each for each in found.children if each.name == name), None)
            if found is None:
                return None
        return found

    def every(self, name: str) -> Iterator["Element"]:
        """The elements of this name right below."""
        return (each for each in self.children if each.name == name)

    def within(self, *names: str) -> Iterator["Element"]:
        """The elements of these names however deep below, none of them in another."""
        for each in self.children:
            if each.name in names:
                yield each
            else:
                yield from each.within(*names)

    def value(self, *path: str) -> str | None:
        """What `w:val` says of the element at the path; None when there is none."""
        found = self.first(*path)
        return None if found is None else found.attributes.get("w:val", "")

    def number(self, *path: str) -> int | None:
        """The value as a whole number, if it's one."""
        return whole(self.value(*path))

    def switch(self, *path: str) -> bool | None:
        """Whether the element at the path switches something on or off; None: neither."""
        found = self.first(*path)
        if found is None:
            return None
        return found.attributes.get("w:val", "1").lower() not in ("0", "false", "off", "none")


def whole(text: str | None) -> int | None:
    """The text as a whole number, or None."""
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 10 else None


def parsed(xml: bytes) -> Element:
    """The root of an XML part. Raises Refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    top = Element("", {})
    standing = [top]
    skipping = count = 0

    def short(name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        prefix = NAMESPACES.get(namespace)
        return local if prefix is None else prefix + local

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal skipping, count
        count += 1
        if count > MOST_ELEMENTS:
            raise Refused("long", most=f"{MOST_ELEMENTS:,} element".replace(",", " "))
        name = short(name)
        if skipping or name in NOISE:
            skipping += 1
            return
        if len(standing) > DEEPEST:
            raise Refused("deep")
        kept = {short(each): value for each, value in attributes.items() if "rsid" not in each}
        element = Element(name, kept)
        standing[-1].children.append(element)
        standing.append(element)

    def end(name: str) -> None:
        nonlocal skipping
        if skipping:
            skipping -= 1
        else:
            standing.pop()

    def data(text: str) -> None:
        if not skipping and standing[-1].name in WITH_TEXT:
            standing[-1].text += text

    def refuse(*_: object) -> None:
        raise Refused("doctype")

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Refused("broken") from None
    return top.children[0]

"""A Word or Excel file: what it may not hold, its text, and what is known of it."""

from xml.parsers import expat

from organisation.apart.excel import plain_book
from organisation.apart.limits import Refused
from organisation.apart.package import TYPES, unpacked

# Where one piece of text ends, in either kind of file.
BREAKS = {"p", "tc", "br", "cr", "tab", "si", "v", "f", "is"}
# What is a text though it stands in an attribute.
TEXTS = {"descr", "title", "name", "author", "tooltip", "initials", "prompt", "error"}
NO_TEXT = ("_rels/", "theme/", "/media/", "fonttable", "printersettings")
BOOK = "xl/workbook.xml"
DECORATIVE = "decorative"


class _Part:
    """The text of an XML part, and what of it matters to readers with aids."""

    def __init__(self, xml: bytes, *, properties: bool = False) -> None:
        self.lines: list[str] = []
        self.attributes: list[str] = []
        self.named: dict[str, str] = {}
        self.pictures_without_text = 0
        self.styles_used: set[str] = set()
        self.heading_styles: set[str] = set()
        self.language = ""
        self._pieces: list[str] = []
        self._all_break = properties
        self._shared = False
        self._style = ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, ValueError, LookupError):
            raise Refused("broken") from None
        self._break()

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        given = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self.attributes += [given[each] for each in TEXTS & given.keys() if given[each].strip()]
        if self._all_break:
            self._break()
        if name == "c":
            # A cell whose value is the number of a text that stands elsewhere.
            self._shared = given.get("t") == "s"
        elif name == "v" and self._shared:
            self._break()
        elif name == "docPr" and not given.get("descr", "").strip():
            self.pictures_without_text += 1
        elif name == DECORATIVE and given.get("val") in ("1", "true"):
            self.pictures_without_text -= 1
        elif name == "style":
            self._style = given.get("styleId", "")
        elif self._style and (
            name == "outlineLvl"
            or (name == "name" and given.get("val", "").lower().startswith("heading"))
        ):
            self.heading_styles.add(self._style)
        elif name == "pStyle":
            self.styles_used.add(given.get("val", ""))
        elif name == "lang" and not self.language:
            self.language = given.get("val", "")

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "v" and self._shared:
            self._pieces.clear()
        elif self._all_break:
            text = "".join(self._pieces).strip()
            if text:
                self.named.setdefault(name, text)
            self._break()
        elif name in BREAKS:
            self._break()

    def _break(self) -> None:
        text = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        if text:
            self.lines.append(_as_whole(text))


def _as_whole(text: str) -> str:
    """A large number that is written with an exponent, as it's read."""
    if "E+" in text or "e+" in text:
        try:
            number = float(text)
        except ValueError:
            return text
        return str(int(number)) if abs(number) < 1e15 and number.is_integer() else text
    return text


def read(content: bytes) -> dict:
    _, names = unpacked(content)
    return _book(content) if BOOK in names else _document(content)


def _document(content: bytes) -> dict:
    from program.parts import Parts

    parts = Parts(content)
    # Opened as the one that reads Word files does, whose limits hold here too.
    root = parts.part(parts.main)
    if root is None or root.name != "w:document":
        raise Refused("broken")
    found = _parts(parts.xml)
    main = found[parts.main]
    styles = [found[each] for each in parts.related(parts.main, "styles") if each in found]
    headings = {style for each in styles for style in each.heading_styles}
    facts = {
        "title": _title(found),
        "language": next((each.language for each in styles if each.language), main.language),
        "words": sum(len(line.split()) for line in main.lines),
        "has_headings": bool(headings & main.styles_used),
        "pictures_without_text": max(0, main.pictures_without_text),
    }
    return _answer("docx", found, (parts.main,), facts)


def _book(content: bytes) -> dict:
    xml, names = plain_book(content)
    if any("/embeddings/" in name or "/activex/" in name for name in names):
        raise Refused("embedded")
    found = _parts(xml)
    texts = tuple(name for name in found if name.startswith(("xl/sharedstrings", "xl/worksheets/")))
    return _answer("xlsx", found, texts, {"title": _title(found)})


def _parts(xml: dict[str, bytes]) -> dict[str, _Part]:
    return {
        name: _Part(part, properties=name.startswith("docprops/"))
        for name, part in xml.items()
        if name != TYPES and not any(each in name for each in NO_TEXT)
    }


def _title(found: dict[str, _Part]) -> str:
    core = next((found[name] for name in found if name.startswith("docprops/core")), None)
    return core.named.get("title", "")[:300] if core else ""


def _answer(kind: str, found: dict[str, _Part], texts: tuple[str, ...], facts: dict) -> dict:
    besides = [line for name, each in found.items() if name not in texts for line in each.lines]
    besides += [text for each in found.values() for text in each.attributes]
    return {
        "kind": kind,
        "text": [line for name in texts for line in found[name].lines],
        "besides": besides,
        "facts": facts,
    }

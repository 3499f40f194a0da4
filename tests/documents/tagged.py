"""Reads a tagged PDF as a screen reader does: by its tags, and the text that each of them holds."""

import io
import re
from collections.abc import Iterator
from functools import cached_property

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NumberObject

HEX = r"<([0-9A-Fa-f]+)>"
CHARS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
LIST_OF_HEX = re.compile(rf"{HEX}\s*{HEX}\s*(?:{HEX}|\[(.*?)\])", re.DOTALL)
SOFT_HYPHEN = "\u00ad"
SPACES = re.compile(r"[ \t\n\u00a0]+")


class TaggedPdf:
    """A PDF file, opened."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf), strict=True)
        self.root = self.reader.trailer["/Root"]
        self.tree = self.root["/StructTreeRoot"]
        self._pages = {page.indirect_reference.idnum: page for page in self.reader.pages}
        self._texts: dict[int, dict[int, str]] = {}
        self._fonts: dict[int, dict[int, str]] = {}
        # What stands outside the text because it repeats on every page.
        self.artifacts: list[str] = []
        # Where each run of text begins and ends across its page and how high it stands, in points.
        self.runs: list[tuple[float, float, float]] = []
        for number, page in self._pages.items():
            self._texts[number] = self._marked_text(page)

    @cached_property
    def metadata(self) -> str:
        """The file's description of itself (XMP)."""
        return self.root["/Metadata"].get_data().decode()

    @property
    def outline(self) -> list[tuple[int, str]]:
        """The bookmarks, each with how deep it lies, the first at 1."""

        def walk(entries, depth) -> Iterator[tuple[int, str]]:
            for entry in entries:
                if isinstance(entry, list):
                    yield from walk(entry, depth + 1)
                else:
                    yield depth, entry.title

        return list(walk(self.reader.outline, 1))

    @property
    def marked(self) -> set[tuple[int, int]]:
        """Every marked piece, by page and number."""
        return {(page, number) for page, texts in self._texts.items() for number in texts}

    @property
    def reached(self) -> set[tuple[int, int]]:
        """Every marked piece that the tags hold, as `marked`."""

        def walk(element, page) -> Iterator[tuple[int, int]]:
            page = element.raw_get("/Pg").idnum if "/Pg" in element else page
            for kid in self._kids(element):
                if isinstance(kid, NumberObject):
                    yield page, int(kid)
                elif "/MCID" in kid:
                    yield (kid.raw_get("/Pg").idnum if "/Pg" in kid else page), int(kid["/MCID"])
                elif "/S" in kid:
                    yield from walk(kid, page)

        return set(walk(self.tree, None))

    @property
    def hyphens(self) -> int:
        """How many words are divided at the end of a line."""
        return sum(
            text.count(SOFT_HYPHEN) for texts in self._texts.values() for text in texts.values()
        )

    @property
    def tags(self) -> list[str]:
        """The tags from the first to the last: each on a line, deeper for each step in, with the
        text that it holds itself; what it holds after another tag stands on a line of its own."""
        [document] = self._kids(self.tree)
        return list(self._lines(self._kids(document), None))

    def elements(self, tag: str | None = None) -> list[DictionaryObject]:
        """Every element, or those of one tag, in reading order."""

        def walk(element) -> Iterator[DictionaryObject]:
            for kid in self._kids(element):
                if isinstance(kid, DictionaryObject) and "/S" in kid:
                    yield kid
                    yield from walk(kid)

        return [each for each in walk(self.tree) if tag in (None, each["/S"][1:])]

    def text(
        self, element: DictionaryObject | None = None, *, without: tuple[str, ...] = ()
    ) -> str:
        """All text in the element or the whole file, in reading order, except in tags of the
        kinds `without`."""

        def walk(element, page) -> Iterator[str]:
            page = element.raw_get("/Pg").idnum if "/Pg" in element else page
            for kid in self._kids(element):
                if isinstance(kid, NumberObject):
                    yield self._texts[page].get(int(kid), "")
                elif "/MCID" in kid:
                    yield self._of_reference(kid, page)
                elif "/S" in kid and kid["/S"][1:] not in without:
                    inline = kid["/S"] in ("/Span", "/Link", "/Strong", "/Em", "/Lbl", "/Note")
                    yield from walk(kid, page) if inline else ["\n", *walk(kid, page), "\n"]

        return _tidy("".join(walk(element or self.tree, None)))

    def _of_reference(self, kid, page) -> str:
        page = kid.raw_get("/Pg").idnum if "/Pg" in kid else page
        return self._texts[page].get(int(kid["/MCID"]), "")

    def _kids(self, element) -> list:
        kids = element.get("/K", ArrayObject())
        kids = kids if isinstance(kids, ArrayObject) else [kids]
        return [kid.get_object() for kid in kids]

    def _lines(self, kids, page) -> Iterator[str]:
        """The lines of the kids; a span is part of the text that it stands in."""
        for kid in kids:
            if "/S" not in kid:
                continue
            here = kid.raw_get("/Pg").idnum if "/Pg" in kid else page
            lines = [self._named(kid)]
            open_line = True
            for inner in self._flat(self._kids(kid), here):
                if isinstance(inner, str):
                    if open_line:
                        lines[-1] += inner
                    else:
                        lines.append("  " + inner.lstrip())
                        open_line = True
                    continue
                open_line = False
                lines += ["  " + line for line in self._lines([inner], here)]
            yield from (_tidy_line(line) for line in lines if line.strip())

    def _flat(self, kids, page) -> Iterator[str | DictionaryObject]:
        """Runs of text, and elements other than spans."""
        run = ""
        for kid in kids:
            if isinstance(kid, NumberObject):
                run += self._texts[page].get(int(kid), "")
            elif "/MCID" in kid:
                run += self._of_reference(kid, page)
            elif kid.get("/S") == "/Span":
                run += self.text(kid)
            elif "/S" in kid:
                if run.strip():
                    yield run
                run = ""
                yield kid
        if run.strip():
            yield run

    def _named(self, element) -> str:
        tag = element["/S"][1:]
        scope = scope_of(element)
        return f"{tag}[{scope}] " if scope else f"{tag} "

    def _marked_text(self, page) -> dict[int, str]:
        """The page's text by the number of the mark around it."""
        found: dict[int, str] = {}
        stack: list[tuple[str, int | None, str | None]] = []
        fonts = page["/Resources"].get("/Font", {})
        letters: dict[int, str] = {}
        size, widths, other, origins, place = 0.0, {}, 0.0, [], (0.0, 0.0)

        def add(text: str) -> None:
            mark = next((number for _, number, _ in reversed(stack) if number is not None), None)
            if mark is not None:
                found[mark] = found.get(mark, "") + text
            elif any(tag == "/Artifact" for tag, _, _ in stack):
                self.artifacts[-1] += text
            else:
                raise AssertionError(f"Neither tagged nor an artifact: {text!r}")

        for operands, operator in ContentStream(page["/Contents"], self.reader).operations:
            if operator in (b"BDC", b"BMC"):
                properties = operands[1] if len(operands) > 1 else {}
                actual = properties.get("/ActualText")
                number = properties.get("/MCID")
                stack.append((operands[0], None if number is None else int(number), actual))
                if operands[0] == "/Artifact":
                    self.artifacts.append("")
                if actual is not None:
                    add(str(actual))
            elif operator == b"EMC":
                stack.pop()
            elif operator == b"q":
                origins.append(place)
            elif operator == b"Q":
                place = origins.pop()
            elif operator == b"cm":
                place = (place[0] + float(operands[4]), place[1] + float(operands[5]))
            elif operator == b"Tf":
                font, size = fonts[operands[0]], float(operands[1])
                letters = self._letters(fonts.raw_get(operands[0]).idnum, font)
                described = font["/DescendantFonts"][0].get_object()
                widths = _widths(described["/W"])
                other = float(described["/DW"])
            elif operator in (b"Tj", b"TJ"):
                length = 0.0
                for part in operands[0] if operator == b"TJ" else operands:
                    if not hasattr(part, "original_bytes"):
                        length -= float(part)
                        continue
                    pairs = zip(part.original_bytes[::2], part.original_bytes[1::2], strict=True)
                    codes = [high << 8 | low for high, low in pairs]
                    length += sum(widths.get(code, other) for code in codes)
                    if all(actual is None for _, _, actual in stack):
                        add("".join(letters[code] for code in codes))
                self.runs.append((place[0], place[0] + length * size / 1000, place[1]))
        return found

    def _letters(self, number: int, font) -> dict[int, str]:
        """What text each of the font's signs stands for."""
        if number in self._fonts:
            return self._fonts[number]
        table = font["/ToUnicode"].get_data().decode("latin-1")
        letters = {}
        for part in CHARS.findall(table):
            for code, text in re.findall(rf"{HEX}\s*{HEX}", part):
                letters[int(code, 16)] = _utf16(text)
        for part in RANGES.findall(table):
            for low, high, first, many in LIST_OF_HEX.findall(part):
                texts = re.findall(HEX, many) if many else None
                for step, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                    counted = f"{int(first or '0', 16) + step:0{len(first)}x}"
                    letters[code] = _utf16(texts[step] if texts else counted)
        self._fonts[number] = letters
        return letters


def scope_of(element: DictionaryObject) -> str:
    """What the header cell is header of: "Row", "Column" or nothing."""
    attributes = element.get("/A", ArrayObject())
    attributes = attributes if isinstance(attributes, ArrayObject) else [attributes]
    return next(
        (each.get_object()["/Scope"][1:] for each in attributes if "/Scope" in each.get_object()),
        "",
    )


def _widths(table) -> dict[int, float]:
    """How wide each sign is, from a font's list of widths."""
    found, rest = {}, list(table)
    while rest:
        first, after = int(rest.pop(0)), rest.pop(0)
        if isinstance(after, ArrayObject):
            found |= {first + step: float(width) for step, width in enumerate(after)}
        else:
            width = float(rest.pop(0))
            found |= dict.fromkeys(range(first, int(after) + 1), width)
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _tidy(text: str) -> str:
    """Without the hyphens that end a line, and with single spaces."""
    return SPACES.sub(" ", text.replace(SOFT_HYPHEN, "").replace("\u200b", "")).strip()


def _tidy_line(line: str) -> str:
    inner = line.lstrip(" ")
    return " " * (len(line) - len(inner)) + _tidy(inner)

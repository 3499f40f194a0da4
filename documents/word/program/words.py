"""The words of a paragraph as runs: text, where it leads, bold, italic. A line break is "\\n"."""

import re
from dataclasses import dataclass, field
from itertools import groupby

from .elements import Element
from .looks import Looks
from .parts import Relation
from .signs import PRIVATE, sign_of
from .tally import Tally

Run = tuple[str, str, bool, bool]
# What an element of a paragraph or a run may be wrapped in without being anything else.
WRAPPERS = {"w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:sdtContent"}
GONE = {"w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:rt", "mc:Fallback"}
SIGNS = {
    "w:tab": " ",
    "w:ptab": " ",
    "w:cr": "\n",
    "w:noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "w:softHyphen": "\N{SOFT HYPHEN}",
}
PAGES = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"}
NOTES = ("w:footnoteReference", "w:endnoteReference")
PICTURES = ("w:drawing", "w:pict", "w:object")
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_LINK = re.compile(r'"([^"]*)"|(\\[a-z@*#!])|(\S+)', re.IGNORECASE)
_PRIVATE = re.compile(f"[{chr(PRIVATE.start)}-{chr(PRIVATE.stop - 1)}]")


@dataclass
class OpenField:
    """A field that is being read: its code until `shows`, and then what it shows."""

    code: str = ""
    shows: bool = False
    kind: str = ""
    link: str = ""


@dataclass
class Words:
    """Reads the words of one part. Fields and what comments are about go on over paragraphs."""

    relations: dict[str, Relation]
    looks: Looks
    tally: Tally
    has_fields: bool = True
    without_pages: bool = False
    fields: list[OpenField] = field(default_factory=list)
    # The words that an open comment is about, and those of the ones that have ended.
    about: dict[str, list[str]] = field(default_factory=dict)
    heard: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    # What comes after the paragraph: boxes of text, and notes as (kind, id).
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str, int]] = field(default_factory=list)

    def read(self, paragraph: Element, style: str, is_heading: bool) -> list[Run]:
        """The runs of a paragraph of a style."""
        self.runs: list[Run] = []
        self.links: list[str] = []
        self.bold = self.looks.bold(style)
        self.italic = self.looks.italic(style)
        self.is_heading = is_heading
        self._inline(paragraph)
        for heard in self.about.values():
            heard.append(" ")
        return [
            ("".join(text for text, *_ in alike), *look)
            for look, alike in groupby(self.runs, key=lambda run: run[1:])
        ]

    def settle_comments(self) -> None:
        """End the comments whose end is nowhere."""
        for each in list(self.about):
            self._end_comment(each)

    def _inline(self, element: Element) -> None:
        for each in element.children:
            name = each.name
            if name in GONE:
                continue
            if name == "w:r":
                self._run(each)
            elif name == "w:hyperlink":
                self.links.append(self._target(each))
                self._inline(each)
                self.links.pop()
            elif name == "w:sdt":
                self._control(each)
            elif name == "w:fldSimple":
                self._begin_field()
                self.fields[-1].code = each.attributes.get("w:instr", "")
                self._show_field()
                self._inline(each)
                self.fields.pop()
            elif name == "mc:AlternateContent":
                self._inline(chosen(each))
            elif name in ("m:oMath", "m:oMathPara"):
                self.tally.formulas += 1
                self._say("".join(part.text for part in each.within("m:t")), False, False)
            elif name == "w:commentRangeStart":
                self.about.setdefault(each.attributes.get("w:id", ""), [])
            elif name == "w:commentRangeEnd":
                self._end_comment(each.attributes.get("w:id", ""))
            elif name in WRAPPERS:
                self._inline(each)

    # Runs

    def _run(self, run: Element) -> None:
        look = run.first("w:rPr") or Element("w:rPr", {})
        style = look.value("w:rStyle") or ""
        bold, italic = look.switch("w:b"), look.switch("w:i")
        # A style of words turns what the style of the paragraph says.
        bold = self.bold ^ self.looks.bold(style) if bold is None else bold
        italic = self.italic ^ self.looks.italic(style) if italic is None else italic
        fonts = look.first("w:rFonts")
        font = fonts.attributes.get("w:ascii", "") if fonts else ""
        start = len(self.runs)
        self._pieces(run, bold, italic, font)
        said = "".join(text for text, *_ in self.runs[start:])
        if look.switch("w:vanish") and said:
            del self.runs[start:]
            self.tally.hidden.append(said)
        elif said.strip():
            self.tally.struck += bool(look.switch("w:strike") or look.switch("w:dstrike"))
            raised = look.value("w:vertAlign") in ("superscript", "subscript")
            self.tally.raised += raised and not any(run.first(each) for each in NOTES)

    def _pieces(self, run: Element, bold: bool, italic: bool, font: str) -> None:
        for each in run.children:
            name = each.name
            if name == "w:t":
                self._say(self._legible(each.text, font), bold, italic)
            elif name in SIGNS:
                self._say(SIGNS[name], bold, italic)
            elif name == "w:br":
                is_line = each.attributes.get("w:type", "textWrapping") == "textWrapping"
                self._say("\n" if is_line else "\n\n", bold, italic)
            elif name == "w:sym":
                self._say(self._sign(each), bold, italic)
            elif name == "w:fldChar":
                self._field(each.attributes.get("w:fldCharType", ""))
            elif name == "w:instrText" and self.fields and not self.fields[-1].shows:
                self.fields[-1].code += each.text
            elif name in NOTES:
                self._note(name, each.attributes.get("w:id", ""))
            elif name == "w:commentReference":
                self.comments.append(each.attributes.get("w:id", ""))
            elif name in PICTURES:
                self._picture(each)
            elif name == "mc:AlternateContent":
                self._pieces(chosen(each), bold, italic, font)
            elif name == "w:ruby":
                for base in each.every("w:rubyBase"):
                    self._inline(base)

    def _say(self, text: str, bold: bool, italic: bool) -> None:
        if not text or any(not each.shows or each.kind == "TOC" for each in self.fields):
            return
        if self.without_pages and any(each.kind in PAGES for each in self.fields):
            return
        self.tally.count(text)
        # The innermost that leads somewhere.
        of_fields = [each.link for each in self.fields]
        link = next((each for each in reversed([*of_fields, *self.links]) if each), "")
        self.runs.append((text, link, bold, italic))
        for heard in self.about.values():
            heard.append(text)

    def _legible(self, text: str, font: str) -> str:
        def known(found: re.Match) -> str:
            return sign_of(ord(found[0]), font) or found[0]

        return _PRIVATE.sub(known, text.replace("\n", " "))

    def _sign(self, element: Element) -> str:
        font = element.attributes.get("w:font", "")
        try:
            code = int(element.attributes.get("w:char", ""), 16)
        except ValueError:
            code = 0
        sign = sign_of(code, font)
        if sign is None:
            self.tally.signs[font] = self.tally.signs.get(font, 0) + 1
        return sign or UNKNOWN

    def _note(self, name: str, id_: str) -> None:
        if any(not each.shows for each in self.fields):
            return
        self.tally.notes += 1
        self.notes.append((name.removesuffix("Reference"), id_, self.tally.notes))
        if not self.is_heading:
            self._say(f" [{self.tally.notes}]", False, False)

    # Pictures, controls, comments

    def _picture(self, element: Element) -> None:
        boxes = [each for each in element.within("w:txbxContent") if has_text(each)]
        if boxes:
            self.boxes += boxes
            return
        rules = [each for each in element.children if each.attributes.get("o:hr")]
        if rules or any(True for _ in element.within("w:txbxContent")):
            return
        self.tally.pictures += 1
        described = next(iter(element.within("wp:docPr")), None)
        if words := (described.attributes.get("descr", "") if described else "").strip():
            self.tally.described.append(words)

    def _control(self, control: Element) -> None:
        if prompt := prompt_of(control):
            self.tally.prompts.append(prompt)
            return
        for content in control.every("w:sdtContent"):
            self._inline(content)

    def _end_comment(self, id_: str) -> None:
        if id_ in self.about:
            self.heard[id_] = "".join(self.about.pop(id_))

    # Links and fields

    def _target(self, link: Element) -> str:
        """Where a link leads: "#…" within the document, and "" when that isn't told."""
        relation = self.relations.get(link.attributes.get("r:id", ""))
        anchor = link.attributes.get("w:anchor", "")
        address = relation.target if relation and relation.outside else ""
        return f"{address}#{anchor}" if anchor else address

    def _field(self, what: str) -> None:
        if not self.has_fields:
            return
        if what == "begin":
            self._begin_field()
        elif what == "separate" and self.fields:
            self._show_field()
        elif what == "end" and self.fields:
            self.fields.pop()

    def _begin_field(self) -> None:
        self.fields.append(OpenField())

    def _show_field(self) -> None:
        *around, now = self.fields
        now.shows = True
        now.kind, _, rest = now.code.strip().partition(" ")
        now.kind = now.kind.upper()
        if now.kind == "HYPERLINK":
            now.link = _link_of(rest)
        elif now.kind == "TOC":
            self.tally.contents += 1
        elif now.kind not in PAGES and all(each.shows and each.kind != "TOC" for each in around):
            self.tally.fields.append(now.kind[:30])


def chosen(alternatives: Element) -> Element:
    """The first of several forms of the same thing, which is the one that newer programs show."""
    return alternatives.first("mc:Choice") or Element("mc:Choice", {})


def has_text(element: Element) -> bool:
    """Whether any text stands in the element."""
    return any(each.text.strip() for each in element.within("w:t"))


def prompt_of(control: Element) -> str:
    """What a control that nobody has filled in asks for; "" when it holds a text."""
    if not (control.first("w:sdtPr", "w:showingPlcHdr")):
        return ""
    return "".join(each.text for each in control.within("w:t")).strip() or "…"


def _link_of(code: str) -> str:
    """Where the field HYPERLINK leads: its first word, and what follows \\l after a #."""
    address, anchor, switch = "", "", ""
    for in_quotes, option, word in _LINK.findall(code):
        if option:
            switch = option.lower()
            continue
        text = in_quotes or word
        if switch == "\\l":
            anchor = text
        elif not switch:
            address = address or text
        switch = ""
    return f"{address}#{anchor}" if anchor else address

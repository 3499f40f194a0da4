"""What the clipboard holds, from Word, LibreOffice, Outlook or a web page, as the small HTML.

Word's lists are paragraphs: `mso-list:l0 level2 lfo1` says how deep, and the sign or number stands
in the text as `mso-list:Ignore`. Here they become lists. What a text can't have is left out, and
what the person should know of that is said.
"""

import re

import nh3

from organisation.richtext import TAGS

from .markup import small_html
from .markup.small_html import Reader
from .markup.tree import MAX_LEVEL, Heading, Marks, Paragraph, address, legible, tidy

PICTURE = "En bild togs bort. Bilder kan inte finnas i texten."
PICTURES = "{} bilder togs bort. Bilder kan inte finnas i texten."
MERGED = "En tabell hade sammanslagna celler. De är nu vanliga celler: kontrollera tabellen."
STRUCK = "Överstruken text står nu som vanlig text: kontrollera den."
LOST_LINK = "En länk togs bort. Adressen går inte att använda här, men länkens text är kvar."
DELETED = "Text som var struken med spårade ändringar togs bort."
COMMENT = "Kommentarer från ordbehandlaren togs bort."
EMBEDDED = "Inbäddat innehåll, till exempel en film eller ett formulär, togs bort."
LEVELS = "Rubriker i fler än två nivåer har blivit två nivåer."
NUMBERS = "En numrerad lista börjar nu på 1: kontrollera numren."

_OUTER = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = {
    "p",
    "div",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "center",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "figure",
    "figcaption",
    "caption",
    "address",
    "fieldset",
    "legend",
    "form",
    "label",
    "hr",
    "details",
    "summary",
}
_LISTS = {"ul", "ol", "li"}
_TABLES = {"table", "thead", "tbody", "tr", "td", "th"}
_INLINE = {"a", "b", "strong", "i", "em", "span", "font", "s", "strike", "del", "ins", "br", "img"}
_VOID = {"br", "hr", "img"}
_MEDIA = ["iframe", "object", "embed", "video", "audio", "input", "select", "textarea", "button"]
_GONE = {
    *_MEDIA,
    *[
        "script",
        "style",
        "title",
        "xml",
        "svg",
        "math",
        "template",
        "noscript",
        "noembed",
        "noframes",
        "xmp",
    ],
}
_EMBEDDED = re.compile(rf"<(?:{'|'.join(_MEDIA)})[\s/>]", re.IGNORECASE)
_ATTRIBUTES = {
    "*": {"style", "class"},
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "li": {"aria-level", "data-aria-level"},
    "ol": {"start"},
}
# Links of these schemes are read to be able to say that they were left out.
_SCHEMES = {"http", "https", "mailto", "file", "ftp", "tel", "javascript", "data", "onenote"}
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_CLOSE_THEMSELVES = {
    *_VOID,
    *[
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "option",
        "meta",
        "link",
        "col",
        "input",
    ],
}
_DEEPEST = 100
_WORD_LIST = re.compile(r"l\d+ level([1-9])\b")
_NUMBER = re.compile(r"\(?(?:\d+\.)*(?:(\d{1,9})[.):]?|([a-zA-Z]{1,5})[.):])\)?")
_SPACES = re.compile("[ \u00a0]{2,}")


def from_word(html: str) -> tuple[str, list[str]]:
    """The small HTML, in its normal form, of what was pasted, and a Swedish sentence for each kind
    of thing that was left out or should be looked at. No clipboard is refused."""
    html = legible(html)
    reader = _Clipboard()
    if _EMBEDDED.search(html):
        reader.say(EMBEDDED)
    reader.feed(
        nh3.clean(
            _shallow(html),
            tags=TAGS | set(_OUTER) | _BLOCKS | _TABLES | _LISTS | _INLINE,
            clean_content_tags=_GONE,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
            strip_comments=True,
        )
    )
    blocks = reader.finish()
    return small_html.write(blocks), reader.said()


def _shallow(html):
    """The HTML with no more than some hundred elements within one another, since reading takes
    the square of the depth; those too deep, and Word's own with a colon, turn into the element
    that holds nothing."""
    depth = 0

    def kept(tag):
        nonlocal depth
        name = tag[2].lower()
        if ":" in name:
            return f"<{tag[1]}wbr"
        if name in _CLOSE_THEMSELVES:
            return tag[0]
        too_deep = depth > _DEEPEST if tag[1] else depth >= _DEEPEST
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return f"<{tag[1]}wbr" if too_deep else tag[0]

    return _TAG.sub(kept, html)


def _declared(style):
    """The properties of a style attribute, in small letters."""
    pairs = (each.partition(":") for each in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


class _Clipboard(Reader):
    """Reads what word processors write, once it is well formed."""

    def __init__(self):
        super().__init__()
        self.sayings: dict[str, None] = {}
        self.pictures = 0
        self.elements: list[str] = []  # what to end: "heading", "link", the name of one, or ""
        self.looks = [(False, False)]  # bold and italic, as they stand
        self.skipping = 0
        self.mark: str | None = None  # the sign or number of a list paragraph
        self.hearing = False
        self.word_level = 0
        self.goes_on = False
        self.after_item = False
        self.head_row = False

    def say(self, sentence):
        self.sayings[sentence] = None

    def said(self):
        count = self.pictures
        pictures = [PICTURE if count == 1 else PICTURES.format(count)] if count else []
        return [*pictures, *self.sayings]

    def finish(self):
        blocks = super().finish()
        headings = [each for each in blocks if isinstance(each, Heading)]
        levels = sorted({each.level for each in headings})
        if len(levels) > 2:
            self.say(LEVELS)
        for each in headings:
            each.level = 3 if each.level == levels[0] else 4
        return blocks

    def marks(self):
        inside = bool(self.lists or self.word_level or self.cell is not None)
        bold, italic = self.looks[-1]
        link = next((each for each in reversed(self.links) if each), "")
        return Marks(link, inside if self.headings else bold, italic)

    def handle_data(self, data):
        if self.hearing:
            self.mark += data
        elif not self.skipping:
            text = legible(data)
            text = text if "pre" in self.elements else text.replace("\n", " ")
            self.runs.append((_SPACES.sub(" ", text), self.marks()))

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        style, classes = _declared(given.get("style", "")), given.get("class", "")
        if self.skipping:
            self.skipping += tag not in _VOID
        elif tag == "img":
            self.pictures += 1
        elif tag == "br":
            self.runs.append(("\n", self.marks()))
        elif tag not in _VOID and self.left_out(tag, style, classes):
            self.skipping = 1
        else:
            self.look(tag, style)
            kind = self.begin(tag, given, style, classes)
            if tag not in _VOID:
                self.elements.append(kind)
            else:
                self.looks.pop()

    def handle_endtag(self, tag):
        if self.skipping:
            self.skipping -= 1
            if self.hearing and not self.skipping:
                self.hearing = False
                self.mark_in_cell()
            return
        kind = self.elements.pop()
        self.looks.pop()
        if kind == "heading":
            self.part()
            self.headings.pop()
        elif kind == "link":
            self.links.pop()
        elif kind:
            super().handle_endtag("p" if kind == "pre" else kind)
        if kind == "tr" and self.head_row:
            self.in_head = self.head_row = False
        if tag == "p":
            self.word_level, self.goes_on, self.mark = 0, False, None

    def part(self):
        """End the paragraph, or the line in a cell."""
        if self.cell is None:
            self.flush()
        else:
            self.line()

    def left_out(self, tag, style, classes):
        """Whether the element and all in it is no part of the text."""
        if style.get("mso-list") == "ignore":
            self.mark, self.hearing = "", True
        elif "mso-spacerun" in style or "mso-tab-count" in style:
            self.runs.append((" ", self.marks()))
        elif tag == "del" or "msoDel" in classes:
            self.say(DELETED)
        elif style.get("mso-element", "").startswith("comment") or "MsoCommentRef" in classes:
            self.say(COMMENT)
        elif style.get("display") != "none" and style.get("mso-hide") != "all":
            return False
        return True

    def look(self, tag, style):
        bold, italic = self.looks[-1]
        weight, slant = style.get("font-weight", ""), style.get("font-style", "")
        bold = bold or tag in ("b", "strong")
        italic = italic or tag in ("i", "em")
        if weight:
            bold = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight[:4]) >= 600)
        if slant:
            italic = slant in ("italic", "oblique")
        self.looks.append((bold, italic))
        decoration = style.get("text-decoration", "") + style.get("text-decoration-line", "")
        if tag in ("s", "strike") or "line-through" in decoration:
            self.say(STRUCK)

    def begin(self, tag, given, style, classes):
        """Begin an element; return how it is to be ended."""
        heading = self.heading_level(tag, style, classes)
        if heading is not None:
            self.part()
            self.headings.append(heading)
            return "heading"
        if tag == "a":
            href = given.get("href", "")
            self.links.append(address(href))
            if href and not self.links[-1] and not href.startswith("#"):
                self.say(LOST_LINK)
            return "link"
        if tag in _BLOCKS:
            super().handle_starttag("p", [])
            if tag == "p":
                self.list_paragraph(style, classes)
            return "pre" if tag == "pre" else "p"
        if tag in _LISTS or tag in _TABLES:
            super().handle_starttag(tag, [])
            self.list_or_table(tag, given, style)
            return tag
        return ""

    def heading_level(self, tag, style, classes):
        if tag in _OUTER:
            return _OUTER[tag]
        outline = style.get("mso-outline-level", "")
        if tag == "p" and "MsoTitle" in classes:
            return 0
        return int(outline) if tag == "p" and outline in set("123456789") else None

    def list_or_table(self, tag, given, style):
        if tag == "tr" and len(self.tables) == 1 and style.get("mso-yfti-irow") == "-1":
            self.in_head = self.head_row = True
        elif tag in ("td", "th") and {given.get("colspan", "1"), given.get("rowspan", "1")} != {
            "1"
        }:
            self.say(MERGED)
        elif self.cell is None and self.lists:
            start = given.get("start", "")
            if tag == "ol" and re.fullmatch("[0-9]{1,6}", start):
                self.lists[-1].number = max(0, int(start) - 1)
            level = given.get("data-aria-level") or given.get("aria-level") or ""
            # Word in the browser gives each item a list of its own and says the level in words.
            if tag == "li" and len(self.lists) == 1 and level in set("23456789"):
                self.lists[-1].level = int(level)

    # Word's lists

    def list_paragraph(self, style, classes):
        found = _WORD_LIST.match(style.get("mso-list", ""))
        if self.cell is None and not self.lists:
            self.word_level = int(found[1]) if found else 0
            self.goes_on = not found and "MsoListParagraph" in classes and self.after_item

    def mark_in_cell(self):
        if self.cell is not None and self.mark:
            number = _NUMBER.fullmatch(self.mark.strip(" \u00a0\n"))
            self.runs.append((f"{number[0]} " if number else "– ", Marks()))

    def flush(self):
        if self.headings or self.lists or not (self.word_level or self.goes_on):
            if any(not text.isspace() for text, _ in self.runs):
                self.after_item = False
            super().flush()
            return
        paragraphs, self.runs = tidy(self.runs), []
        for runs in paragraphs:
            if self.word_level and not self.goes_on:
                self.word_item(Paragraph(runs))
            else:
                self.builder.block(MAX_LEVEL, Paragraph(runs))
            self.goes_on = self.after_item = True

    def word_item(self, paragraph):
        number = _NUMBER.fullmatch((self.mark or "").strip(" \u00a0\n"))
        if number is None:
            self.builder.item(self.word_level, False, False, paragraph)
            return
        shown = self.builder.count(self.word_level) + 1
        if number[1]:
            fresh = int(number[1]) != shown or shown == 1
            if int(number[1]) != (1 if fresh else shown):
                self.say(NUMBERS)
        else:
            # "i." begins a list of Roman numbers, or is the ninth letter of one that goes on.
            fresh = number[2] in set("aAiI") and not (number[2] in set("iI") and shown == 9)
        self.builder.item(self.word_level, True, fresh, paragraph)

"""From a text to a Word file, with styles, lists and tables that are Word's own."""

import io
import re
import zipfile
from itertools import groupby
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from documents.markup import small_html
from documents.markup.tree import Heading, ListOf, Marks, Run, Table
from documents.pdf.text import UNKNOWN, WORDS
from documents.word import writing_parts as parts
from documents.word.headings import one_text
from documents.word.text import WordFacts, WordText

# Signs that XML can't hold; no text needs them.
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECE = re.compile("[\n\N{SOFT HYPHEN}\N{NON-BREAKING HYPHEN}]|[^\n\xad\u2011]+")
_ELEMENTS = {
    "\n": "<w:br/>",
    "\N{SOFT HYPHEN}": "<w:softHyphen/>",
    "\N{NON-BREAKING HYPHEN}": "<w:noBreakHyphen/>",
}
# Longer addresses keep Word from opening the file.
LONGEST_ADDRESS = 2000
WIDTH = 9070  # of a page between its margins, in twentieths of a point
PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" '
    'w:footer="567" w:gutter="0"/></w:sectPr>'
)
# The same for every file, so that the same text gives the same bytes.
_THEN = (1980, 1, 1, 0, 0, 0)


def word_of(text: WordText, facts: WordFacts | None = None) -> bytes:
    """The text as a Word file (.docx): the same text and facts always give the same bytes.

    `read_word` reads the same text out of it. The facts and the notes of sections have styles of
    their own and are not read back; a sign that XML can't hold becomes U+FFFD.
    """
    facts = facts or WordFacts()
    writer = _Writer(facts)
    document = writer.document(text)
    title = _legal(one_text(text.title))
    made = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.ROOT_RELATIONS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": parts.relations(writer.relations()),
        "word/styles.xml": parts.styles(facts.language),
        "word/numbering.xml": parts.numbering(writer.restarts),
        "word/settings.xml": parts.settings(),
        "word/footer.xml": parts.footer(
            facts.language, _legal(" · ".join(filter(None, (title, one_text(facts.version)))))
        ),
        "docProps/core.xml": parts.core(
            title, _legal(one_text(facts.healthcare_region)), facts.language, facts.date
        ),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in made.items():
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, content)
    return packed.getvalue()


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


class _Writer:
    def __init__(self, facts: WordFacts) -> None:
        self.facts = facts
        self.links: dict[str, str] = {}
        self.restarts: list[tuple[int, int]] = []

    def relations(self) -> list[tuple[str, str, str, bool]]:
        own = [
            (f"rId{at}", f"{parts.OFFICE}/{name}", f"{name}.xml", False)
            for at, name in enumerate(parts.PARTS, 1)
        ]
        outside = [
            (id_, f"{parts.OFFICE}/hyperlink", target, True) for target, id_ in self.links.items()
        ]
        return own + outside

    def document(self, text: WordText) -> str:
        made = [self._line("PortalFact", self.facts.kind)]
        made.append(self._line("Title", text.title))
        made += [self._line("Subtitle", line) for line in text.lead.split("\n")]
        made += [self._line("PortalFact", line) for line in _fact_lines(self.facts)]
        if self.facts.address:
            label = WORDS[self.facts.language]["address"]
            link = (self.facts.address, Marks(link=self.facts.address))
            made.append(_paragraph("PortalFact", self._runs([(f"{label} ", Marks()), link])))
        for section in text.sections:
            made.append(self._line(f"Heading{section.level}", section.heading))
            made.append(self._line("PortalNote", section.note))
            made += [self._block(each, 0) for each in small_html.read(section.html)]
        body = "".join(made) or "<w:p/>"
        return (
            f"{parts.DECLARATION}<w:document {parts.ROOT}><w:body>{body}{PAGE}</w:body>"
            "</w:document>"
        )

    def _line(self, style: str, text: str) -> str:
        text = one_text(text)
        return _paragraph(style, self._runs([(text, Marks())])) if text else ""

    # Blocks. Level 0 is the text itself, level 1 an item of a list in it.

    def _block(self, block, level: int) -> str:
        if isinstance(block, Heading):
            return _paragraph(f"PortalHeading{block.level - 2}", self._runs(block.runs))
        if isinstance(block, ListOf):
            return self._list(block, level)
        if isinstance(block, Table):
            return self._table(block, level)
        if level:
            return _paragraph(
                "ListContinue", self._runs(block.runs), _in_list(parts.CONTINUED, level)
            )
        return _paragraph("", self._runs(block.runs))

    def _list(self, block: ListOf, level: int) -> str:
        number = parts.POINTS
        if block.ordered:
            number = parts.NUMBERED + 1 + len(self.restarts)
            self.restarts.append((number, level))
        style = "ListNumber" if block.ordered else "ListBullet"
        nth = min(level + 1, parts.STYLED_LEVELS)
        style = f"{style}{nth}" if nth > 1 else style
        made = []
        for first, *rest in block.items:
            made.append(_paragraph(style, self._runs(first.runs), _in_list(number, level + 1)))
            made += [self._block(each, level + 1) for each in rest]
        return "".join(made)

    def _table(self, table: Table, level: int) -> str:
        style = f"TableInItem{level}" if level else "TableGrid"
        columns = max(len(row) for row in table.rows)
        indent = parts.INDENT * level
        width = (WIDTH - indent) // columns
        rows = "".join(
            self._row(row, columns, width, at < table.head) for at, row in enumerate(table.rows)
        )
        grid = f'<w:gridCol w:w="{width}"/>' * columns
        # Without something between them, two tables would be one.
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
            f'<w:tblW w:w="{width * columns}" w:type="dxa"/>'
            f'<w:tblInd w:w="{indent}" w:type="dxa"/><w:tblLook w:val="0000" w:firstRow="0" '
            'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{_paragraph('PortalGap', '')}"
        )

    def _row(self, cells: list, columns: int, width: int, is_head: bool) -> str:
        missing = columns - len(cells)
        look = f'<w:gridAfter w:val="{missing}"/>' if missing else ""
        look += "<w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "")
        made = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + _paragraph(
                "PortalTableHeading" if cell.heading else "TableText", self._runs(cell.runs)
            )
            + "</w:tc>"
            for cell in cells
        )
        return f"<w:tr><w:trPr>{look}</w:trPr>{made}</w:tr>"

    # Words

    def _runs(self, runs: list[Run]) -> str:
        made = []
        for link, group in groupby(runs, key=lambda run: run[1].link):
            target = urljoin(self.facts.address, link) if self.facts.address and link else link
            is_link = 0 < len(target) <= LONGEST_ADDRESS
            said = "".join(_run(text, marks, is_link) for text, marks in group)
            if is_link:
                id_ = self.links.setdefault(target, f"rId{len(self.links) + 101}")
                said = f'<w:hyperlink r:id="{id_}" w:history="1">{said}</w:hyperlink>'
            made.append(said)
        return "".join(made)


def _run(text: str, marks: Marks, is_link: bool) -> str:
    look = '<w:rStyle w:val="Hyperlink"/>' if is_link else ""
    look += "<w:b/><w:bCs/>" if marks.strong else ""
    look += "<w:i/><w:iCs/>" if marks.em else ""
    said = "".join(
        _ELEMENTS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _PIECE.findall(_legal(text))
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{said}</w:r>"


def _paragraph(style: str, said: str, more: str = "") -> str:
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p>{f'<w:pPr>{look}{more}</w:pPr>' if look or more else ''}{said}</w:p>"


def _in_list(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number}"/></w:numPr>'


def _fact_lines(facts: WordFacts) -> list[str]:
    words = WORDS[facts.language]
    *first, last = facts.bodies or ("",)
    bodies = f"{', '.join(first)} {words['and']} {last}" if first else last
    lines = [f"{words['concerns']} {bodies}" if bodies else "", facts.version]
    for phrase, label in ((facts.valid, words["valid"]), (facts.decision, words["decision"])):
        # "uppgift saknas" alone doesn't say of what.
        is_unknown = phrase.strip().lower() == UNKNOWN
        lines.append(f"{label} {phrase}" if is_unknown else phrase)
    return lines

"""The parts of a Word file that are the same for every text, or hold but a few words of it."""

from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FORMATS = "http://schemas.openxmlformats.org"
W = f"{FORMATS}/wordprocessingml/2006/main"
OFFICE = f"{FORMATS}/officeDocument/2006/relationships"
PACKAGE = f"{FORMATS}/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
ROOT = f'xmlns:w="{W}" xmlns:r="{OFFICE}"'
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
# The depth of lists: Word has styles of its own for five levels, and counts nine.
LEVELS = 9
STYLED_LEVELS = 5
INDENT = 397
# The lists: points, what goes on with an item, and the one of the styles of numbered lists.
POINTS, CONTINUED, NUMBERED = 1, 2, 3
LISTS = {"ListBullet": ("List Bullet", POINTS), "ListNumber": ("List Number", NUMBERED)}
FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
INK, GREY, LINK = "1A1A1A", "595959", "0B4F8A"
PAGE = {"sv": ("Sida", "av"), "en": ("Page", "of")}


def style(id_, name, *, based="Normal", following="Normal", paragraph="", words="", kind=""):
    """A style of paragraphs, or of another kind."""
    kind = kind or "paragraph"
    default = ' w:default="1"' if id_ in ("Normal", "TableNormal") else ""
    parts = [
        f'<w:style w:type="{kind}"{default} w:styleId="{id_}"><w:name w:val="{name}"/>',
        f'<w:basedOn w:val="{based}"/>' if based else "",
        f'<w:next w:val="{following}"/>' if following and kind == "paragraph" else "",
        "<w:qFormat/>" if kind == "paragraph" else "",
        f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "",
        f"<w:rPr>{words}</w:rPr>" if words else "",
    ]
    return "".join(parts) + "{more}</w:style>"


def plain_style(*given, **more):
    """A style that says nothing besides."""
    return style(*given, **more).replace("{more}", "")


def _heading(id_, name, size, outline=None, words="<w:b/>"):
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    return plain_style(
        id_,
        name,
        paragraph=f'<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="80"/>{level}',
        words=f'{words}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
    )


def _list_styles():
    for id_, (name, number) in LISTS.items():
        for at in range(STYLED_LEVELS):
            nth = f" {at + 1}" if at else ""
            yield plain_style(
                id_ + nth.strip(),
                name + nth,
                following="",
                paragraph=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
                '<w:spacing w:after="60"/>',
            )
    yield plain_style(
        "ListContinue", "List Continue", following="", paragraph='<w:spacing w:after="60"/>'
    )


def _table_styles():
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 108), ("bottom", 40), ("right", 108))
    )
    normal = style("TableNormal", "Normal Table", based="", kind="table")
    yield normal.replace(
        "{more}",
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}'
        "</w:tblCellMar></w:tblPr>",
    )
    grid = style("TableGrid", "Table Grid", based="TableNormal", kind="table")
    yield grid.replace("{more}", f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>")
    for level in range(1, LEVELS + 1):
        yield plain_style(
            f"TableInItem{level}",
            f"Portalens tabell i punkt {level}",
            based="TableGrid",
            kind="table",
        )


def styles(language):
    """The styles. Those named after the portal are its own; `program/looks.py` knows them again."""
    fact = '<w:spacing w:after="0"/>'
    return (
        f"{DECLARATION}<w:styles {ROOT}><w:docDefaults><w:rPrDefault><w:rPr>{FONT}"
        f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        f'<w:lang w:val="{LANGUAGES[language]}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="140" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        + plain_style("Normal", "Normal", based="", following="")
        + _heading("Title", "Title", 48)
        + plain_style(
            "Subtitle",
            "Subtitle",
            words=f'<w:color w:val="{GREY}"/><w:sz w:val="28"/><w:szCs w:val="28"/>',
        )
        + "".join(
            _heading(f"Heading{level}", f"heading {level}", size, level - 1)
            for level, size in ((1, 34), (2, 28), (3, 24))
        )
        + _heading("PortalHeading1", "Portalens mellanrubrik 1", 22)
        + _heading("PortalHeading2", "Portalens mellanrubrik 2", 22, words="<w:b/><w:i/>")
        + plain_style(
            "PortalFact",
            "Portalens uppgift",
            following="",
            paragraph=fact,
            words=f'<w:color w:val="{GREY}"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
        )
        + plain_style(
            "PortalNote",
            "Portalens anmärkning",
            paragraph='<w:ind w:left="284"/>',
            words=f'<w:i/><w:color w:val="{GREY}"/>',
        )
        + plain_style(
            "TableText",
            "Table Text",
            following="",
            paragraph='<w:spacing w:after="0" w:line="259" w:lineRule="auto"/>',
        )
        + plain_style(
            "PortalTableHeading",
            "Portalens tabellrubrik",
            based="TableText",
            following="",
            words="<w:b/>",
        )
        + plain_style(
            "PortalGap",
            "Portalens avstånd",
            following="",
            paragraph='<w:spacing w:after="0" w:line="140" w:lineRule="exact"/>',
        )
        + "".join(_list_styles())
        + plain_style("Footer", "footer", following="", words='<w:sz w:val="18"/>')
        + plain_style(
            "Hyperlink",
            "Hyperlink",
            based="",
            kind="character",
            words=f'<w:color w:val="{LINK}"/><w:u w:val="single"/>',
        )
        + "".join(_table_styles())
        + "</w:styles>"
    )


def _abstract(number, level):
    levels = "".join(level(at) for at in range(LEVELS))
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )


def _level(at, form, sign, style_id=""):
    linked = ""
    if style_id and at < STYLED_LEVELS:
        linked = f'<w:pStyle w:val="{style_id}{at + 1 if at else ""}"/>'
    left = INDENT * (at + 1)
    hanging = f' w:hanging="{INDENT}"' if sign else ""
    suffix = "" if sign else '<w:suff w:val="nothing"/>'
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}{suffix}'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{left}"{hanging}/></w:pPr></w:lvl>'
    )


def numbering(restarts):
    """The lists. `restarts` holds, for each numbered list of the text, its number and its level
    from 0: each begins with 1 whatever went before."""
    made = (
        _abstract(0, lambda at: _level(at, "bullet", "•–"[at % 2], "ListBullet"))
        + _abstract(1, lambda at: _level(at, "decimal", f"%{at + 1}.", "ListNumber"))
        + _abstract(2, lambda at: _level(at, "none", ""))
    )
    for number, abstract in ((POINTS, 0), (CONTINUED, 2), (NUMBERED, 1)):
        made += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'
    for number, level in restarts:
        made += (
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride '
            f'w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    return f"{DECLARATION}<w:numbering {ROOT}>{made}</w:numbering>"


def footer(language, running):
    """The foot of each page: which text it is, and the number of the page."""
    page, of = PAGE[language]
    field = '<w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    text = (
        f'<w:p><w:pPr><w:pStyle w:val="PortalFact"/></w:pPr><w:r><w:t>{escape(running)}</w:t></w:r>'
        "</w:p>"
        if running
        else ""
    )
    return (
        f'{DECLARATION}<w:ftr {ROOT}>{text}<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r>'
        f'<w:t xml:space="preserve">{page} </w:t></w:r>{field.format("PAGE")}<w:r>'
        f'<w:t xml:space="preserve"> {of} </w:t></w:r>{field.format("NUMPAGES")}</w:p></w:ftr>'
    )


def settings():
    """The settings: nothing but that the file is of today's Word."""
    return (
        f'{DECLARATION}<w:settings {ROOT}><w:defaultTabStop w:val="1304"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def core(title, creator, language, date):
    """The properties: no machine and no person, and a day that is the text's own."""
    day = f"{date.isoformat()}T00:00:00Z"
    by = f"<dc:creator>{escape(creator)}</dc:creator>" if creator else ""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>{by}'
        f"<dc:language>{LANGUAGES[language]}</dc:language>"
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )


PARTS = ("styles", "numbering", "settings", "footer")
MAIN_TYPES = "".join(
    f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{kind}+xml"/>'
    for name, kind in (("document", "document.main"), *((each, each) for each in PARTS))
)
CONTENT_TYPES = (
    f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>{MAIN_TYPES}'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)


def relations(entries):
    """A part of relations: (id, type, target, whether it lies outside the file)."""
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target={quoteattr(target)}'
        f"{' TargetMode=' + quoteattr('External') if outside else ''}/>"
        for id_, kind, target, outside in entries
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


ROOT_RELATIONS = relations(
    [
        ("rId1", f"{OFFICE}/officeDocument", "word/document.xml", False),
        ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", False),
    ]
)

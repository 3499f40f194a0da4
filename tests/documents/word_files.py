"""Word files made part by part, the way Word itself writes them, for tests of what is read of them.

`word_file()` puts a document's body among the parts that Word always writes: styles with the ids of
Swedish Word, lists, settings, fonts and properties. A part given by name takes the place of one of
these, or is one more.
"""

import io
import zipfile
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
SECTION = (
    '<w:sectPr w:rsidR="00A77B3E"><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" '
    'w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>'
    '<w:cols w:space="708"/><w:docGrid w:linePitch="360"/></w:sectPr>'
)


def style(id_, name, *, based="Normal", kind="paragraph", properties="", default=False):
    """A style as it stands in styles.xml."""
    based_on = f'<w:basedOn w:val="{based}"/>' if based else ""
    is_default = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{is_default} w:styleId="{id_}">'
        f'<w:name w:val="{name}"/>{based_on}<w:uiPriority w:val="99"/><w:qFormat/>{properties}'
        "</w:style>"
    )


def heading(number):
    return style(
        f"Rubrik{number}",
        f"heading {number}",
        properties='<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/>'
        f'<w:outlineLvl w:val="{number - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="32"/>'
        "</w:rPr>",
    )


# A table style that looks at the first row: its text is bold.
STRIPED = (
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>'
    '<w:tblStylePr w:type="band1Horz"><w:tcPr/></w:tblStylePr>'
)
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/>'
    '<w:sz w:val="22"/><w:lang w:val="sv-SE" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259"/></w:pPr>'
    '</w:pPrDefault></w:docDefaults><w:latentStyles w:defLockedState="0" w:count="376">'
    '<w:lsdException w:name="Normal" w:uiPriority="0" w:qFormat="1"/>'
    '<w:lsdException w:name="heading 1" w:uiPriority="9" w:qFormat="1"/>'
    '<w:lsdException w:name="List Bullet" w:semiHidden="1"/></w:latentStyles>'
    + style("Normal", "Normal", based="", default=True)
    + "".join(heading(number) for number in range(1, 7))
    + style("Standardstycketeckensnitt", "Default Paragraph Font", based="", kind="character")
    + style("Normaltabell", "Normal Table", based="", kind="table")
    + style("Rubrik", "Title", properties='<w:rPr><w:sz w:val="56"/></w:rPr>')
    + style("Underrubrik", "Subtitle", properties='<w:rPr><w:color w:val="5A5A5A"/></w:rPr>')
    + style("Liststycke", "List Paragraph", properties='<w:pPr><w:ind w:left="720"/></w:pPr>')
    + style(
        "Punktlista",
        "List Bullet",
        properties='<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>',
    )
    + style("Punktlista2", "List Bullet 2")
    + style("Numreradlista", "List Number")
    + style("Innehll1", "toc 1")
    + style("Innehllsfrteckningsrubrik", "TOC Heading", based="Rubrik1")
    + style("Fotnotstext", "footnote text")
    + style("Kommentarer", "annotation text")
    + style("Sidhuvud", "header")
    + style("Sidfot", "footer")
    + style("Ingress", "Ingress", properties='<w:rPr><w:b/><w:i/><w:sz w:val="26"/></w:rPr>')
    + style(
        "RegionensRubrik", "Regionens rubrik", based="Rubrik1", properties="<w:rPr><w:i/></w:rPr>"
    )
    + style(
        "Hyperlnk",
        "Hyperlink",
        based="Standardstycketeckensnitt",
        kind="character",
        properties='<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>',
    )
    + style("Stark", "Strong", based="", kind="character", properties="<w:rPr><w:b/></w:rPr>")
    + style("Betoning", "Emphasis", based="", kind="character", properties="<w:rPr><w:i/></w:rPr>")
    + style("Tabellrutnt", "Table Grid", based="Normaltabell", kind="table")
    + style("Rutntstabell4", "Grid Table 4", based="Normaltabell", kind="table", properties=STRIPED)
)


def abstract(number, levels, *, kind="hybridMultilevel"):
    """An abstract list: for each level its kind of number, its sign and what else it has."""
    return (
        f'<w:abstractNum w:abstractNumId="{number}" w15:restartNumberingAfterBreak="0" '
        'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w:nsid w:val="1A2B3C{number:02}"/><w:multiLevelType w:val="{kind}"/>'
        f'<w:tmpl w:val="041D00{number:02}"/>'
        + "".join(
            f'<w:lvl w:ilvl="{at}" w:tplc="041D0001"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            for at, (form, sign, more) in enumerate(levels)
        )
        + "</w:abstractNum>"
    )


def num(number, abstract_number, inner=""):
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{inner}</w:num>'


def starting_at(start, level=0):
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


# 1: points. 2: 1, a, i. 3: as 2 from the beginning. 4: as 2, going on. 5: as 2 from 3.
# 6: headings, 1 and 1.1. 7: 1 and 1.1. 8: points as the style sheet's list. 9: of "List Bullet".
NUMBERING = (
    abstract(0, [("bullet", "\uf0b7", ""), ("bullet", "o", ""), ("bullet", "\uf0a7", "")] * 3)
    + abstract(
        1, [("decimal", "%1.", ""), ("lowerLetter", "%2.", ""), ("lowerRoman", "%3.", "")] * 3
    )
    + abstract(
        2,
        [
            ("decimal", "%1", '<w:pStyle w:val="Rubrik1"/>'),
            ("decimal", "%1.%2", '<w:pStyle w:val="Rubrik2"/>'),
        ],
        kind="multilevel",
    )
    + abstract(3, [("decimal", "%1.", ""), ("decimal", "%1.%2.", "")], kind="multilevel")
    + abstract(4, [("bullet", "\uf0b7", '<w:pStyle w:val="Punktlista"/>')], kind="singleLevel")
    + num(1, 0)
    + num(2, 1)
    + num(3, 1, starting_at(1))
    + num(4, 1)
    + num(5, 1, starting_at(3))
    + num(6, 2)
    + num(7, 3)
    + num(9, 4)
)
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title>'
    "<dc:creator>Någon</dc:creator><cp:revision>3</cp:revision>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-07T08:00:00Z</dcterms:created>'
    "</cp:coreProperties>"
)
# The namespaces of the strict form.
STRICT = {
    W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
# The parts that the document leads to: their root, their type and the type of the relation.
RELATED = {
    "word/styles.xml": ("styles", "styles"),
    "word/settings.xml": ("settings", "settings"),
    "word/fontTable.xml": ("fonts", "fontTable"),
    "word/numbering.xml": ("numbering", "numbering"),
    "word/comments.xml": ("comments", "comments"),
    "word/footnotes.xml": ("footnotes", "footnotes"),
    "word/endnotes.xml": ("endnotes", "endnotes"),
    "word/header1.xml": ("hdr", "header"),
    "word/footer1.xml": ("ftr", "footer"),
}


def part(root, inner):
    """A part of this kind with its declaration and its namespaces."""
    return f"{DECLARATION}<w:{root} {NAMESPACES}>{inner}</w:{root}>"


def word_parts(body, *, title="", links=(), parts=(), styles="", section=SECTION, strict=False):
    """The parts of a Word file by name. `body` is what stands in w:body, `links` where the
    relations of the document lead by their id, `parts` the inner XML of parts by name, `styles`
    more styles. `strict` gives the strict form of the standard."""
    given = {
        "word/styles.xml": STYLES + styles,
        "word/settings.xml": '<w:zoom w:percent="100"/><w:proofState w:spelling="clean"/>'
        '<w:defaultTabStop w:val="1304"/><w:rsids><w:rsidRoot w:val="00A77B3E"/></w:rsids>',
        "word/fontTable.xml": '<w:font w:name="Calibri"><w:charset w:val="00"/></w:font>',
        "word/numbering.xml": NUMBERING,
    } | dict(parts)
    relations = "".join(
        relation(f"rId{at}", RELATED[name][1], name.removeprefix("word/"))
        for at, name in enumerate(given, 1)
        if name in RELATED
    ) + "".join(relation(id_, "hyperlink", to, outside=True) for id_, to in dict(links).items())
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPE}{RELATED[name][1]}+xml"/>'
        for name in given
        if name in RELATED
    )
    made = {
        "[Content_Types].xml": DECLARATION
        + f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}document.main+xml"/>{types}'
        "</Types>",
        "_rels/.rels": relations_part(
            relation("rId1", "officeDocument", "word/document.xml")
            + f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/>'
        ),
        "word/document.xml": part("document", f"<w:body>{body}{section}</w:body>"),
        "word/_rels/document.xml.rels": relations_part(relations),
        **{
            name: part(RELATED[name][0], inner) if name in RELATED else inner
            for name, inner in given.items()
        },
        "docProps/core.xml": DECLARATION + CORE.format(escape(title)),
    }
    if strict:
        for usual, own in STRICT.items():
            made = {name: content.replace(usual, own) for name, content in made.items()}
    return made


def relation(id_, kind, target, *, outside=False):
    """A relation as it stands in a part of relations."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{escape(target)}"{mode}/>'


def relations_part(inner):
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def zipped(parts):
    """The parts, given by name as text or bytes, as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def word_file(body, **more):
    """A Word file with this body; the rest as for `word_parts`."""
    return zipped(word_parts(body, **more))


def paragraphs(*texts, look=""):
    """Plain paragraphs, or those of a style."""
    properties = f'<w:pPr><w:pStyle w:val="{look}"/></w:pPr>' if look else ""
    return "".join(
        f'<w:p w:rsidR="00B21C5D" w:rsidRDefault="00B21C5D">{properties}<w:r>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for text in texts
    )

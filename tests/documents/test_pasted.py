"""What comes out of the clipboard, from Word and others, as the small HTML."""

import pytest

from documents.markup import normal, to_html, to_markup
from documents.pasted import from_word
from organisation.richtext import clean_html

WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<title>Min hemliga titel</title><link rel=File-List href="file:///C:/Temp/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;}
@list l0:level1 {mso-level-number-format:bullet;} --></style></head>
<body lang=SV style='tab-interval:65.2pt'><!--StartFragment-->"""
WORD_FOOT = "<!--EndFragment--></body></html>"
GAP = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>"


def word(inner):
    return WORD_HEAD + inner + WORD_FOOT


def point(text, *, mark="·", level=1, place="Middle", list_="l0", run=1):
    """A list paragraph as Word writes it: the sign stands in the text, the level in the style."""
    return (
        f"<p class=MsoListParagraphCxSp{place} style='margin-left:{36 * level}.0pt;"
        f"text-indent:-18.0pt;mso-list:{list_} level{level} lfo{run}'><![if !supportLists]>"
        "<span style='font-family:Symbol;mso-fareast-font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{mark}{GAP}</span></span><![endif]>{text}<o:p></o:p></p>\n"
    )


def plain(text):
    return f"<p class=MsoNormal>{text}<o:p></o:p></p>\n"


PICTURE = "En bild togs bort. Bilder kan inte finnas i texten."
MERGED = "En tabell hade sammanslagna celler. De är nu vanliga celler: kontrollera tabellen."
STRUCK = "Överstruken text står nu som vanlig text: kontrollera den."
LOST_LINK = "En länk togs bort. Adressen går inte att använda här, men länkens text är kvar."
DELETED = "Text som var struken med spårade ändringar togs bort."
COMMENT = "Kommentarer från ordbehandlaren togs bort."
EMBEDDED = "Inbäddat innehåll, till exempel en film eller ett formulär, togs bort."
LEVELS = "Rubriker i fler än två nivåer har blivit två nivåer."
NUMBERS = "En numrerad lista börjar nu på 1: kontrollera numren."
CLIPBOARDS = {
    "plain paragraphs": (
        word(plain("Ett") + plain("&nbsp;") + plain("Två &amp;\nmer")),
        "<p>Ett</p>\n<p>Två &amp; mer</p>",
        [],
    ),
    "points": (
        word(plain("Gruppen ska:") + point("stödja", place="First") + point("bidra", place="Last")),
        "<p>Gruppen ska:</p>\n<ul><li>stödja</li><li>bidra</li></ul>",
        [],
    ),
    "points in levels": (
        word(
            point("Ett")
            + point("Under", mark="o", level=2)
            + point("Längst ner", mark="§", level=3)
            + point("Två")
        ),
        "<ul><li>Ett<ul><li>Under<ul><li>Längst ner</li></ul></li></ul></li><li>Två</li></ul>",
        [],
    ),
    "numbers": (
        word(point("Ett", mark="1.") + point("Två", mark="2.") + point("a", mark="a)", level=2)),
        "<ol><li>Ett</li><li>Två<ol><li>a</li></ol></li></ol>",
        [],
    ),
    "two numbered lists": (
        word(point("A", mark="1.", run=1) + point("B", mark="1.", run=2)),
        "<ol><li>A</li></ol>\n<ol><li>B</li></ol>",
        [],
    ),
    "numbers that go on after a paragraph": (
        word(point("A", mark="1.") + plain("Mellan") + point("B", mark="2.")),
        "<ol><li>A</li></ol>\n<p>Mellan</p>\n<ol><li>B</li></ol>",
        [NUMBERS],
    ),
    "a list paragraph that continues a point": (
        word(point("Ett") + "<p class=MsoListParagraphCxSpMiddle>Mer om ett</p>" + point("Två")),
        "<ul><li>Ett<p>Mer om ett</p></li><li>Två</li></ul>",
        [],
    ),
    "a sign without a level": (
        word(
            "<p class=MsoListBullet style='mso-list:l3 level1 lfo2'><![if !supportLists]><span "
            f"style='mso-list:Ignore'>–{GAP}</span><![endif]>Ett <b>fet</b> punkt</p>"
        ),
        "<ul><li>Ett <strong>fet</strong> punkt</li></ul>",
        [],
    ),
    "headings": (
        word(
            "<h1>Rubrik 1<o:p></o:p></h1>" + plain("A") + "<h2><span style='mso-list:Ignore'>1.1"
            f"{GAP}</span>Rubrik 2</h2>" + plain("B")
        ),
        "<h3>Rubrik 1</h3>\n<p>A</p>\n<h4>Rubrik 2</h4>\n<p>B</p>",
        [],
    ),
    "headings by style": (
        word(
            "<p class=MsoTitle>Titel</p><p class=MsoNormal style='mso-outline-level:2'>Nivå två</p>"
            "<h3>Nivå tre</h3><p class=MsoNormal>Text</p>"
        ),
        "<h3>Titel</h3>\n<h4>Nivå två</h4>\n<h4>Nivå tre</h4>\n<p>Text</p>",
        [LEVELS],
    ),
    "bold and italic by style and tag": (
        word(
            plain(
                "<b style='mso-bidi-font-weight:normal'>fet</b> <i>kursiv</i> "
                "<span style='font-weight:700'>fet</span> <span style='font-style:italic'>kursiv"
                "</span> <u>understruken</u> <span style='color:red'>röd</span>"
            )
        ),
        "<p><strong>fet</strong> <em>kursiv</em> <strong>fet</strong> <em>kursiv</em> "
        "understruken röd</p>",
        [],
    ),
    "a table with a heading row": (
        word(
            "<table class=MsoTableGrid border=1 cellspacing=0><thead><tr style='mso-yfti-irow:0;"
            "mso-yfti-firstrow:yes'><td width=200 valign=top><p class=MsoNormal><b>Region<o:p>"
            "</o:p></b></p></td><td><p class=MsoNormal>Antal</p></td></tr></thead><tr><td><p "
            "class=MsoNormal>Kalmar</p></td><td><p class=MsoNormal>3</p></td></tr></table>"
        ),
        '<table><thead><tr><th scope="col"><strong>Region</strong></th><th scope="col">Antal</th>'
        "</tr></thead><tbody><tr><td>Kalmar</td><td>3</td></tr></tbody></table>",
        [],
    ),
    "a table whose first row is marked in the style": (
        word(
            "<table class=MsoTable15Grid4><tr style='mso-yfti-irow:-1;mso-yfti-firstrow:yes'><td>"
            "<p>A</p></td></tr><tr style='mso-yfti-irow:0;mso-yfti-lastrow:yes'><td><p>b</p></td>"
            "</tr></table>"
        ),
        '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>b</td></tr></tbody>'
        "</table>",
        [],
    ),
    "a table without headings, with merged cells and a list": (
        word(
            "<table><tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'><td colspan=2><p>a</p></td>"
            f"</tr><tr><td>{point('ett')}{point('två')}</td><td><p>b</p><p>c</p></td></tr></table>"
        ),
        "<table><tbody><tr><td>a</td></tr><tr><td>– ett<br>– två</td><td>b<br>c</td></tr></tbody>"
        "</table>",
        [MERGED],
    ),
    "smart tags, fields and comments": (
        word(
            plain(
                "I <st1:place w:st='on'>Linköping</st1:place><!--[if supportFields]><span>fält"
                "</span><![endif]--> finns<span class=MsoCommentReference><span><!--[if "
                "!supportAnnotations]--><a href='#_msocom_1'>[A1]</a><!--[endif]--></span></span>."
            )
            + "<div style='mso-element:comment-list'><hr><div style='mso-element:comment'>"
            "<p class=MsoCommentText>Hemligt</p></div></div>"
        ),
        "<p>I Linköping finns.</p>",
        [COMMENT],
    ),
    "tracked changes": (
        word(plain("Kvar <del cite='mailto:a' datetime='2026'>bort</del><ins>nytt</ins>")),
        "<p>Kvar nytt</p>",
        [DELETED],
    ),
    "pictures": (
        word(
            plain("Före<!--[if gte vml 1]><v:shape><v:imagedata src='x'/></v:shape><![endif]-->")
            + plain("<![if !vml]><img width=1 src='file:///C:/a.png'><![endif]>")
            + plain("Efter")
        ),
        "<p>Före</p>\n<p>Efter</p>",
        [PICTURE],
    ),
    "several pictures": (
        "<p>a<img src=x><img src=y></p>",
        "<p>a</p>",
        ["2 bilder togs bort. Bilder kan inte finnas i texten."],
    ),
    "links": (
        word(
            plain(
                "<a href='https://exempel.se/a'><span style='color:blue'>Länk</span></a> "
                "<a name='_Toc1'>ankare</a> <a href='#_ftn1'>[1]</a> "
                "<a href='file:///G:/hemlig.docx'>fil</a> <a href='mailto:a@exempel.se'>skriv</a>"
            )
        ),
        '<p><a href="https://exempel.se/a">Länk</a> ankare [1] fil '
        '<a href="mailto:a@exempel.se">skriv</a></p>',
        [LOST_LINK],
    ),
    "spaces and tabs of Word": (
        word(
            plain("Ett<span style='mso-spacerun:yes'>&nbsp; </span>två"
                  "<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp;&nbsp; </span>"
                  "tre 5&nbsp;000 kr<br clear=all>ny rad")
        ),
        "<p>Ett två tre 5&nbsp;000 kr<br>ny rad</p>",
        [],
    ),
    "struck and hidden text": (
        word(plain("<s>inte</s> detta<span style='display:none;mso-hide:all'>dolt</span>")),
        "<p>inte detta</p>",
        [STRUCK],
    ),
    "LibreOffice": (
        '<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 7.4"/><style '
        'type="text/css">p { line-height: 115% }</style></head><body lang="sv-SE" dir="ltr">'
        '<h2 class="western">Rubrik</h2><p style="margin-bottom: 0cm"><font face="Arial"><b>Fet</b>'
        '</font> text</p><ul><li><p style="margin-bottom: 0cm">Ett</p><ul><li><p>Under</p></li>'
        "</ul></li><li><p>Två</p></li></ul></body></html>",
        "<h3>Rubrik</h3>\n<p><strong>Fet</strong> text</p>\n"
        "<ul><li>Ett<ul><li>Under</li></ul></li><li>Två</li></ul>",
        [],
    ),
    "Outlook": (
        word(
            "<div class=WordSection1>" + plain("Hej!") + "<ol style='margin-top:0cm' start=1 "
            "type=1><li class=MsoListParagraph style='mso-list:l0 level1 lfo1'>Ett<o:p></o:p></li>"
            "<li class=MsoListParagraph style='mso-list:l0 level1 lfo1'>Två</li></ol></div>"
        ),
        "<p>Hej!</p>\n<ol><li>Ett</li><li>Två</li></ol>",
        [],
    ),
    "Word in the browser": (
        '<div class="OutlineElement"><p class="Paragraph"><span class="TextRun" '
        'style="font-weight:bold"><span>Fet</span></span><span class="EOP">&nbsp;</span></p></div>'
        '<div class="ListContainerWrapper"><ul><li data-aria-level="1"><p>Ett</p></li></ul></div>'
        '<div class="ListContainerWrapper"><ul><li data-aria-level="2"><p>Under</p></li></ul></div>'
        '<div class="ListContainerWrapper"><ol start="1"><li data-aria-level="1"><p>A</p></li></ol>'
        '</div><div class="ListContainerWrapper"><ol start="2"><li data-aria-level="1"><p>B</p>'
        "</li></ol></div>",
        "<p><strong>Fet</strong></p>\n<ul><li>Ett<ul><li>Under</li></ul></li></ul>\n"
        "<ol><li>A</li><li>B</li></ol>",
        [],
    ),
    "Google Docs": (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p '
        'dir="ltr"><span style="font-weight:400">Vanlig </span><span style="font-weight:700">fet'
        '</span></p><ul><li dir="ltr" aria-level="1"><p><span>Ett</span></p></li><ul><li '
        'aria-level="2"><p>Under</p></li></ul></ul></b>',
        "<p>Vanlig <strong>fet</strong></p>\n<ul><li>Ett<ul><li>Under</li></ul></li></ul>",
        [],
    ),
    "a web page": (
        "<main><h2>Rubrik</h2><blockquote>Citat</blockquote><dl><dt>Ord</dt><dd>Betyder</dd></dl>"
        "<iframe src=x></iframe><form><label>Namn</label><input><button>Skicka</button></form>"
        "<pre>a\nb</pre></main>",
        "<h3>Rubrik</h3>\n<p>Citat</p>\n<p>Ord</p>\n<p>Betyder</p>\n<p>Namn</p>\n<p>a<br>b</p>",
        [EMBEDDED],
    ),
    "our own pages": (
        "<h3>Ett</h3><h4>Två</h4><p>Text</p>",
        "<h3>Ett</h3>\n<h4>Två</h4>\n<p>Text</p>",
        [],
    ),
    "text alone": ("Bara text", "<p>Bara text</p>", []),
    "nothing": ("", "", []),
}  # fmt: skip


@pytest.mark.parametrize(("given", "html", "dropped"), CLIPBOARDS.values(), ids=CLIPBOARDS)
def test_clipboard_becomes_small_html(given, html, dropped):
    assert from_word(given) == (html, dropped)
    assert normal(html) == html
    assert to_html(to_markup(html)) == html


def test_deep_nesting_is_read_in_time():
    for piece in ("<ul><li>", "<div>", "<table><tr><td>", "<b>", "<p>", "<li>", "<x>", "<span>"):
        html, _ = from_word(piece * 20_000 + "slut")
        assert "slut" in html


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "<", "<!", "<![", "&#0;&#xd800;", "<a href=", "<!--"]
)
def test_broken_clipboard_is_read(text):
    html, dropped = from_word(text)
    assert (clean_html(html), dropped) == (html, [])

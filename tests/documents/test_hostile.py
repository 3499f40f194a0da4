"""Nothing that runs comes in with a text, neither typed nor pasted."""

import random
import re

import pytest
from justhtml import JustHTML

from documents.markup import normal, to_html, to_markup
from documents.pasted import from_word
from organisation.richtext import TAGS, clean_html

LINK = re.compile(r"(https?://[^/]|mailto:|/(?!/))[^\\\s]*", re.IGNORECASE)
CODE = ("alert(1)", "alert`1`", "top['al'+'ert'](1)")
HANDLERS = [
    "onclick",
    "onerror",
    "onload",
    "onfocus",
    "onmouseover",
    "onpointerenter",
    "onanimationend",
    "ontoggle",
]
ELEMENTS = [
    "img",
    "svg",
    "body",
    "video",
    "audio",
    "details",
    "input",
    "select",
    "marquee",
    "iframe",
    "object",
    "embed",
    "math",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\rscript:alert(1)",
    "\x01javascript:alert(1)",
    "java\x00script:x()",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "&#0000106avascript:alert(1)",
    "javascript&#58;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "vbscript:msgbox(1)",
    "livescript:x()",
    "data:text/html,<script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=x()>",
    "blob:https://x/1",
    "file:///etc/passwd",
    "//ond.example",
    "/\\ond.example",
    "\\\\ond.example",
    "/\t/ond.example",
    "///ond.example",
    "http:javascript:x()",
    "mailto:",
    "filesystem:x",
    "view-source:javascript:x",
    "feed:javascript:alert(1)",
    "jar:javascript:x!",
    "JAVASCRIPT://%0aalert(1)",
    "javascript\u2028:x",
    "\u00a0javascript:x()",
    "javascript:/*--></title>*/x()",
    "?javascript:x",
    "#javascript:x",
]
WHOLE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<scr<script>ipt>x()",
    "<script/x>alert(1)</script >",
    "<script\n>alert(1)</script\t>",
    "</script><script>x()",
    "<<script>alert(1)//<</script>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:x()'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=x()>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href='javascript:x()'>x",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>x()</script>'>",
    "<iframe src=javascript:x()></iframe>",
    "<object data='data:text/html,<script>x()</script>'>",
    "<embed src=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:x()'>",
    "<base href='javascript:/a/+x()//'>",
    "<link rel=stylesheet href=javascript:x()>",
    "<style>@import 'javascript:x()';</style>",
    "<style>p{background:url(javascript:x())}</style>",
    "<p style='background:url(javascript:x())'>a</p>",
    "<p style='width:expression(alert(1))'>a</p>",
    "<div style='behavior:url(x.htc)'>a</div>",
    "<table background='javascript:x()'><td>a</table>",
    "<td background='javascript:x()'>",
    "<form action='javascript:x()'><button>a</button></form>",
    "<button formaction=javascript:x()>a</button>",
    "<isindex action=javascript:x() type=submit>",
    "<textarea autofocus onfocus=x()>",
    "<title><img src=x onerror=x()></title>",
    "<xmp><img src=x onerror=x()></xmp>",
    "<plaintext><script>x()",
    "<listing>&lt;script>x()</listing>",
    "<template><script>x()</script></template>",
    "<!--><script>x()</script>-->",
    "<!-- --!><img src=x onerror=x()>",
    "<![CDATA[<script>x()</script>]]>",
    "<?xml-stylesheet href='javascript:x()'?>",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "<!--[if IE]><script>x()</script><![endif]-->",
    "<![if !x]><script>x()</script><![endif]>",
    "<img src='x' onerror='x()' ",
    '<img """><script>x()</script>">',
    "<a href=x:x onclick=x()>a</a>",
    "<a href='https://x.example' onclick='x()'>a</a>",
    '<a href="https://x.example/\'onclick=x()">a</a>',
    "<a href='https://x.example/\"onclick=\"x()'>a</a>",
    "<p onclick=x()>a</p>",
    "<th scope='\"><script>x()'>a",
    "<p id=x name=y class=z tabindex=1 accesskey=x>a</p>",
    "<audio src onerror=x()>",
    "<video><source onerror=x()>",
    "<details open ontoggle=x()>",
    "<marquee onstart=x()>",
    "<keygen autofocus onfocus=x()>",
    "<p class=MsoNormal onmouseover=x() style='mso-list:l0 level1 lfo1'>a</p>",
    "<o:p onclick=x()>a</o:p>",
    "<v:shape onclick=x() href='javascript:x()'>a</v:shape>",
    "<xml><a href='javascript:x()'>a</a></xml>",
    "<p style='mso-list:Ignore'><script>x()</script></p>",
    "[a](javascript:alert(1))",
    "[a](JAVASCRIPT:x())",
    "[a](java\\script:x())",
    "[a](/\\\\ond.example)",
    "[a](//ond.example)",
    "[<script>x()</script>](/a)",
    '[a](/"onclick="x())',
    '[a](https://x.example/"><script>x()</script>)',
    "[a](data:text/html,x)",
    '[a](https://x.example "onclick=x()")',
    "[**a](javascript:x())**",
    "| <script>x()</script> |",
    "## <img src=x onerror=x()>",
    "- <svg onload=x()>",
    "1. <a href=javascript:x()>a</a>",
    "**<b onclick=x()>**",
    "\\<script>x()</script>",
    "[a]: javascript:x()",
    "<javascript:alert(1)>",
    "![a](javascript:x())",
]
KNOWN = [
    *WHOLE,
    *(f'<a href="{each}">a</a>' for each in ADDRESSES),
    *(f"[a]({each})" for each in ADDRESSES),
    *(
        f"<{element} src=x {handler}={CODE[0]}>a"
        for element, handler in zip(ELEMENTS, HANDLERS * 2, strict=False)
    ),
]


def check_safe(html):
    """No element, attribute or link but those that a text may have, as a browser reads it."""
    assert clean_html(html) == html
    for node in JustHTML(html, fragment=True, sanitize=False).query("*"):
        assert node.name in TAGS
        assert set(node.attrs) <= {"a": {"href"}, "th": {"scope"}}.get(node.name, set())
        if node.name == "a":
            assert LINK.fullmatch(node.attrs["href"]), node.attrs["href"]
        if node.name == "th":
            assert node.attrs["scope"] in ("col", "row")


def check_both_doors(hostile):
    for html in (to_html(hostile), from_word(hostile)[0], normal(hostile)):
        check_safe(html)
        check_safe(to_html(to_markup(html)))


def test_known_attacks_are_many_and_different():
    assert len(set(KNOWN)) >= 150


@pytest.mark.parametrize("hostile", KNOWN)
def test_known_attack_comes_in_through_neither_door(hostile):
    check_both_doors(hostile)


def test_typed_html_is_text():
    assert to_html("<script>x()</script>") == "<p>&lt;script&gt;x()&lt;/script&gt;</p>"
    assert from_word("<script>x()</script>") == ("", [])


def generated(number):
    """An attack put together of known ones: joined, cut, nested, with signs changed."""
    pick = random.Random(number)
    text = "".join(pick.choice(KNOWN) for _ in range(pick.randint(1, 4)))
    for _ in range(pick.randint(0, 6)):
        at = pick.randrange(len(text) + 1)
        sign = pick.choice(
            ["<", ">", '"', "'", "\x00", "\n", "&#x3c;", "<p>", "](", "*", "\\", "/", "<b>"]
        )
        text = text[:at] + sign + text[at + pick.randint(0, 2) :]
    if pick.random() < 0.3:
        text = (
            pick.choice(["<table><td>", "<ul><li>", "<p style='mso-list:l0 level2 lfo1'>", "| "])
            + text
        )
    return text.swapcase() if pick.random() < 0.1 else text


@pytest.mark.parametrize("number", range(40))
def test_generated_attack_comes_in_through_neither_door(number):
    check_both_doors(generated(number))


@pytest.mark.full
def test_two_thousand_generated_attacks_come_in_through_neither_door():
    for number in range(2000):
        check_both_doors(generated(number))

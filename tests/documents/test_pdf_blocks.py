"""The small HTML as blocks: what a browser would show, no word lost and none run together."""

import pytest

from documents.pdf.blocks import TooDeep, blocks_of, breakable, plain


def told(blocks):
    """The blocks in short: a paragraph as its pieces, and the others by name."""
    return [SHORT[block["is"]](block) for block in blocks]


def pieces(them):
    return [
        piece["text"]
        if piece["is"] == "text"
        else "/"
        if piece["is"] == "break"
        else (piece["is"], *pieces(piece["text"]))
        for piece in them
    ]


SHORT = {
    "para": lambda block: pieces(block["text"]),
    "heading": lambda block: {block["level"]: pieces(block["text"])},
    "list": lambda block: {
        "ol" if block["ordered"] else "ul": [told(item) for item in block["items"]]
    },
    "table": lambda block: {
        part: [[(cell["scope"], *told(cell["blocks"])) for cell in row] for row in block[part]]
        for part in ("head", "rows")
    },
}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("  <p> </p> <p><br></p> <p><strong> </strong></p> <ul></ul> <table></table>", []),
        ("<p>\n Ett\t två\n</p>", [["Ett två"]]),
        ("<p>Ett <em> två</em> tre</p>", [["Ett ", ("em", "två"), " tre"]]),
        ("<p>Ett<em> två </em> tre </p>", [["Ett", ("em", " två "), "tre"]]),
        ("<p><strong>Ett</strong> <em>två</em></p>", [[("strong", "Ett"), " ", ("em", "två")]]),
        ("<p>Ett <br> två<br></p>", [["Ett ", "/", "två"]]),
        ("<p>1&nbsp;000 &amp; &lt;p&gt; &#229;</p>", [["1\u00a0000 & <p> å"]]),
        ("Löst <strong>fett</strong><p>Stycke</p>svans", [
            ["Löst ", ("strong", "fett")], ["Stycke"], ["svans"],
        ]),
        ("<strong>Ett<p>Två</p></strong>", [[("strong", "Ett")], [("strong", "Två")]]),
        ("<h3>Mål</h3><h4>Ett <em>till</em></h4>", [{3: ["Mål"]}, {4: ["Ett ", ("em", "till")]}]),
        ("<ul>löst<li>Ett</li><ul><li>Inre</li></ul><li> </li></ul>", [
            {"ul": [[["löst"]], [["Ett"], {"ul": [[["Inre"]]]}]]},
        ]),
        ("<ol><li><p>Ett</p><p>Två</p></li></ol>", [{"ol": [[["Ett"], ["Två"]]]}]),
        ("<li>Utan lista</li>", [["Utan lista"]]),
        ("<table><tr><th>A</th><td>1</td></tr><tr><td>B</td></tr></table>", [
            {"head": [], "rows": [[("row", ["A"]), ("", ["1"])], [("", ["B"]), ("",)]]},
        ]),
        ('<table><thead><tr><th>A</th></tr></thead><tr><th scope="col">B</th></tr></table>', [
            {"head": [[("col", ["A"])]], "rows": [[("col", ["B"])]]},
        ]),
        ("<table><tr><th>A</th></tr><tr><th>B</th></tr></table>", [
            {"head": [[("col", ["A"])]], "rows": [[("row", ["B"])]]},
        ]),
        ("<p>a\x00b\x1bc\ufeff \ud800</p>", [["abc\ufeff ?"]]),
    ],
)  # fmt: skip
def test_html_becomes_blocks(html, expected):
    assert told(blocks_of(html, 2, str)) == expected


@pytest.mark.parametrize(
    ("href", "text", "noted"),
    [
        ("https://a.example/x", "rapporten", True),
        ("https://a.example/x", "https://a.example/x", False),
        ("https://a.example/x/", "A.example/x", False),
        ("mailto:a@b.example", "a@b.example", False),
        ("mailto:a@b.example", "skriv till oss", True),
        ("https://a.example/" + "x" * 40, "https://a.example/" + "x" * 40, False),
    ],
)
def test_address_is_noted_where_the_text_does_not_tell_it(href, text, noted):
    [block] = blocks_of(f'<p><a href="{href}">{text}</a></p>', 2, str)
    [link] = block["text"]
    assert (link["to"], link["note"]) == (href, noted)


def test_link_without_an_address_is_its_text():
    assert told(blocks_of("<p><a>Ett</a></p>", 2, str)) == [["Ett"]]


def test_elements_may_lie_in_one_another_up_to_a_limit():
    def nested(times):
        return "<ul><li>" * times + "x" + "</li></ul>" * times

    assert blocks_of(nested(12), 2, str) != []
    with pytest.raises(TooDeep):
        blocks_of(nested(13), 2, str)


@pytest.mark.parametrize(
    "word",
    [
        "sjukvårdsregionsövergripandesamverkansorganisation",
        "https://a.example/" + "1" * 90,
        "sjukvårdsregionsövergripande/samverkansorganisationens",
        "två ord",
    ],
)
def test_words_and_addresses_are_left_whole(word):
    assert breakable(word) == word


def test_signs_in_a_row_may_break_everywhere_alike():
    assert breakable("x" * 60) == "\u200b".join(["x" * 10] * 6)
    assert breakable("0" * 35) == "\u200b".join(["0" * 10] * 3 + ["0" * 5])


def test_plain_text_is_one_line_and_no_markup():
    assert plain(" <b>Ett</b>\n&amp; två ") == [{"is": "text", "text": "<b>Ett</b> &amp; två"}]

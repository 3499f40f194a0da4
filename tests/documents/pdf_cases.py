"""Texts for the PDF of an edition, and by hand what the tags of each must say.

A tag stands on a line of its own, deeper for each step in, with the text that it holds itself.
Spaces count as one, and hyphens that end a line are not there.
"""

import datetime
from types import MappingProxyType

FACTS = MappingProxyType(
    {
        "title": "Uppdragsbeskrivning för Rådet i Norra provregionen",
        "kind": "Uppdragsbeskrivning",
        "bodies": ("Rådet",),
        "healthcare_region": "Norra provregionen",
        "version": "Version 3",
        "valid": "Gäller från 1 januari 2026",
        "decision": "Beslutad av Ledningen 3 december 2025, § 12",
        "address": "https://portal.example/radet/uppdrag/version/3/",
        "language": "sv",
        "date": datetime.date(2025, 12, 3),
    }
)

HEAD = """
P Uppdragsbeskrivning
H1 Uppdragsbeskrivning för Rådet i Norra provregionen
P Avser Rådet
P Version 3
P Gäller från 1 januari 2026
P Beslutad av Ledningen 3 december 2025, § 12
P Permanent adress:
  Link https://portal.example/radet/uppdrag/version/3/
"""

# name: (sections, the tags below the head)
CASES = {
    "headings": (
        [
            ("Bakgrund", 1, "<p>Ett stycke.</p>"),
            ("Uppdrag", 1, "<p>Rådet ska:</p>"),
            ("Mål", 2, "<h3>Det första målet</h3><p>Ett.</p><h4>Så mäts det</h4><p>Två.</p>"),
            ("Arbetssätt", 1, "<h3>Möten</h3><p>Tre.</p>"),
        ],
        """
        H2 Bakgrund
        P Ett stycke.
        H2 Uppdrag
        P Rådet ska:
        H3 Mål
        H4 Det första målet
        P Ett.
        H5 Så mäts det
        P Två.
        H2 Arbetssätt
        H3 Möten
        P Tre.
        """,
    ),
    "text": (
        [
            (
                "Text & tecken",
                1,
                "<p>Fet <strong>och <em>kursiv</em> text</strong>, a &lt; b &amp; c.<br>Ny rad.</p>"
                "\n\n<p>   Många\n   blanksteg.   </p><p></p>Utan stycke.",
            )
        ],
        """
        H2 Text & tecken
        P Fet
          Strong och
          Em
            Strong kursiv
          Strong text
          , a < b & c. Ny rad.
        P Många blanksteg.
        P Utan stycke.
        """,
    ),
    "lists": (
        [
            (
                "Listor",
                1,
                "<ul><li>Ett</li><li>Två<ol><li>Två och ett</li><li>Två och två</li></ol></li>"
                "<li><p>Tre</p><p>Mer om tre</p></li></ul><p>Efter.</p>",
            )
        ],
        """
        H2 Listor
        L
          LI
            Lbl –
            LBody Ett
          LI
            Lbl –
            LBody
              P Två
          L
            LI
              Lbl 1.
              LBody Två och ett
            LI
              Lbl 2.
              LBody Två och två
          LI
            Lbl –
            LBody
              P Tre
              P Mer om tre
        P Efter.
        """,
    ),
    "links": (
        [
            (
                "Länkar",
                1,
                '<p>Se <a href="https://a.example/x">rapporten</a>, <a href="../2/">version 2</a>'
                ' och <a href="https://b.example/">https://b.example/</a>. Skriv till'
                ' <a href="mailto:radet@portal.example">radet@portal.example</a>.</p>',
            )
        ],
        """
        H2 Länkar
        P Se
          Link rapporten
          Lbl
            Link 1
          Note
            Lbl
              Link 1
            Link https://a.example/x
          ,
          Link version 2
          Lbl
            Link 2
          Note
            Lbl
              Link 2
            Link https://portal.example/radet/uppdrag/version/2/
          och
          Link https://b.example/
          . Skriv till
          Link radet@portal.example
          .
        """,
    ),
    "table with two kinds of header": (
        [
            (
                "Tabell",
                1,
                "<table><thead><tr><th>Nivå</th><th>Ansvar</th></tr></thead><tbody>"
                '<tr><th scope="row">Nationell</th><td>Kunskapsunderlag</td></tr>'
                "<tr><th>Regional</th><td><ul><li>Införande</li><li>Stöd</li></ul></td></tr>"
                "</tbody></table>",
            )
        ],
        """
        H2 Tabell
        Table
          THead
            TR
              TH[Column] Nivå
              TH[Column] Ansvar
          TBody
            TR
              TH[Row] Nationell
              TD Kunskapsunderlag
            TR
              TH[Row] Regional
              TD
                L
                  LI
                    Lbl –
                    LBody Införande
                  LI
                    Lbl –
                    LBody Stöd
        """,
    ),
    "links in headings and header cells": (
        [
            (
                "Länkar",
                1,
                '<h3>Om <a href="https://a.example/x">rapporten</a></h3><table><thead><tr>'
                '<th>År</th><th><a href="https://a.example/y">Källa</a></th></tr></thead>'
                "<tbody><tr><td>2024</td><td>Alla</td></tr></tbody></table>",
            )
        ],
        """
        H2 Länkar
        H3 Om
          Link rapporten
        Table
          THead
            TR
              TH[Column] År
              TH[Column]
                Link Källa
                Lbl
                  Link 1
                Note
                  Lbl
                    Link 1
                  Link https://a.example/y
          TBody
            TR
              TD 2024
              TD Alla
        """,
    ),
    "table without a thead": (
        [
            (
                "Tabell",
                1,
                "<table><tbody><tr><th>År</th><th>Antal</th></tr><tr><td>2024</td><td>7</td></tr>"
                "<tr><td>2025</td></tr></tbody></table>",
            )
        ],
        """
        H2 Tabell
        Table
          THead
            TR
              TH[Column] År
              TH[Column] Antal
          TBody
            TR
              TD 2024
              TD 7
            TR
              TD 2025
              TD
        """,
    ),
}

# Text that would be read as instructions if it were ever pasted into a template's source, and text
# that is hard to set. Each must stand in the PDF as it is written here.
HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0": *; #eval("1+1") #panic(\'x\') #sys.inputs',
    '$a_b$ *fet* _kurs_ `kod` @etikett <etikett> = Rubrik \\ "citat"',
    "a // kommentar /* mer */ ~ --- -- ... -? b",
    "#set page(width: 1pt) #pagebreak() ]]] }}} ))) [[[ {{{ (((",
    "- inte en punkt + inte heller / eller: detta",
    "%PDF-1.7 endobj trailer \\u{1F600} \\n ${jndi} {{ mall }} {% mall %}",
    "å ä ö Å Ä Ö é ü ß æ ø ñ ž Đ ł İ",
    "ελληνικά русский",
    "½ ≥ ≤ ≠ ± × → ✓ ■ ▲ ● € § – — … ” ’ « »",
]

# (text, what stands in the PDF instead): signs that no font has are named, in brackets.
NAMED = [
    ("Välkommen 😀 hit", "Välkommen [grinning face] hit"),
    ("Familj 👨‍👩‍👧!", "Familj [man, woman, girl]!"),
    ("Flagga 🇸🇪", "Flagga [SE]"),
    ("Bra 👍🏽", "Bra [thumbs up sign]"),
]

# (sections, how the fault's sentence begins, a word of its remedy)
FAULTS = {
    "pdf_skipped_heading": [
        ([("Mål", 2, "<p>x</p>")], "Avsnittet ”Mål”", "nivå 1"),
        ([("Ett", 1, ""), ("Två", 3, "")], "Avsnittet ”Två”", "nivå 2"),
        ([("Ett", 1, "<h4>Djup</h4>")], "Rubriken ”Djup” i avsnittet ”Ett”", "nivån ovanför"),
        (
            [("Ett", 1, "<h3>A</h3><h4>B</h4>"), ("Två", 1, "<p>x</p><h4>C</h4>")],
            "Rubriken ”C” i avsnittet ”Två”",
            "nivån ovanför",
        ),
    ],
    "pdf_too_deep": [
        (
            [("Ett", 1, ""), ("Två", 2, ""), ("Tre", 3, ""), ("Fyra", 4, "")],
            "Avsnittet ”Fyra”",
            "nivå 3",
        ),
    ],
    "pdf_empty_heading": [
        ([("Ett", 1, ""), (" \u00ad", 1, "<p>x</p>")], "Avsnitt 2", "Ge"),
        ([("Ett", 1, "<h3> </h3><p>x</p>")], "En underrubrik i avsnittet ”Ett”", "Skriv"),
    ],
    "pdf_wide_table": [
        (
            [("Ett", 1, "<table><tbody><tr>" + "<td>x</td>" * 7 + "</tr></tbody></table>")],
            "En tabell i avsnittet ”Ett” har 7 kolumner",
            "Dela",
        ),
    ],
    "pdf_too_nested": [
        ([("Ett", 1, "<ul><li>x" * 13 + "</li></ul>" * 13)], "I avsnittet ”Ett”", "Lägg dem"),
        ([("Ett", 1, "<em>" * 5000 + "x")], "I avsnittet ”Ett”", "Lägg dem"),
    ],
    "pdf_bad_link": [
        (
            [("Ett", 1, '<p><a href="//[/">hit</a></p>')],
            "Länken ”hit” i avsnittet ”Ett” har en adress som ingen webbläsare",
            "Rätta",
        ),
        (
            [("Ett", 1, f'<ul><li><a href="https://a.example/{"x" * 2000}">hit</a></li></ul>')],
            "Länken ”hit” i avsnittet ”Ett” har en adress på 2018 tecken",
            "kortare",
        ),
    ],
}

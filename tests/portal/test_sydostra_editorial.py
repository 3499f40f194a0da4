"""The editorial pages of the set `sydostra`: what the law asks of them, and what they must not say.

What each page has to hold is written by hand here, from the law and from what the portal does.
"""

import re

import pytest

from organisation.models import HealthcareRegion, Page, Region, Shortcut, Source
from tests.sources.reading import corrected, lines, plain, raw, sentences, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]

SUPERVISOR = ("Myndigheten för digital förvaltning (Digg)", "https://www.digg.se/tdosanmalan")
# What a statement must hold (lagen 2018:1937, Diggs föreskrifter, the EU's model), and how ours
# says it.
STATEMENT = {
    "the service": "Sydöstra sjukvårdsregionen",
    "the actors": "Region Jönköpings län, Region Kalmar län och Region Östergötland",
    "the law": "lagen om tillgänglighet till digital offentlig service",
    "how far it complies": "delvis förenlig",
    "what is not accessible": "Det här är inte tillgängligt",
    "why, for each of them": "Riktlinje 3.1.2",
    "burden taken as excuse": "oskäligt betungande",
    "what the law leaves out": "inte omfattas av lagen",
    "how it was tested": "Så har vi testat",
    "that nobody outside has": "Ingen utomstående har granskat",
    "when it was assessed": "22 november 2026",
    "what to do about a failing": "Skriv till oss om du hittar ett hinder",
    "another form of a text": "i en annan form",
    "the supervisor": SUPERVISOR[0],
}
# The addresses that the footer of every page leads to.
ABOUT_THE_SITE = [
    "/om/kontakt/",
    "/om/lattlast/",
    "/english/",
    "/tillganglighet/",
    "/om/personuppgifter/",
    "/om/kakor/",
]
# One page of each kind that a reader can meet, and the status it answers with.
EVERY_KIND = {
    "/": 200,
    "/organisation/": 200,
    "/organisation/skiss/": 200,
    "/om/": 200,
    "/english/": 200,
    "/programomraden/": 200,
    "/programomraden/tandvard/": 200,
    "/kunskapsrad/": 200,
    "/nationellt/": 200,
    "/loften/": 200,
    "/loften/2/": 200,
    "/regioner/": 200,
    "/regioner/kalmar-lan/": 200,
    "/synpunkter/": 200,
    "/synpunkter/tack/": 200,
    "/om/?datum=2019-06-01": 200,
    "/om/?datum=banan": 400,
    "/finns-inte/": 404,
    "/om/finns-inte/": 404,
    "/personer/finns-inte/": 404,
    "/finns/inte/alls/": 404,
}
# What each page must say, and what it must leave unsaid.
SAID = {
    "om/handlingar": [
        "Du behöver inte säga vem du är",
        "inte heller varför",
        "genast eller så snart som möjligt",
        "avgift",
        "skriftligt beslut",
        "kammarrätten",
        "arbetsmaterial",
        "Uppgift saknas",
    ],
    "om/overklaga": [
        "medlem i någon av regionerna",
        "tre veckor",
        "alla tre regionernas anslagstavlor",
        "den sista",
        "förvaltningsrätten",
        "inte har kommit till på lagligt sätt",
        "inte är en angelägenhet för regionen",
        "inte har haft rätt att fatta det",
        "strider mot lag",
        "inte ersätta beslutet med ett annat",
        "Tolkning",
    ],
    "om/personuppgifter": [
        "namn",
        "titel",
        "region",
        "parti",
        "arbetsadress",
        "personnummer",
        "Sökmotorer",
        "synpunkt",
        "allmän handling",
        "Integritetsskyddsmyndigheten",
        "Uppgift saknas",
        "Det finns ingen gräns",
    ],
    "om/kakor": ["använder inga kakor", "inga andra webbplatser"],
    "om/kontakt": [
        "Frågor om sjukvårdsregionens samverkan",
        "Frågor om webbplatsen",
        "Region Jönköpings län",
        "Region Kalmar län",
        "Region Östergötland",
    ],
    "planering/handlingsplaner": ["Se vad som är publicerat", "varje år"],
    "planering/vardstatistik": ["Vården i siffror", "Källan anger ingen adress"],
    "uppdrag-och-projekt": ["Nationellt uppdrag till RMPO", "Regionalt uppdrag till RMPO"],
}
COURTS = re.compile(r"(?:[Ff]örvaltnings|[Kk]ammar)rätten i [A-ZÅÄÖ]")
# In domain.md's glossary, the bodies that the English page has to tell of.
ENGLISH = [
    "healthcare region",
    "cooperation board",
    "regional healthcare executive",
    "staff office",
    "working committee",
    "knowledge councils",
    "programme areas",
    "collaboration groups",
    "work groups",
    "national programme areas",
]
# Lines of the pages that are made of 002 and 004 which neither of them holds.
THEN = "Vår anmärkning: så stod det i presentationen när kunskapsråden bildades."
OURS = {"De här uppdragen gäller för varje programområde, så som källan skriver dem.", THEN}
# What the presentation told as news, and the heading of ours that it stands under.
NEWS_THEN = {
    "om": ("<h3>Förändring</h3>", "Nya RMPO"),
    "uppdrag-och-projekt": ("<h3>Kunskapsrådens principer</h3>", "Nuvarande centrumråd ombildas"),
}
OWN_LINE = "Webbplatsens egna uppgifter"


@pytest.fixture
def page_of(client):
    """A page as HTML without soft hyphens."""

    def read(path: str, status: int = 200) -> str:
        response = client.get(path)
        assert response.status_code == status, path
        return response.content.decode().replace("\N{SOFT HYPHEN}", "")

    return read


def main_of(html: str) -> str:
    return text_of(html, within="main")


def links_of(html: str) -> list[str]:
    """The addresses within an HTML text, without the day."""
    return [each.split("?datum=")[0] for each in re.findall(r'href="([^"]+)"', html)]


def test_accessibility_statement_holds_each_item_that_the_law_asks_for(page_of):
    html = page_of("/tillganglighet/")
    text = plain(main_of(html))

    assert {name for name, said in STATEMENT.items() if said not in text} == set()
    assert {"/synpunkter/?sida=/tillganglighet/", SUPERVISOR[1]} <= set(links_of(html))
    # The statement is the page's own, and so is the day it was last changed.
    page = Page.objects.get(path="tillganglighet")
    assert page.updated is not None
    assert f'datetime="{page.updated:%Y-%m-%d}"' in html


def test_supervisor_is_a_setting_and_stands_in_no_text(page_of):
    row = HealthcareRegion.objects.get()
    assert (row.supervisor_name, row.supervisor_url) == SUPERVISOR
    assert "digg.se" not in Page.objects.get(path="tillganglighet").body

    row.supervisor_name, row.supervisor_url = "Provmyndigheten", "https://prov.example/anmal"
    row.save()
    html = page_of("/tillganglighet/")

    assert "Provmyndigheten" in main_of(html)
    assert "https://prov.example/anmal" in links_of(html)
    assert "Digg" not in html


@pytest.mark.parametrize(("path", "status"), EVERY_KIND.items())
def test_every_kind_of_page_leads_to_what_there_is_about_the_site(page_of, path, status):
    html = page_of(path, status)
    footer = links_of(html[html.index('<footer class="footer">') :])

    assert [each for each in ABOUT_THE_SITE if each not in footer] == []


@pytest.mark.parametrize("path", SAID)
def test_page_says_what_it_is_for(page_of, path):
    text = plain(main_of(page_of(f"/{path}/")))

    assert [each for each in SAID[path] if each not in text] == []


def test_no_page_names_a_court():
    texts = [(each.path, each.lead + each.body) for each in Page.objects.all()]
    assert [path for path, text in texts if COURTS.search(text)] == []


def test_english_page_is_english_and_has_the_glossarys_words(page_of):
    html = page_of("/english/")
    assert re.search(r'<div class="head" lang="en">', html)
    assert re.search(r'<title lang="en">', html)
    text = main_of(html)

    assert [each for each in ENGLISH if each not in text] == []
    assert [each.name for each in Region.objects.all() if each.name not in text] == []


def test_easy_page_has_short_sentences_and_no_abbreviations():
    page = Page.objects.get(path="om/lattlast")
    text = text_of(f"<p>{page.lead}</p>{page.body}")
    said = [each for line in text.split("\n") for each in re.split(r"(?<=[.?!])\s+", line)]

    assert len(said) > 25
    assert [each for each in said if len(each.split()) > 15] == []
    assert re.findall(r"\b[A-ZÅÄÖ]{2,}\b|\b(?:t\.ex|bl\.a|m\.m|dvs|osv)\b", text) == []
    # One thought a line.
    assert [line for line in text.split("\n") if len(re.findall(r"[.?!](?:\s|$)", line)) > 1] == []


def test_shortcuts_of_the_prototype_lead_somewhere(page_of):
    shortcuts = Shortcut.objects.filter(place="shortcut")
    home = links_of(page_of("/"))

    assert [each.label for each in shortcuts if each.target not in home] == []
    for each in shortcuts:
        assert f"<h1>{each.label}</h1>" in page_of(each.target)


def test_every_page_is_reached_in_two_steps_from_the_home_page(page_of):
    first = {each for each in links_of(page_of("/")) if each.startswith("/") and "." not in each}
    second = {link for each in first if "?" not in each for link in links_of(page_of(each))}
    pages = {f"/{each}/" for each in Page.objects.values_list("path", flat=True)}

    assert pages - first - second == set()


def test_commissions_are_the_presentations_word_for_word():
    corpus = plain(" ".join(line for code in ("000", "002") for line in lines(corrected(code))))
    body = Page.objects.get(path="uppdrag-och-projekt").body
    text = text_of(body.split("<h3>Projekt")[0]).replace("principer", "")
    unknown = {each for each in sentences(text) if each.rstrip(".") not in corpus.replace("*", "")}

    assert unknown - OURS == {"Kunskapsrådens"}
    assert "Nuvarande centrumråd ombildas till fyra kunskapsråd." in raw("002")


@pytest.mark.parametrize("path", NEWS_THEN)
def test_what_the_presentation_told_as_news_is_told_as_then(path):
    heading, news = NEWS_THEN[path]
    under = Page.objects.get(path=path).body.split(heading)[1]
    assert text_of(under.split("<ul>")[0]).strip() == THEN
    assert news in under.split("<h3>")[0]


@pytest.mark.parametrize("path", ["/om/kontakt/", "/regioner/", "/regioner/kalmar-lan/", "/nytt/"])
def test_page_in_our_own_words_names_the_site_as_its_source(page_of, path):
    foot = main_of(page_of(path)).split("\n")
    assert len([each for each in foot if each.startswith(OWN_LINE)]) == 1
    assert not [each for each in foot if "13 augusti 2018" in each]


def test_home_page_tells_its_own_words_from_the_presentations(page_of):
    [line] = [each for each in main_of(page_of("/")).split("\n") if each.startswith(OWN_LINE)]
    assert line.startswith(f"{OWN_LINE}. Rubrik och inledning: enligt Samverkan för god")
    assert Source.objects.get(code="webbplatsen").title == OWN_LINE


def test_sources_beside_the_documents_are_laws_and_the_sites_own():
    others = Source.objects.exclude(nature=Source.Nature.DOCUMENT)

    assert {each.nature for each in others} == {Source.Nature.LAW, Source.Nature.OWN}
    assert not others.exclude(date=None).exists()
    laws = others.filter(nature=Source.Nature.LAW).values_list("title", flat=True)
    assert [each for each in laws if not re.search(r"\(\d{4}:\d+\)|\((EU)\) \d+/\d+", each)] == []


@pytest.mark.parametrize("path", ["/om/overklaga/", "/om/kakor/", "/om/handlingar/"])
def test_page_by_law_says_so_at_its_foot(page_of, path):
    text = main_of(page_of(path))
    assert "Enligt " in text
    assert "odaterad" not in text

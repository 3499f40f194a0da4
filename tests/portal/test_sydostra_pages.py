"""The public pages of the set `sydostra` say what its sources say.

The expected sentences are read from the sources themselves (tests/sources), after exactly the
corrections listed there and the omissions listed here.
"""

import re

import pytest

from bodies.models import Body, BodyKind, BodyName
from organisation.dates import today
from organisation.models import Page, Region, Source
from tests.sources.reading import (
    CORRECTIONS,
    between,
    corrected,
    council_table,
    items,
    lines,
    raw,
    sentences,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]

# The lines of 000 that the organisation page leaves out, and why.
OMITTED = {
    "Region Jnkpings ln Sydöstra sjukvårdsregionen": "broken",
    "www.sydostrasjukvardsregionen.se": "the address of the old site",
    "Organisationsskiss": "caption of a missing picture",
    "Större organisationsskiss": "caption of a missing picture",
    "[namn], Folkhälsa och sjukvård, RLK o Verksamhetsnära funktion": "names a person",
}
UPDATED = "Uppdaterad: 2019-01-28"
STAFF_OFFICE = "/regionsjukvardsledningen/stab/"
COMMITTEE = "/regionsjukvardsledningen/arbetsutskott/"
# What of 002 stands on no page, and why. Its table of councils is read by tests of its own below.
LEFT_OUT = {
    "Regionsjukvårdsledningen ansvarar för styrning, samordning och uppföljning av:": "000 says it",
    "Samverkansgrupper:": "stands over the list of them, which is a page",
    "Våra löften till invånarna": "stands over the goals, which are on the promises' page",
    "Mål 1": "placeholder",
    "Mål 2": "placeholder",
    "Mål 3": "placeholder",
    "osv": "placeholder",
    "Osv": "placeholder",
    "Samverkansnämnden (SVN)": "label in the picture of the organisation; the chart has the name",
    "Regionsjukvårdsledningen (RSL)": "label in the picture of the organisation",
    "Regionala samverkansgrupper (RSG)": "label in the picture of the organisation",
    "Kunskapsråd - principer": "the page says Kunskapsrådens principer",
    "Kunskapsråd - bemanning": "each council's page says it under Ledamöter",
    "Kunskapsråd - uppdrag": "each council's page has it under Uppdrag",
    "Kunskapsråd Ingående RMPO Kommentar": "head of the table",
    # How the website of 2018 was to be rebuilt, and by whom: for staff only.
    "Justerad webbplats": "staff",
    "Syfte:": "staff",
    "Stöd för samverkan, gemensam målbild": "staff",
    "Målgrupper:": "staff",
    "Ledningsfunktioner i RJL, RKL och RÖ samt chefer och medarbetare med regionala och nationella "
    "uppdrag": "staff",
    "Genomförande:": "staff",
    "Instruktioner till processtöd och förvaltare – september": "staff",
    "Gallring och överflyttning av innehåll – oktober-december": "staff",
    "Öppna den nya och stänga den gamla – december": "staff",
    "Under tiden får nya RMPO, RSG och RAG tillfälliga platser i den befintliga "
    "strukturen.": "staff",
    "Prototyp: <http://plus.rjl.se/index.jsf?nodeId=44884&nodeType=13>": "staff",
    "Jönköpings länLandstinget": "broken caption of the regions' marks",
    "i Kalmar länRegion": "broken caption of the regions' marks",
    "Prototyp Sydöstra sjukvårdsregionen": "name of the picture",
    "www.sydostrasjukvardsregionen.se": "the address of the old site",
    "Uppdaterad: 2018-08-13": "the home page writes the date out",
    "[namn], Regionledningskontoret, RLK o Verksamhetsnära funktion": "names a person",
    "[namn]": "names a person",
    "Prenumerera gärna på nyhetsbrevet.": "an invitation without an address",
}
ABOUT = (
    ("Vår överenskommelse", "Våra löften"),
    ("Våra samverkansområden", "Våra resultat"),
    ("Våra resultat", "Samverkansnämnden"),
    (
        "Vi är en del av landsting och regioners system för kunskapsstyrning",
        "Styrgrupp för kunskapsstyrning i samverkan (SKS)",
    ),
    ("Förändring", "Nationellt uppdrag till RMPO"),
)


@pytest.fixture
def main_of(client):
    """The text of a page's main part, a line for each block."""

    def read(path: str) -> str:
        response = client.get(path)
        assert response.status_code == 200, path
        # Soft hyphens tell where a long heading may break; they are no part of the words.
        return text_of(response.content.decode().replace("\N{SOFT HYPHEN}", ""), within="main")

    return read


def in_order(wanted: list[str], text: str) -> list[str]:
    """Those of the wanted texts that are missing, or come earlier than the one before."""
    at, missing = 0, []
    for each in wanted:
        found = text.find(each, at)
        if found < 0:
            missing.append(each)
        else:
            at = found + len(each)
    return missing


def addresses() -> list[str]:
    prefixes = BodyKind.objects.exclude(prefix="").values_list("prefix", flat=True)
    return sorted(
        {"/", "/organisation/", "/loften/", "/loften/2/", "/regioner/"}
        | {f"/{each}/" for each in prefixes}
        | {f"/{each}/" for each in Page.objects.values_list("path", flat=True)}
        | {each.url for model in (Body, Region) for each in model.objects.all()}
    )


def words_of(text: str) -> list[str]:
    """The lines of a text without the marks of links and emphasis."""
    return [re.sub(r"\[(.+?)\]\(.*?\)|\*", r"\1", each) for each in lines(text)]


def test_every_public_text_of_the_presentation_stands_on_a_page(main_of):
    text = re.sub(r"^<b>.*$", "", corrected("002"), flags=re.MULTILINE)
    wanted = [each for line in words_of(text) for each in sentences(line)]
    pages = "\n".join(main_of(each) for each in addresses())

    missing = {each for each in wanted if not re.search(rf"(?<!\w){re.escape(each)}(?!\w)", pages)}

    assert len(wanted) > 200
    assert missing == set(LEFT_OUT)


def test_omitted_lines_all_stand_in_the_source():
    assert set(OMITTED) <= set(lines(corrected("000")))


def test_organisation_page_has_every_sentence_of_its_source(main_of):
    kept = [each for each in sentences(corrected("000")) if each not in OMITTED]
    assert kept[-1] == UPDATED
    page = main_of("/organisation/")

    assert len(kept) > 25
    assert [each for each in kept[:-1] if each not in page] == []
    full = [each for each in kept if each.endswith((".", ":"))]
    assert in_order(full, page) == []
    assert "28 januari 2019" in page


def test_board_page_has_the_four_kinds_of_decision(main_of):
    decisions = items(
        between(raw("002"), "Samverkansnämnden beslutar om:", "Regionsjukvårdsledningen")
    )
    assert len(decisions) == 4

    rows = main_of("/samverkansnamnden/").split("\n")

    start = rows.index("Samverkansnämnden beslutar om:") + 1
    assert rows[start : start + 4] == decisions


def test_executive_page_has_the_sentences_of_both_sources(main_of):
    page = main_of("/regionsjukvardsledningen/")
    old = between(corrected("000"), "Verksamhetsorganisation", "Regionala kunskapsråd")
    new = between(
        raw("002"),
        "Regionsjukvårdsledningen",
        "Vi är en del av landsting och regioners system för kunskapsstyrning",
    )
    staffing = sentences(new)[-2:]

    assert staffing[0].startswith("Regionsjukvårdsledningen och dess stab bemannas")
    assert in_order([*sentences(old)[1:-1], *staffing], page) == []


@pytest.mark.parametrize(
    ("path", "heading", "end"),
    [
        (
            STAFF_OFFICE,
            "Uppdrag för Regionsjukvårdsledningens stab",
            "Uppdrag för Regionsjukvårdsledningens arbetsutskott",
        ),
        (
            COMMITTEE,
            "Uppdrag för Regionsjukvårdsledningens arbetsutskott",
            "Bemanning, arbetssätt och finansiering",
        ),
    ],
)
def test_staff_office_and_committee_pages_have_their_duties(main_of, path, heading, end):
    text = raw("001")
    opening = "Regionsjukvårdsledningens stab och arbetsutskott är"
    shared = text[
        text.index(opening) : text.index("\nUppdrag för Regionsjukvårdsledningens stab\n")
    ]
    duties = lines(between(text, heading, end))

    assert in_order([*sentences(shared), heading, *duties], main_of(path)) == []


def test_staff_office_and_committee_pages_have_how_they_are_staffed(main_of):
    text = raw("001")
    last = sentences(text[text.index("\nBemanning, arbetssätt och finansiering\n") :])
    pages = main_of(STAFF_OFFICE) + main_of(COMMITTEE)

    assert len(last) == 9
    assert [each for each in last if each not in pages] == []


@pytest.mark.parametrize("number", range(4))
def test_council_page_has_its_areas_comment_and_commission(main_of, number):
    name, (areas, comment) = list(council_table().items())[number]
    council = Body.objects.get(names__name=name, kind__slug="kunskapsrad")
    page = main_of(council.url)
    duties = items(between(raw("002"), "Kunskapsråd - uppdrag", "Justerad webbplats"))
    official = [
        BodyName.objects.get(
            kind="official", body__names__name=each, body__kind__slug="programomrade"
        )
        for each in areas
    ]

    assert comment in page
    assert [each.name for each in official if each.name not in page] == []
    assert len(duties) == 7
    assert in_order(duties, page) == []


def test_area_list_has_all_24_in_alphabetical_order(client):
    listed = items(
        between(
            corrected("002"), "Regionala medicinska programområden", "Regionala samverkansgrupper"
        )
    )
    page = client.get("/programomraden/").content.decode()
    links = re.findall(r'<a [^>]*href="/programomraden/[^/"]+/"[^>]*>(.+?)</a>', page, re.DOTALL)

    assert len(listed) == 24
    assert [text_of(each) for each in links] == listed


def test_council_list_has_each_council_with_its_areas(main_of):
    page = main_of("/kunskapsrad/")

    for name, (areas, comment) in council_table().items():
        council = Body.objects.get(names__name=name, kind__slug="kunskapsrad")
        below = Body.objects.filter(
            relations_out__kind="part_of", relations_out__object=council
        ).named(Source.objects.get(code="000").date)
        names = [each.name for each in below.alphabetical()]
        assert len(names) == len(areas)
        assert in_order([name, comment], page) == []
        assert in_order([name, *names], page) == []


def test_collaboration_group_list_sets_the_three_without_counterpart_apart(main_of):
    nine = items(between(raw("002"), "Regionala samverkansgrupper", "Förändring"))
    said = re.search(r"Samverkansgrupperna för (.+), (.+) och (.+) saknar motsvarighet", raw("002"))
    without = {each.lower() for each in said.groups()}
    page = main_of("/samverkansgrupper/")

    first, second = page.split("\nUtan nationell motsvarighet\n")

    names = [*nine, "Stöd för utveckling"]
    assert {each for each in names if f"\n{each}\n" in f"\n{second}\n"} == {
        each for each in names if each.lower() in without
    }
    assert sum(f"\n{each}\n" in f"\n{first}\n" for each in names) == 7


@pytest.mark.parametrize(("heading", "end"), ABOUT)
def test_about_page_has_the_sources_section(main_of, heading, end):
    wanted = [heading, *words_of(between(corrected("002"), heading, end))]

    assert len(wanted) > 3
    assert in_order(wanted, main_of("/om/")) == []


def test_home_page_has_the_prototypes_words_and_entrances(main_of):
    text = raw("002")
    prototype = text[text.index("# Prototyp Sydöstra sjukvårdsregionen") :]
    seven = lines(prototype[: prototype.index("Sydöstra sjukvårdsregionen utgörs av")])[2:]
    page = main_of("/")

    assert len(seven) == 7
    assert in_order([lines(text)[0], *lines(prototype)[10:12], *seven], page) == []
    shortcuts = ["Genvägar", "Handlingsplaner", "Uppdrag och projekt", "Vårdstatistik"]
    contact = ["Kontakt", "Frågor om sjukvårdsregionens samverkan", "Frågor om webbplatsen"]
    assert in_order([*shortcuts, *contact], page) == []


def test_no_page_shows_a_person_an_address_or_a_faulty_name(client):
    owners = "; ".join(Source.objects.values_list("owner", flat=True))
    persons = {each.split()[-1] for each in re.findall(r"(?:^|; )(\w+ \w+)(?=,| \()", owners)}
    hidden = BodyName.objects.filter(is_public=False).values_list("name", flat=True)
    faulty = {wrong for _, wrong, _ in CORRECTIONS}
    assert len(persons) == 2
    assert len(hidden) == 4

    found = []
    for path in addresses():
        page = client.get(path).content.decode()
        text = text_of(page)
        found += [(path, each) for each in (*persons, *hidden, *faulty, "@") if each in text]
        found += [(path, "mailto") for _ in re.findall("mailto:", page)]

    assert found == []


def test_every_body_says_whom_to_write_to(client):
    paths = Body.objects.current(today()).values_list("path", flat=True)
    assert len(paths) > 40
    silent = [
        each for each in paths if "<dt>Kontakt</dt>" not in client.get(f"/{each}/").content.decode()
    ]
    assert silent == []

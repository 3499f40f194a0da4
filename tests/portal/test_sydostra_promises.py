"""The promises, the goals and the national level of the set `sydostra` say what the sources say."""

import re

import pytest

from bodies.models import Body, BodyKind
from organisation.models import Page, Shortcut
from programmes.models import (
    KnowledgeTopic,
    PatientPromise,
    PromiseVariant,
    QualityGoal,
    SystemLevel,
)
from tests.sources.reading import (
    between,
    corrected,
    items,
    lines,
    plain,
    raw,
    sentences,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]

DIFFERENT = 2
AREA = "/programomraden/cancersjukdomar/"
TOPICS = (
    "Vi ansvarar för nationella rekommendationer i Nationellt kliniskt kunskapsstöd inom ämnena:"
)
# What the pages add to the sources' own words.
OURS = {
    "loften": {"De sex dimensionerna:"},
    "nationellt": {
        "Så är systemet uppbyggt",
        "Källan visar systemet i en bild med de här delarna.",
        "Regioner och kommuner",
    },
}


def promised(code: str) -> list[str]:
    """The promises as a source words them."""
    first, end = {
        "002": ("Våra löften", "Våra samverkansområden"),
        "004": ("Patientlöften", "Generellt uppdrag"),
    }[code]
    return items(between(corrected(code), first, end))


def goals_of_source() -> list[str]:
    text = corrected("002")
    return items(text[text.index("### Cancersjukdomar") : text.index("### Kvinnosjukdomar")])


@pytest.fixture
def rows_of(client):
    """The lines of a page's main part."""

    def read(path: str) -> list[str]:
        response = client.get(path)
        assert response.status_code == 200, path
        html = response.content.decode().replace("\N{SOFT HYPHEN}", "")
        return text_of(html, within="main").split("\n")

    return read


def follows(part: list[str], rows: list[str]) -> bool:
    """Whether the lines stand in that order, with others between."""
    left = iter(rows)
    return all(any(each == row for row in left) for each in part)


def test_promises_are_the_presentations_word_for_word():
    assert len(promised("002")) == 7
    assert list(PatientPromise.objects.values_list("text", flat=True)) == promised("002")
    assert {each.source.code for each in PatientPromise.objects.all()} == {"002"}
    assert {(each.start, each.end) for each in PatientPromise.objects.all()} == {(None, None)}


def test_other_wordings_are_the_commissions_word_for_word():
    variants = PromiseVariant.objects.order_by("promise__number").select_related("promise")

    assert [each.text for each in variants] == promised("004")
    assert {each.source.code for each in variants} == {"004"}
    assert [each.promise.number for each in variants if each.text != each.promise.text] == [
        DIFFERENT
    ]


def test_choice_between_the_wordings_is_marked_as_our_reading():
    read = PatientPromise.objects.exclude(interpretation="")
    assert [each.number for each in read] == [DIFFERENT]


def test_page_of_promises_has_opening_promises_research_and_dimensions_in_order(rows_of):
    text = raw("002")
    opening, *promises, research = lines(between(text, "Våra löften", "Våra samverkansområden"))
    dimensions = items(between(text, "God vård", "Tillsammans gör vi varandra framgångsrika"))
    meaning = sentences(between(text, "Vad betyder löftena?", "Våra löften till invånarna"))
    assert (len(promises), len(dimensions), len(meaning)) == (7, 6, 1)

    rows = rows_of("/loften/")

    without_numbers = [re.sub(r"^\d (?=\w)", "", each) for each in rows]
    wanted = [
        *("Våra löften", opening, *promises, research, "God vård", *dimensions),
        *("Vad betyder löftena?", *meaning),
    ]
    assert follows(wanted, without_numbers)
    origin = "Utifrån Socialstyrelsens sex dimensioner av god vård har Samverkansnämnden formulerat"
    assert origin in plain(raw("004"))
    assert any(each.startswith(origin) for each in rows)


@pytest.mark.parametrize("number", range(1, 8))
def test_page_of_a_promise_has_both_wordings(rows_of, number):
    rows = rows_of(f"/loften/{number}/")
    shown, other = promised("002")[number - 1], promised("004")[number - 1]

    assert f"Som patient i Sydöstra sjukvårdsregionen ska du {shown}." in rows
    same = [each for each in rows if each.startswith("Löftet står med samma ord i ”Uppdragsbe")]
    assert (other in rows) == (number == DIFFERENT)
    assert len(same) == (number != DIFFERENT)
    assert (
        "Inget mål är kopplat till löftet ännu. Sex mål är publicerade utan att källan anger "
        "vilket löfte de hör till."
    ) in rows


def test_goals_are_the_six_of_the_source_and_belong_to_no_promise(rows_of):
    goals = QualityGoal.objects.all()
    assert len(goals_of_source()) == 6

    assert [each.text for each in goals] == goals_of_source()
    assert {each.body.url for each in goals} == {AREA}
    assert {each.promise for each in goals} == {None}
    for path in (AREA, "/loften/"):
        numbered = [f"{at} {each}" for at, each in enumerate(goals_of_source(), 1)]
        rows = rows_of(path)
        assert follows(numbered, rows) or follows(goals_of_source(), rows)


def test_areas_without_goals_say_so_and_are_counted(rows_of):
    areas = Body.objects.filter(function="programme_area").exclude(path=AREA.strip("/"))
    assert len(areas) == 23

    rows = rows_of("/loften/")
    assert "1 av 24 områden har publicerat mål." in rows
    assert "Inga mål publicerade ännu (23)" in rows
    for area in areas:
        assert any(each.startswith("Inga mål publicerade ännu.") for each in rows_of(area.url))


def test_figure_has_the_three_levels_and_their_lines(rows_of):
    text = raw("004")
    names = ("Vårdteamet", "Sjukvårdsregional/regional nivå", "Nationell nivå")
    ends = (*names[1:], "Utgångspunkt")
    wanted = {name: items(between(text, name, end)) for name, end in zip(names, ends, strict=True)}
    assert [len(each) for each in wanted.values()] == [7, 4, 4]

    assert {each.name: each.duties for each in SystemLevel.objects.all()} == wanted
    introduction = next(each for each in lines(text) if each.endswith("de andra nivåerna:"))
    figure = [line for name in names for line in (name, *wanted[name])]
    assert follows([introduction, *figure], rows_of("/nationellt/"))


def test_national_page_has_hosted_areas_topics_and_the_whole_structure(rows_of):
    text = raw("002")
    hosted = items(between(text, "Vi är värd för de nationella programområdena:", TOPICS))
    topics = items(between(text, TOPICS, "Styrgrupp för kunskapsstyrning i samverkan (SKS)"))
    structure = plain(between(text, "Styrgrupp för kunskapsstyrning i samverkan (SKS)", "God vård"))
    rows = rows_of("/nationellt/")

    assert (len(hosted), len(topics)) == (3, 3)
    assert list(KnowledgeTopic.objects.values_list("name", flat=True)) == topics
    assert follows([f"{each} Sydöstra sjukvårdsregionen är värd." for each in hosted], rows)
    assert follows([TOPICS, *topics], rows)
    assert follows(["Styrgrupp för kunskapsstyrning i samverkan (SKS)"], rows)
    body = Page.objects.get(path="nationellt").body
    parts = [each.strip() for each in text_of(body).split("\n")]
    left = structure
    for part in sorted(parts, key=len, reverse=True):
        left = left.replace(part, "", 1)
    left = left.replace("Regionsjukvårdsledningen och regionala kunskapsråd", "")
    assert left.split() == [], "every part of the picture stands on the page"


def test_national_page_says_what_the_sources_leave_out(rows_of):
    rows = rows_of("/nationellt/")
    at = rows.index("Det här framgår inte av våra källor")
    assert len([each for each in rows[at:] if each.endswith("uppgift saknas.")]) == 3
    groups = [each for each in rows if each.endswith("namnet är okänt: uppgift saknas")]
    assert (
        len(groups)
        == Body.objects.filter(function="collaboration_group", counterpart="exists").count()
    )


@pytest.mark.parametrize("path", ["loften", "nationellt"])
def test_sentences_of_the_pages_stand_in_the_sources(path):
    corpus = plain(" ".join(line for code in ("002", "004") for line in lines(corrected(code))))
    page = Page.objects.get(path=path)
    body = page.body.split("<h3>Det här framgår inte")[0]
    pieces = [page.lead, *sentences(text_of(body))]

    unknown = {each for each in pieces if each.rstrip(".") not in corpus}

    assert unknown == OURS[path]


def test_no_placeholder_stands_anywhere(client):
    paths = ["/loften/", *(f"/loften/{each}/" for each in range(1, 8)), "/nationellt/"]
    paths += [each.url for each in Body.objects.filter(function="programme_area")]
    for path in paths:
        text = text_of(client.get(path).content.decode())
        assert re.findall(r"\bMål \d|\bosv\b|\bOsv\b", text) == [], path
    assert not QualityGoal.objects.filter(text__iregex=r"^(Mål \d|osv)").exists()


def test_new_pages_are_found_from_every_page_and_from_about(client):
    kinds = BodyKind.objects.filter(level="national").values_list("prefix", flat=True)
    targets = {"/loften/", *(f"/{each}/" for each in kinds)}
    footer = set(Shortcut.objects.filter(place="footer").values_list("target", flat=True))
    assert targets <= footer
    for path in ("/", "/om/"):
        main = client.get(path).content.decode()
        assert {each for each in targets if f'href="{each}"' in main} == targets
    about = Page.objects.get(path="om").body
    assert {each for each in targets if f'href="{each}"' in about} == targets


def test_every_page_of_the_promises_leads_on(client):
    for number in range(1, 7):
        page = client.get(f"/loften/{number}/").content.decode()
        assert f'href="/loften/{number + 1}/"' in page
    assert client.get("/loften/8/").status_code == 404
    assert 'href="/loften/8/"' not in client.get("/loften/7/").content.decode()

"""The commissions of the set `sydostra` say what their sources say: every line of theirs, in order,
and nothing else but what is marked as ours.

The expected lines are read from the sources themselves (tests/sources), after exactly the
corrections listed there and the omissions named here.
"""

import re

import pytest

from bodies.models import Body
from documents.facts import facts_of
from documents.models import Document, DocumentBody, Edition
from documents.rules import text_findings
from organisation.models import Source
from portal.loading import load
from tests.conftest import ANCHOR
from tests.sources.reading import (
    CORRECTIONS,
    between,
    corrected,
    items,
    lines,
    raw,
    sentences,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]

STAFF_OFFICE = "regionsjukvardsledningen/stab"
COMMITTEE = "regionsjukvardsledningen/arbetsutskott"
GROUP = "samverkansgrupper/stod-for-utveckling"
OUR_HEADING = "Rubriken är vår"
# 002's principles that tell how the councils came about, not what they are to do.
NO_COMMISSION = [
    "Nuvarande centrumråd ombildas till fyra kunskapsråd.",
    "Samtliga RMPO.",
]


def edition_of(path: str) -> Edition:
    return Edition.objects.get(document__kind="commission", document__owner__path=path)


def paths_of(kind: str) -> list[str]:
    return sorted(Body.objects.filter(kind__slug=kind).values_list("path", flat=True))


def text_lines(edition: Edition) -> list[str]:
    """Headings, paragraphs and points of an edition, without the headings marked as ours."""
    found = []
    for each in edition.sections.present():
        found += [] if each.note.startswith(OUR_HEADING) else [each.heading]
        found += text_of(each.html).split("\n")
    return found


def areas_lines() -> list[str]:
    first = "Nationellt uppdrag till RMPO"
    # The source's italics are no words.
    return [first, *(each.strip("*") for each in lines(between(raw("002"), first, "Våra löften")))]


def councils_lines() -> list[str]:
    headings = [f"Kunskapsråd - {each}" for each in ("principer", "bemanning", "uppdrag")]
    found = []
    for first, end in zip(headings, [*headings[1:], "Justerad webbplats"], strict=True):
        found += [first, *items(between(raw("002"), first, end))]
    return [each for each in found if each not in NO_COMMISSION]


def board_lines() -> list[str]:
    text = between(corrected("002"), "Samverkansnämnden", "Regionsjukvårdsledningen")
    return ["Samverkansnämnden", *lines(text)]


def executive_lines() -> list[str]:
    """What it answers for as the later source has it, and how it's staffed, which only the earlier
    one tells."""
    later = lines(between(corrected("000"), "Verksamhetsorganisation", "Regionala kunskapsråd"))
    earlier = lines(
        between(
            raw("002"),
            "Regionsjukvårdsledningen",
            "Vi är en del av landsting och regioners system för kunskapsstyrning",
        )
    )
    # 000 repeats the name below the text, as a link.
    return [*later[:-1], earlier[-1]]


def test_commission_of_staff_office_and_committee_is_the_source_word_for_word():
    edition = edition_of(STAFF_OFFICE)

    assert [edition.title, *text_lines(edition)] == lines(corrected("001"))
    assert edition.lead == ""
    assert len(lines(corrected("001"))) == 26


def test_commission_of_the_group_is_the_source_word_for_word():
    edition = edition_of(GROUP)

    assert [edition.title, edition.lead, *text_lines(edition)] == lines(corrected("004"))
    assert len(lines(corrected("004"))) == 79


@pytest.mark.parametrize(
    ("kind", "expected", "bodies", "count"),
    [
        ("programomrade", areas_lines, 24, 18),
        ("kunskapsrad", councils_lines, 4, 15),
        ("samverkansnamnd", board_lines, 1, 7),
        ("regionsjukvardsledning", executive_lines, 1, 3),
    ],
)
def test_commission_from_the_presentation_is_its_part_word_for_word(kind, expected, bodies, count):
    paths = paths_of(kind)

    assert len(paths) == bodies
    assert len(expected()) == count
    assert [path for path in paths if text_lines(edition_of(path)) != expected()] == []


@pytest.mark.parametrize(("kind", "count"), [("programomrade", 24), ("kunskapsrad", 4)])
def test_title_of_a_text_that_many_share_names_its_body(kind, count):
    bodies = Body.objects.filter(kind__slug=kind).named(ANCHOR)
    titles = {edition_of(each.path).title.rpartition(each.name)[1:] for each in bodies}

    assert titles == {(each.name, "") for each in bodies}
    assert len(titles) == count


def test_executive_is_told_as_on_its_own_page():
    body = Body.objects.get(path="regionsjukvardsledningen")
    text = edition_of(body.path).sections.get().html

    assert sentences(text_of(text)) == sentences(text_of(body.description))


def test_omitted_principles_stand_in_the_source_and_the_reader_is_told():
    assert items(between(raw("002"), "Kunskapsråd - principer", "Kunskapsråd - bemanning"))[:2] == (
        NO_COMMISSION
    )
    for path in paths_of("kunskapsrad"):
        section = edition_of(path).sections.get(heading="Kunskapsråd - principer")
        assert "utelämnade" in section.note


def test_only_the_opening_without_a_heading_has_one_of_ours():
    marked = {
        (each.document.owner.path, section.heading)
        for each in Edition.objects.all()
        for section in each.sections.filter(note__startswith=OUR_HEADING)
    }

    # The shared text of the groups is the executive's; each group has it.
    groups = ["regionsjukvardsledningen", *paths_of("samverkansgrupp")]
    assert marked == {(each, "Bakgrund") for each in (STAFF_OFFICE, *groups)}
    assert not {"Bakgrund"} & set(lines(raw("001")) + lines(raw("004")))


def test_sections_are_those_that_the_group_text_names():
    headings = list(edition_of(GROUP).sections.present().values_list("heading", flat=True))

    assert headings == [
        "Bakgrund",
        "Utgångspunkt",
        "Generellt uppdrag",
        "Specifikt uppdrag",
        "Arbetssätt",
        "Rapportering",
        "Kommunikation",
        "Sammansättning",
        "Ordförandes uppdrag",
        "Deltagares uppdrag",
        "Finansiering",
    ]


def test_points_below_a_point_are_read_as_such_and_the_reading_is_marked():
    edition = edition_of("programomraden/akut-vard")
    html = " ".join(edition.sections.get(heading="Regionalt uppdrag till RMPO").html.split())

    assert re.findall(r"<li>([^<]+?) ?<ul>", html) == [
        "Vara sakkunnig i samverkan",
        "Utveckla, samverka och kommunicera",
        "Konkretisera löftena till invånarna",
    ]
    assert "underpunkter" in edition.interpretation
    assert "<em>Specifika regionala uppdrag</em>" in "".join(
        edition.sections.values_list("html", flat=True)
    )


def test_documents_are_those_of_the_sources():
    commissions = Document.objects.filter(kind="commission")
    owners = sorted(commissions.values_list("owner__path", flat=True))

    assert owners == sorted(
        [
            "samverkansnamnden",
            "regionsjukvardsledningen",
            STAFF_OFFICE,
            *paths_of("samverkansgrupp"),
            *paths_of("kunskapsrad"),
            *paths_of("programomrade"),
        ]
    )
    others = Document.objects.exclude(kind="commission").order_by("shared_text__slug")
    assert list(others.values_list("kind", "owner__path", "shared_text__slug")) == [
        ("shared_text", "regionsjukvardsledningen", "kunskapsrad"),
        ("shared_text", "regionsjukvardsledningen", "programomraden"),
        ("shared_text", "regionsjukvardsledningen", "samverkansgrupper"),
    ]
    concerned = DocumentBody.objects.values_list("document__owner__path", "body__path")
    assert list(concerned) == [(STAFF_OFFICE, COMMITTEE)]


def test_what_the_sources_leave_out_is_left_out():
    editions = list(Edition.objects.all())

    # 41 commissions and three texts that they share.
    assert len(editions) == 44
    assert {(each.number, each.state, each.decision, each.valid_from) for each in editions} == {
        (1, "published", None, None)
    }
    assert {each.source.code for each in editions} == {"000", "001", "002", "004"}
    assert {each.source_id == each.document.source_id for each in editions} == {True}
    from_presentation = [each for each in editions if each.source.code in ("000", "002")]
    assert [each for each in from_presentation if "Titeln är vår" not in each.interpretation] == []


def test_texts_could_be_published_as_they_are():
    found = [
        (str(each), finding)
        for each in Edition.objects.all()
        for finding in text_findings(facts_of(each))
    ]

    assert found == []


def test_faults_and_persons_of_the_sources_stand_in_no_text():
    owners = "; ".join(Source.objects.values_list("owner", flat=True))
    persons = {each.split()[-1] for each in re.findall(r"(?:^|; )(\w+ \w+)(?=,| \()", owners)}
    wrong = {each for _, each, _ in CORRECTIONS}
    assert len(persons) == 2

    texts = [
        (str(each), "\n".join([each.title, each.lead, each.interpretation, *text_lines(each)]))
        for each in Edition.objects.all()
    ]
    found = [
        (name, match)
        for name, text in texts
        for match in (
            *(word for word in (*persons, *wrong, "@") if word in text),
            *re.findall(r"\bMål \d|\b[Oo]sv\b", text),
        )
    ]

    assert found == []


def test_loading_again_changes_nothing():
    again = load(["sydostra"], on=ANCHOR, pdfs=False)

    assert again.writes == 0
    assert again.unchanged["documents.edition"] == 44

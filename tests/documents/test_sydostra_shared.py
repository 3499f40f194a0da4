"""Which words of the sources many bodies share, and which are one body's own.

What is own is written down here by hand. All else that 004 and 002 say to a kind of bodies is
shared, and comes from the sources themselves (tests/sources).
"""

import pytest

from documents.actions.parts import part_of, with_parts
from documents.carrying import Carrier, carriers
from documents.models import Edition, SharedText
from tests.conftest import ANCHOR
from tests.sources.reading import corrected, lines, plain, sentences, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]

GROUPS, AREAS, COUNCILS = "samverkansgrupper", "programomraden", "kunskapsrad"
GROUP = "samverkansgrupper/stod-for-utveckling"
# What 004 says to one group alone. All else in it is said to the collaboration groups.
OWN = [
    "Specifikt uppdrag",
    "Regional samverkansgrupp stöd för utveckling ska:",
    "stödja arbetssätt och strukturer för processledning, implementering, verksamhetsutveckling "
    "och innovation",
    "bidra till utvecklingskraft, förbättringskraft och hållbarhet i kunskapsstyrningsarbetet",
    "koordinera och samverka kring kompetensbyggande aktiviteter för relevanta "
    "sjukvårdsregionala och lokala intressenter",
    "i samverkan med den nationella samverkansgruppen stödja förbättringsarbeten av hög kvalitet "
    "och spridning på nationella och internationella konferenser",
]
# Its title, and the line under it, stand over the whole.
OVER_THE_TEXT = 2
OUR_HEADING = "Rubriken är vår"
NOT_YET = ["Specifikt uppdrag", "Gruppens specifika uppdrag är inte publicerat ännu."]
OTHER_GROUPS = [
    "samverkansgrupper/espir",
    "samverkansgrupper/forskning-och-life-science",
    "samverkansgrupper/hallbar-utveckling",
    "samverkansgrupper/kvalitetsregister",
    "samverkansgrupper/lakemedel-och-medicinteknisk-utrustning",
    "samverkansgrupper/metoder-for-kunskapsstod",
    "samverkansgrupper/patientsakerhet",
    "samverkansgrupper/uppfoljning-och-analys",
    "samverkansgrupper/upphandling",
]


def text(slug: str) -> SharedText:
    return SharedText.objects.get(slug=slug)


def carrying(slug: str) -> list[Carrier]:
    """The bodies whose commission in force has the text."""
    return [each for each in carriers(text(slug), ANCHOR) if each.of(each.now)]


def commission(path: str) -> Edition:
    return Edition.objects.get(document__kind="commission", document__owner__path=path)


def said(edition: Edition) -> list[tuple[str, str]]:
    """Every heading, sentence and point of an edition with where it's from, in order; headings of
    ours aside."""
    found = []
    for each in with_parts(edition.sections.present()):
        origin = "shared" if part_of(each) else "own"
        heading = [] if each.note.startswith(OUR_HEADING) else [each.heading]
        found += [(words, origin) for words in [*heading, *sentences(text_of(each.html))]]
    return found


def source_sentences() -> list[str]:
    return sentences("\n".join(lines(corrected("004"))[OVER_THE_TEXT:]))


def test_every_sentence_of_the_group_text_has_its_origin():
    expected = [(each, "own" if each in OWN else "shared") for each in source_sentences()]

    assert said(commission(GROUP)) == expected
    assert [each for each, origin in expected if origin == "own"] == OWN
    assert (len(expected), len(OWN)) == (85, 6)


def test_shared_text_of_the_groups_is_the_rest_of_the_source_word_for_word():
    edition = Edition.objects.get(document__shared_text__slug=GROUPS)

    assert [words for words, _ in said(edition)] == [
        each for each in source_sentences() if each not in OWN
    ]
    assert edition.lead == lines(corrected("004"))[1]
    assert [each.code for each in (edition.source, edition.document.source)] == ["004", "004"]


def test_shared_text_names_no_single_group():
    edition = Edition.objects.get(document__shared_text__slug=GROUPS)

    assert "stöd för utveckling" not in " ".join(words for words, _ in said(edition)).lower()


def test_nine_groups_have_the_shared_text_and_say_that_theirs_is_not_published_yet():
    shared = [(each, "shared") for each in source_sentences() if each not in OWN]
    place = shared.index(("Arbetssätt", "shared"))
    expected = [*shared[:place], *((each, "own") for each in NOT_YET), *shared[place:]]

    for path in OTHER_GROUPS:
        assert said(commission(path)) == expected, path


def test_the_sentence_that_something_is_missing_is_told_to_be_ours():
    for path in OTHER_GROUPS:
        edition = commission(path)
        section = edition.sections.get(key="specifikt-uppdrag")
        assert "Meningen är vår" in section.note
        assert "uppgift saknas" in section.note
        assert "Titeln är vår" in edition.interpretation
        assert "en samverkansgrupp, Stöd för utveckling" in plain(edition.interpretation)
        assert edition.source_note == "Den del som är gemensam för alla samverkansgrupper"


@pytest.mark.parametrize(
    ("slug", "source", "sections", "bodies"),
    [(GROUPS, "004", 10, 10), (AREAS, "002", 2, 24), (COUNCILS, "002", 3, 4)],
)
def test_text_is_carried_whole_by_every_body_of_its_kind(slug, source, sections, bodies):
    found = carrying(slug)

    assert len(found) == len(carriers(text(slug), ANCHOR)) == bodies
    assert {each.body.kind_id for each in found} == {text(slug).body_kind_id}
    for each in found:
        carried = each.of(each.now)
        assert (carried.number, len(carried.sections)) == (1, sections)
        assert (carried.own, carried.left_out) == ([], [])
        assert each.now.source.code == source
        assert (each.coming, each.draft) == (None, None)


def test_groups_that_carry_the_text_are_all_there_are():
    assert sorted(each.body.path for each in carrying(GROUPS)) == sorted([GROUP, *OTHER_GROUPS])


@pytest.mark.parametrize("slug", [AREAS, COUNCILS])
def test_areas_and_councils_have_no_words_of_their_own(slug):
    for each in carrying(slug):
        assert {origin for _, origin in said(each.now)} == {"shared"}


def test_no_other_commission_takes_part_of_a_shared_text():
    shared = {each.now.pk for slug in (GROUPS, AREAS, COUNCILS) for each in carrying(slug)}
    others = Edition.objects.filter(document__kind="commission").exclude(pk__in=shared)

    assert sorted(others.values_list("document__owner__path", flat=True)) == [
        "regionsjukvardsledningen",
        "regionsjukvardsledningen/stab",
        "samverkansnamnden",
    ]
    assert not others.filter(sections__part__isnull=False).exists()

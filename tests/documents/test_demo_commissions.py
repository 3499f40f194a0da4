"""The later versions that the demo adds: what each is for, and that none of it passes for fact."""

import datetime

import pytest

from bodies.models import Decision
from documents.actions.parts import part_of, with_parts
from documents.carrying import carriers
from documents.facts import facts_of
from documents.models import Document, Edition, EditionEvent
from documents.rules import plain, text_findings
from portal.loading import load
from tests.conftest import ANCHOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]

GROUP = "samverkansgrupper/stod-for-utveckling"
STAFF_OFFICE = "regionsjukvardsledningen/stab"
AREA = "programomraden/levnadsvanor"
COUNCIL = "kunskapsrad/diagnostik-och-sinnen"
# The groups that have taken in version 2 of the shared text.
WITH_SECOND = [
    f"samverkansgrupper/{each}" for each in ("kvalitetsregister", "patientsakerhet", "upphandling")
]
DAY = datetime.timedelta(days=1)


def edition(path: str, number: int) -> Edition:
    return Edition.objects.get(
        document__kind="commission", document__owner__path=path, number=number
    )


def shared(number: int) -> Edition:
    return Edition.objects.get(document__shared_text__slug="samverkansgrupper", number=number)


def origins(path: str, number: int) -> dict[str, str]:
    """Of each section: "delad", "egen", or why it's own in place of a shared one."""
    found = with_parts(edition(path, number).sections.present())
    return {
        each.key: "egen" if part_of(each) is None else each.part.own_reason or "delad"
        for each in found
    }


def order(path: str, number: int) -> list[str]:
    return list(edition(path, number).sections.values_list("key", flat=True))


def html(path: str, number: int, key: str) -> str:
    return edition(path, number).sections.get(key=key).html


def words(path: str, number: int, key: str) -> list[str]:
    return plain(html(path, number, key)).split()


def changed(path: str, first: int, second: int) -> set[str]:
    """The sections whose text differs, of those that both versions have."""
    before, after = (
        {
            each.key: (each.heading, each.level, each.html)
            for each in edition(path, n).sections.all()
        }
        for n in (first, second)
    )
    return {key for key in before.keys() & after.keys() if before[key] != after[key]}


def in_force(path: str, on: datetime.date) -> list[int]:
    found = Edition.objects.in_force(on).filter(
        document__kind="commission", document__owner__path=path
    )
    return [each.number for each in found]


def later_versions():
    """Of commissions and shared texts: plans and reports are another matter."""
    kinds = [Document.Kind.COMMISSION, Document.Kind.SHARED_TEXT]
    return Edition.objects.filter(number__gt=1, document__kind__in=kinds)


def test_later_versions_are_those_that_show_something():
    later = later_versions().order_by("document__kind", "document__owner__path", "number")

    assert list(later.values_list("document__owner__path", "number", "state", "is_minor")) == [
        (COUNCIL, 2, "published", False),
        (AREA, 2, "published", False),
        (AREA, 3, "draft", False),
        (STAFF_OFFICE, 2, "published", True),
        *((each, 2, "published", False) for each in WITH_SECOND[:2]),
        (GROUP, 2, "published", False),
        (GROUP, 3, "published", False),
        (WITH_SECOND[2], 2, "published", False),
        # The shared text is the executive's.
        ("regionsjukvardsledningen", 2, "published", False),
    ]


def test_later_versions_are_invented_and_say_so():
    later = later_versions()

    assert {each.source.code for each in later} == {"demo"}
    assert [each for each in later if "påhitta" not in each.source_note] == []
    decisions = [each.decision for each in later.published()]
    assert [each for each in decisions if not each.text.startswith("Exempelbeslut")] == []
    assert {each.source.is_demo for each in Decision.objects.all()} == {True}
    used = {each.decision for each in Edition.objects.published() if each.decision}
    assert used == set(Decision.objects.all())
    assert [each for each in later.published() if not each.change_note] == []


def test_every_version_is_decided_before_it_holds():
    for each in later_versions().published():
        assert each.decision.date < ANCHOR
        assert each.decision.date < each.valid_from


def test_group_has_one_version_in_force_and_one_announced():
    second, third = edition(GROUP, 2), edition(GROUP, 3)

    assert second.valid_from == datetime.date(2026, 1, 1)
    assert third.valid_from == datetime.date(2027, 1, 1)
    assert in_force(GROUP, second.valid_from - DAY) == [1]
    assert in_force(GROUP, ANCHOR) == [2]
    assert in_force(GROUP, third.valid_from) == [3]
    assert list(Edition.objects.coming(ANCHOR)) == [third]


def test_second_version_of_the_group_differs_as_in_real_life():
    first = order(GROUP, 1)
    moved = [each for each in first if each != "kommunikation"]
    moved.insert(moved.index("finansiering"), "kommunikation")

    assert order(GROUP, 2) == moved
    assert changed(GROUP, 1, 2) == {
        "generellt-uppdrag",
        "specifikt-uppdrag",
        "arbetssatt",
        "rapportering",
    }
    # One paragraph has become two, word for word.
    assert words(GROUP, 1, "arbetssatt") == words(GROUP, 2, "arbetssatt")
    assert html(GROUP, 2, "arbetssatt").count("<p>") == 2
    for key in ("generellt-uppdrag", "specifikt-uppdrag"):
        assert html(GROUP, 2, key).count("<li>") == html(GROUP, 1, key).count("<li>") + 1
    assert "<table>" in html(GROUP, 2, "rapportering")
    assert 'href="/planering/"' in html(GROUP, 2, "rapportering")
    assert "<strong>" in html(GROUP, 2, "generellt-uppdrag")


def test_third_version_of_the_group_changes_a_cell_and_a_link():
    added = order(GROUP, 2)
    added.insert(added.index("rapportering") + 1, "lagesrapport")

    assert order(GROUP, 3) == added
    assert edition(GROUP, 3).sections.get(key="lagesrapport").level == 2
    assert changed(GROUP, 2, 3) == {"generellt-uppdrag", "rapportering", "sammansattning"}
    assert words(GROUP, 2, "generellt-uppdrag") == words(GROUP, 3, "generellt-uppdrag")
    assert "<strong>" not in html(GROUP, 3, "generellt-uppdrag")
    before, after = html(GROUP, 2, "rapportering"), html(GROUP, 3, "rapportering")
    before = before.replace("31 januari", "15 januari")
    assert before.replace('href="/planering/"', 'href="/samverkansgrupper/"') == after


def test_staff_office_has_only_its_language_mended():
    assert in_force(STAFF_OFFICE, ANCHOR) == [2]
    assert order(STAFF_OFFICE, 1) == order(STAFF_OFFICE, 2)
    assert changed(STAFF_OFFICE, 1, 2) == {"bakgrund", "bemanning-arbetssatt-och-finansiering"}
    assert "De tre regionerna samverkar" in " ".join(words(STAFF_OFFICE, 2, "bakgrund"))
    last = "bemanning-arbetssatt-och-finansiering"
    assert words(STAFF_OFFICE, 1, last) == words(STAFF_OFFICE, 2, last)


def test_area_has_a_draft_that_nobody_else_sees():
    assert in_force(AREA, ANCHOR) == [2]
    draft = edition(AREA, 3)

    assert draft.decision is None
    assert not EditionEvent.objects.filter(edition=draft, kind="published").exists()
    assert changed(AREA, 2, 3) == {"specifika-regionala-uppdrag"}
    assert set(order(AREA, 3)) - set(order(AREA, 2)) == {"uppfoljning"}
    assert text_findings(facts_of(draft)) == []


def test_council_has_nothing_in_force_since_its_version_was_withdrawn():
    second = edition(COUNCIL, 2)
    event = EditionEvent.objects.get(kind="withdrawn")

    assert event.edition == second
    assert event.text
    assert second.valid_from < event.effective_on < ANCHOR
    assert in_force(COUNCIL, second.valid_from - DAY) == [1]
    assert in_force(COUNCIL, event.effective_on - DAY) == [2]
    assert in_force(COUNCIL, ANCHOR) == []


def test_second_version_of_the_shared_text_changes_a_section_and_adds_one():
    first, second = shared(1), shared(2)
    texts = [
        {each.key: each.html for each in found.sections.present()} for found in (first, second)
    ]

    assert set(texts[1]) - set(texts[0]) == {"patientmedverkan"}
    assert {key for key, html in texts[0].items() if texts[1][key] != html} == {"kommunikation"}
    keys = list(texts[1])
    assert keys.index("patientmedverkan") == keys.index("arbetssatt") + 1
    assert second.decision.date < second.valid_from < ANCHOR - 14 * DAY
    assert not Edition.objects.filter(document=first.document, number__gt=2).exists()


def test_three_groups_have_the_second_version_and_the_others_are_behind():
    found = carriers(shared(1).document.shared_text, ANCHOR)
    numbers = {each.body.path: each.number(each.now) for each in found}

    assert {path for path, number in numbers.items() if number == 2} == set(WITH_SECOND)
    assert len(numbers) == 10
    assert set(numbers.values()) == {1, 2}
    assert {path for path in numbers if numbers[path] == 1} >= {GROUP}
    begun = {edition(path, 2).valid_from for path in WITH_SECOND}
    assert begun == {ANCHOR - 20 * DAY}
    assert len({edition(path, 2).decision for path in WITH_SECOND}) == 1


def test_later_versions_say_what_is_shared_and_why_what_is_not():
    group = origins(GROUP, 2)
    assert {key for key, told in group.items() if told == "egen"} == {"specifikt-uppdrag"}
    in_place = {"generellt-uppdrag", "arbetssatt", "rapportering"}
    assert {key for key, told in group.items() if told.startswith("Exempel: ")} == in_place
    assert set(group.values()) >= {"delad"}
    group = origins(GROUP, 3)
    assert {key for key, told in group.items() if told == "egen"} == {
        "specifikt-uppdrag",
        "lagesrapport",
    }
    assert {key for key, told in group.items() if told.startswith("Exempel: ")} == {
        *in_place,
        "sammansattning",
    }
    for number in (2, 3):
        area = origins(AREA, number)
        assert "delad" not in area.values()
        assert area["specifika-regionala-uppdrag"] == "egen"
        assert area["regionalt-uppdrag"].startswith("Exempel: ")
    council = origins(COUNCIL, 2)
    assert council.pop("principer") == "delad"
    assert [told.startswith("Exempel: ") for told in council.values()] == [True, True]


def test_groups_with_the_second_version_have_it_whole_but_for_one_section_of_one():
    for path in WITH_SECOND:
        told = origins(path, 2)
        own = {key: why for key, why in told.items() if why != "delad"}
        assert list(told) == [*order(path, 1)[:5], "patientmedverkan", *order(path, 1)[5:]]
        if path.endswith("patientsakerhet"):
            assert own.pop("sammansattning").startswith("Exempel: ")
            assert "Exempel: " in html(path, 2, "specifikt-uppdrag")
        else:
            assert "inte publicerat ännu" in html(path, 2, "specifikt-uppdrag")
        assert own == {"specifikt-uppdrag": "egen"}


def test_loading_again_changes_nothing():
    events = EditionEvent.objects.count()

    assert load(["sydostra"], on=ANCHOR, demo=True, pdfs=False).writes == 0
    assert EditionEvent.objects.count() == events

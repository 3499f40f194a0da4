"""Sections that a file takes from a shared text: what is written down, and every way to say it
wrong."""

import datetime

import pytest

from documents.models import Document, Edition, Section, SharedPart, SharedText
from portal.loading import FixtureError, load
from tests.portal.edition_files import BODIES

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 2, 6)
SHARED = """
[[documents.sharedtext]]
slug = "raden"
name = "Gemensamt uppdrag för råden"
body_kind = "rad"

[[documents.document]]
kind = "shared_text"
owner = "grupper/tre"
shared_text = "raden"
source = "000"

[[documents.edition]]
document = {kind = "shared_text", owner = "grupper/tre", shared_text = "raden"}
number = 1
title = "Gemensamt uppdrag för råden"
source = "000"

[[documents.edition.section]]
key = "uppgift"
heading = "Uppgift"
html = "<p>Råden ska göra lika.</p>"

[[documents.edition.section]]
key = "moten"
heading = "Möten"
html = "<p>Råden möts varje månad.</p>"
note = "Rubriken är vår."
"""
SECOND = """
[[documents.edition]]
document = {kind = "shared_text", owner = "grupper/tre", shared_text = "raden"}
number = 2
title = "Gemensamt uppdrag för råden"
decision = {body = "rad/ett", date = 2025-12-03}
valid_from = 2026-01-01
change_note = "Färre möten."
source = "demo"

[[documents.edition.section]]
key = "moten"
heading = "Möten"
html = "<p>Råden möts varje kvartal.</p>"
"""
COMMISSION = """
[[documents.document]]
kind = "commission"
owner = "rad/ett"
source = "000"

[[documents.edition]]
document = {kind = "commission", owner = "rad/ett"}
number = 1
title = "Uppdrag till rådet Ett"
source = "000"
state = "published"

[[documents.edition.section]]
key = "uppgift"
taken_from = {text = "raden", number = 1}

[[documents.edition.section]]
key = "eget"
heading = "Eget"
html = "<p>Rådet Ett ska göra mer.</p>"

[[documents.edition.section]]
key = "motet"
html = "<p>Rådet Ett möts varje vecka.</p>"
taken_from = {text = "raden", number = 1, key = "moten"}
own_reason = "Arbetet är i sin början."
"""
EVERY = """
[[documents.document]]
kind = "commission"
owner = {each = "rad", besides = ["rad/ett"]}
source = "000"
"""
DRAFT = COMMISSION.replace('state = "published"', 'state = "draft"')


@pytest.fixture
def files(tmp_path, settings):
    """Writes a set `prov` with the given texts, and loads it."""
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "fixtures" / "prov"
    folder.mkdir(parents=True)

    def loading(*texts):
        (folder / "10-organ.toml").write_text(BODIES, encoding="utf-8")
        (folder / "20-dokument.toml").write_text("\n".join(texts), encoding="utf-8")
        return load(["prov"], on=ON, pdfs=False)

    return loading


def faults(files, *texts) -> list[str]:
    with pytest.raises(FixtureError) as caught:
        files(*texts)
    return [str(each) for each in caught.value.faults]


def parts() -> list[tuple]:
    rows = SharedPart.objects.order_by("section__edition__number", "section__position")
    return list(rows.values_list("section__key", "shared__key", "own_reason"))


def test_taken_section_has_the_words_of_the_shared_one(files):
    files(COMMISSION, SHARED)

    rows = Section.objects.filter(edition__document__kind="commission").order_by("position")
    assert list(rows.values_list("key", "heading", "html", "note")) == [
        ("uppgift", "Uppgift", "<p>Råden ska göra lika.</p>", ""),
        ("eget", "Eget", "<p>Rådet Ett ska göra mer.</p>", ""),
        ("motet", "Möten", "<p>Rådet Ett möts varje vecka.</p>", ""),
    ]
    assert parts() == [
        ("uppgift", "uppgift", ""),
        ("motet", "moten", "Arbetet är i sin början."),
    ]
    assert files(COMMISSION, SHARED).writes == 0


def test_words_may_stand_in_the_file_too(files):
    whole = COMMISSION.replace(
        'key = "uppgift"\n',
        'key = "uppgift"\nheading = "Uppgift"\nhtml = "<p>Råden ska göra lika.</p>"\n',
    )
    files(SHARED, whole)

    assert ("uppgift", "uppgift", "") in parts()


def test_published_section_is_told_to_be_shared_afterwards(files):
    plain = COMMISSION.replace(
        'taken_from = {text = "raden", number = 1}\n',
        'heading = "Uppgift"\nhtml = "<p>Råden ska göra lika.</p>"\n',
    )
    plain = plain[: plain.index('taken_from = {text = "raden", number = 1, key')]
    plain = plain.replace('key = "motet"', 'key = "motet"\nheading = "Möten"')
    files(plain)
    assert parts() == []
    composed = plain.replace(
        'key = "uppgift"', 'key = "uppgift"\ntaken_from = {text = "raden", number = 1}'
    )

    report = files(composed, SHARED)

    assert parts() == [("uppgift", "uppgift", "")]
    assert report.created["documents.sharedpart"] == 1
    assert files(composed, SHARED).writes == 0
    # Why a text is own is public, and can't be said of what is published already.
    own = composed + (
        'taken_from = {text = "raden", number = 1, key = "moten"}\nown_reason = "Ett skäl."\n'
    )
    assert any(
        "kan bara sägas när versionen läses in" in each for each in faults(files, own, SHARED)
    )
    assert parts() == [("uppgift", "uppgift", "")]


WRONG = [
    ('taken_from = {text = "raden", number = 1}', 'taken_from = "raden"', "Skriv från vilken text"),
    ("number = 1}", 'number = "1"}', "Skriv från vilken text"),
    ('{text = "raden", number = 1}', '{text = "raden"}', "Skriv från vilken text"),
    ('{text = "raden", number = 1}', '{txt = "raden", number = 1}', "Skriv från vilken text"),
    (
        '{text = "raden", number = 1}',
        '{text = "ronden", number = 1}',
        "ingen gemensam text med adressen ronden. Välj en av: raden.",
    ),
    (
        '{text = "raden", number = 1}',
        '{text = "raden", number = 7}',
        "raden har ingen publicerad version 7. Välj en av: 1, 2.",
    ),
    (
        'key = "uppgift"\n',
        'key = "uppgifter"\n',
        "raden har inget avsnitt uppgifter. Välj ett av: uppgift, moten.",
    ),
    (
        'key = "uppgift"\n',
        'key = "uppgift"\nhtml = "<p>Råden ska göra olika.</p>"\n',
        "Avsnittet har andra ord än det gemensamma.",
    ),
    (
        'key = "uppgift"\n',
        'key = "uppgift"\nlevel = 2\n',
        "Avsnittet har andra ord än det gemensamma.",
    ),
    (
        'key = "eget"\n',
        'key = "eget"\nown_reason = "Vi vill."\n',
        "Skriv också i taken_from vilket gemensamt avsnitt",
    ),
    ('html = "<p>Rådet Ett möts varje vecka.</p>"\n', "", "Skriv den i html."),
    ('"Arbetet är i sin början."', '"   "', "Skriv skälet som en mening"),
    ('"Arbetet är i sin början."', "3", "Skriv skälet som en mening"),
    ("Arbetet är i sin början.", "Skäl. " * 60 + "Slut.", "som mest 300 tecken"),
    ("Arbetet är i sin början.", "Enligt 19121212-1212.", "personnummer"),
    (
        '{text = "raden", number = 1, key = "moten"}',
        '{text = "raden", number = 2, key = "moten"}',
        "ur både version 1 och 2 av samma gemensamma text",
    ),
    (
        '{text = "raden", number = 1, key = "moten"}',
        '{text = "raden", number = 1, key = "uppgift"}',
        "Avsnittet uppgift är redan taget ur det gemensamma avsnittet uppgift",
    ),
]


@pytest.mark.parametrize(("was", "becomes", "says"), WRONG)
def test_what_is_said_wrong_of_a_shared_text_is_told_and_nothing_is_loaded(
    files, was, becomes, says
):
    assert was in COMMISSION

    told = faults(files, COMMISSION.replace(was, becomes, 1), SHARED, SECOND)

    assert [each for each in told if says in each], told
    assert all(
        each.startswith("fixtures/prov/20-dokument.toml, documents.section nr") for each in told
    )
    assert not any("Databasen säger nej" in each for each in told)
    for model in (SharedText, Document, Edition, SharedPart):
        assert not model.objects.exists()


def test_all_that_is_wrong_is_told_at_once(files):
    wrong = COMMISSION.replace("Arbetet är i sin början.", " ").replace('"uppgift"', '"uppdrag"')

    told = faults(files, wrong, SHARED)

    assert len(told) == 2


def test_shared_text_takes_nothing_from_another(files):
    taking = SECOND.replace(
        'key = "moten"', 'key = "moten"\ntaken_from = {text = "raden", number = 1}'
    )

    assert "En gemensam text kan inte ta avsnitt ur en annan." in faults(files, SHARED, taking)[0]


def test_version_of_a_shared_text_that_is_not_published_cannot_be_taken_from(files):
    draft = SHARED.replace("number = 1\n", 'number = 1\nstate = "draft"\n')

    told = faults(files, COMMISSION, draft)

    assert "raden har ingen publicerad version 1. Lägg till versionen, publicerad." in told[0]


def test_shared_text_of_an_unknown_kind_is_told(files):
    told = faults(files, SHARED.replace('body_kind = "rad"', 'body_kind = "styrelse"'))

    assert any("fältet body_kind" in each and "styrelse" in each for each in told)


def test_text_that_only_some_of_a_kind_share_leaves_out_the_others(files):
    files(EVERY)

    assert list(Document.objects.values_list("owner__path", flat=True)) == ["rad/tva"]


@pytest.mark.parametrize("besides", ['["rad/sju"]', '["grupper/tre"]', '"rad/sju"', "[7]"])
def test_body_left_out_that_is_none_of_the_kind_is_told(files, besides):
    told = faults(files, EVERY.replace('["rad/ett"]', besides))

    assert len(told) == 1
    assert "men inget sådant organ har slaget rad" in told[0]
    assert not Document.objects.exists()


def test_draft_is_left_to_those_who_work_on_it(files):
    files(SHARED, DRAFT)
    part = SharedPart.objects.get(section__key="motet")
    part.own_reason = "Någon har skrivit ett bättre skäl."
    part.save()
    SharedPart.objects.get(section__key="uppgift").delete()
    section = Section.objects.get(key="uppgift", edition__document__kind="commission")
    section.html = "<p>Någon skriver på det här.</p>"
    section.save()

    assert files(SHARED, DRAFT).writes == 0
    assert parts() == [("motet", "moten", "Någon har skrivit ett bättre skäl.")]


def test_published_part_that_the_file_tells_otherwise_is_refused(files):
    files(SHARED, COMMISSION)

    told = faults(files, SHARED, COMMISSION.replace("Arbetet är i sin början.", "Ett annat skäl."))

    assert len(told) == 1
    assert "eget av ett annat skäl. Lägg till en ny version" in told[0]

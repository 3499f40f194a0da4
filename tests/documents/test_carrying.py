"""Who has which version of a shared text, and who says which sentence."""

import datetime

import pytest

from documents.carrying import carriers, carriers_of_sentences, sentences
from tests import factories

from .renewing import own
from .sharing import draft_for, published_for, shared_text, version

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 2, 6)


def test_sentences_and_points_are_told_one_by_one():
    html = "<p>Första. Andra!\nTredje?</p><ul><li>En punkt</li><li>en\ntill</li></ul>"
    assert sentences(html) == ["Första.", "Andra!", "Tredje?", "En punkt", "en till"]


@pytest.fixture
def bodies():
    kind = factories.kind("samverkansgrupp")
    return {name: factories.body(name, of=kind) for name in ("Ö", "A", "B", "C", "D")}


@pytest.fixture
def text(bodies):
    text = shared_text("Syfte", "Medel")
    published_for(bodies["A"], text, valid_from="2026-01-15")
    published_for(bodies["B"], text, valid_from="2026-01-15")
    version(text, "Syfte", "Medel", syfte="<p>Nya ord.</p>", valid_from="2026-01-20")
    published_for(bodies["B"], text, valid_from="2026-02-01")
    published_for(bodies["C"], text, valid_from="2026-03-01")
    draft_for(bodies["D"], text)
    return text


def test_each_body_of_the_kind_is_told_with_what_it_has(text):
    found = {
        each.body.name: tuple(each.number(one) for one in (each.now, each.coming, each.draft))
        for each in carriers(text, ON)
    }
    assert list(found) == ["A", "B", "C", "D", "Ö"]
    assert found == {
        "A": (1, None, None),
        "B": (2, None, None),
        "C": (None, 2, None),
        "D": (None, None, 2),
        "Ö": (None, None, None),
    }


def test_who_is_behind_follows_from_what_is_under_way_too(text):
    newest = text.document.editions.get(number=2)
    behind = [each.body.name for each in carriers(text, ON) if each.is_behind(newest)]
    assert behind == ["A", "Ö"]


def test_own_words_and_what_is_left_out_are_told(bodies):
    text = shared_text("Syfte", "Medel", "Form")
    draft = draft_for(bodies["A"], text)
    own(draft, "medel", "Vi är få.")
    found = next(each for each in carriers(text, ON) if each.body == bodies["A"])
    assert found.of(found.draft).own == [("medel", "Medel", "Vi är få.")]
    assert found.of(found.draft).left_out == []
    section = draft.sections.get(key="form")
    section.removed = True
    section.save()
    found = next(each for each in carriers(text, ON) if each.body == bodies["A"])
    assert found.of(found.draft).left_out == ["Form"]


def test_a_sentence_is_found_wherever_it_is_said(text):
    section = text.document.editions.get(number=2).sections.get(key="syfte")
    told = carriers_of_sentences(section, carriers(text, ON))
    assert [(what, [each.body.name for each in who]) for what, who in told] == [("Nya ord.", ["B"])]
    older = text.document.editions.get(number=1).sections.get(key="syfte")
    told = carriers_of_sentences(older, carriers(text, ON))
    assert [(what, [each.body.name for each in who]) for what, who in told] == [
        ("Gemensamt om syfte.", ["A"])
    ]


def test_who_has_what_is_asked_in_as_many_queries_for_many(text, django_assert_num_queries):
    with django_assert_num_queries(8):
        carriers(text, ON)
    kind = text.body_kind
    for _ in range(5):
        draft_for(factories.body(of=kind), text)
    with django_assert_num_queries(8):
        carriers(text, ON)

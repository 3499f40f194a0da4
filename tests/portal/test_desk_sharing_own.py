"""A commission's own way in a section: out of the shared text with a reason, and back."""

import json

import pytest

from documents import actions
from tests import factories as make
from tests.documents.sharing import told

from .sharing import (
    at_edition,
    at_text,
    draft_for,
    group,
    own,
    published_for,
    second_version,
    text_of,
    text_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    make.healthcare_region()
    return make.user("Skriv", last_name="Exempelsson")


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def text(writer):
    return text_with([])


@pytest.fixture
def draft(text):
    return draft_for(group("Alfa"), text)


def card(page: str, key: str) -> str:
    return page.split(f'<article class="card" id="{key}"')[1].split("</article>")[0]


def test_a_draft_says_of_each_section_where_it_is_from(desk, text, draft, writer):
    own(draft, "mer", writer, "Vi har färre.")
    draft.refresh_from_db()
    actions.add_section(draft, by=writer, revision=draft.revision, heading="Vårt", level=1)
    page = text_of(desk.get(draft.desk_url))
    shared, ours, added = card(page, "syfte"), card(page, "mer"), card(page, "vart")
    assert "Gemensam text, version 1" in shared
    assert at_text(text, "shared_section", 1, "syfte") in shared
    assert at_edition(draft, "make_own", key="syfte") in shared
    assert "Redigera" not in shared
    assert "Ta bort" not in shared
    assert "Egen text i stället för den gemensamma: Vi har färre." in ours
    assert "Redigera" in ours
    assert at_edition(draft, "make_shared", key="mer") in ours
    assert "Egen text</p>" in added
    assert "Ta bort" in added


def test_an_edition_without_shared_parts_says_nothing_of_them(desk):
    page = text_of(desk.get(make.edition().desk_url))
    assert "Egen text" not in page
    assert "Gör egen" not in page


def test_the_form_of_a_shared_section_shows_its_text_and_the_ways(desk, draft):
    page = text_of(desk.get(at_edition(draft, "section", key="syfte")))
    assert "Gemensamt om syfte." in page
    assert at_edition(draft, "make_own", key="syfte") in page
    assert "<textarea" not in page


def test_what_is_written_in_a_shared_section_is_refused_and_kept_in_sight(desk, draft):
    address = at_edition(draft, "section", key="syfte")
    given = {"heading": "Syfte", "level": "1", "text": "Mina egna ord.", "revision": "2"}
    given["revision"] = str(draft.sections.get(key="syfte").revision)
    page = text_of(desk.post(address, given), 400)
    assert "gemensamt med andra organ" in page
    assert "Mina egna ord.</textarea>" in page
    assert "Gör egen" in page
    answer = desk.post(address, given, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert "gemensamt med andra organ" in json.loads(answer.content)["status"]
    assert draft.sections.get(key="syfte").html == "<p>Gemensamt om syfte.</p>"


def test_a_section_that_was_made_shared_meanwhile_is_refused_and_the_words_kept(
    desk, draft, writer
):
    own(draft, "syfte", writer)
    section = draft.sections.get(key="syfte")
    given = {"heading": "Syfte", "level": "1", "text": "Mina egna ord."}
    given["revision"] = str(section.revision)
    actions.make_shared(draft, "syfte", by=make.user(), revision=draft.revision)
    page = text_of(desk.post(at_edition(draft, "section", key="syfte"), given), 400)
    assert "gemensamt med andra organ och ändras i den gemensamma texten" in page
    assert "Mina egna ord.</textarea>" in page
    assert told(draft) == ["syfte", "medel", "mer"]


def test_a_section_is_made_own_with_a_reason_and_opened(desk, draft, writer):
    address = at_edition(draft, "make_own", key="syfte")
    page = text_of(desk.get(address))
    assert "Skälet är offentligt" in page
    given = {"revision": draft.revision, "reason": "Vi har ett till."}
    answer = desk.post(address, given)
    assert answer["Location"] == at_edition(draft, "section", key="syfte")
    assert "<textarea" in text_of(desk.get(answer["Location"]))
    part = draft.sections.get(key="syfte").part
    assert part.own_reason == "Vi har ett till."
    assert part.history.first().history_user == writer
    # Again, as after a second click.
    page = text_of(desk.get(address))
    assert "Avsnittet har redan egen text." in page
    draft.refresh_from_db()
    text_of(desk.post(address, given | {"revision": draft.revision}), 400)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Skriv varför texten ska vara egen."),
        ("   ", "Skriv varför texten ska vara egen."),
        ("Se 19121212-1212.", "personnummer"),
        ("x" * 301, 'id="id_reason_error"'),
    ],
)
def test_a_reason_that_cannot_stand_is_refused(desk, draft, reason, said):
    address = at_edition(draft, "make_own", key="syfte")
    page = text_of(desk.post(address, {"revision": draft.revision, "reason": reason}), 400)
    assert said in page
    assert reason.strip() in page
    assert told(draft) == ["syfte", "medel", "mer"]


@pytest.mark.parametrize("revision", ["", "0", "x"])
def test_a_draft_that_changed_meanwhile_is_left_alone(desk, draft, writer, revision):
    address = at_edition(draft, "make_own", key="syfte")
    answer = desk.post(address, {"revision": revision, "reason": "Ett gott skäl."})
    page = answer.content.decode()
    assert answer.status_code in (400, 409)
    assert "Ett gott skäl." in page
    assert told(draft) == ["syfte", "medel", "mer"]
    own(draft, "syfte", writer)
    answer = desk.post(at_edition(draft, "make_shared", key="syfte"), {"revision": revision})
    assert "Inget har ändrats" in text_of(answer, 409)
    assert told(draft) == ["!syfte", "medel", "mer"]


def test_the_shared_text_is_taken_back_after_a_look_at_both(desk, draft, writer):
    own(draft, "syfte", writer, "Vi har fler.")
    section = draft.sections.get(key="syfte")
    actions.save_section(
        draft,
        "syfte",
        by=writer,
        revision=section.revision,
        heading="Syfte",
        level=1,
        html="<p>Våra ord om syfte.</p>",
    )
    address = at_edition(draft, "make_shared", key="syfte")
    page = text_of(desk.get(address))
    assert "Vi har fler." in page
    assert "<del>" in page
    draft.refresh_from_db()
    answer = desk.post(address, {"revision": draft.revision})
    assert answer["Location"] == f"{draft.desk_url}#syfte"
    assert told(draft) == ["syfte", "medel", "mer"]
    assert draft.sections.get(key="syfte").html == "<p>Gemensamt om syfte.</p>"
    page = text_of(desk.get(address))
    assert "Avsnittet har redan den gemensamma texten." in page
    draft.refresh_from_db()
    text_of(desk.post(address, {"revision": draft.revision}), 400)


@pytest.mark.parametrize("name", ["make_own", "make_shared"])
def test_a_section_that_has_nothing_to_do_with_a_shared_text_answers_404(desk, draft, writer, name):
    actions.add_section(draft, by=writer, revision=draft.revision, heading="Vårt", level=1)
    for key in ("vart", "finns-inte"):
        text_of(desk.get(at_edition(draft, name, key=key)), 404)
        text_of(desk.post(at_edition(draft, name, key=key)), 404)


def test_a_published_commission_is_not_made_own(desk, text):
    published = published_for(group(), text)
    address = at_edition(published, "make_own", key="syfte")
    assert "publicerad" in text_of(desk.get(address))
    given = {"revision": published.revision, "reason": "Ett skäl."}
    text_of(desk.post(address, given), 400)
    assert told(published) == ["syfte", "medel", "mer"]


def test_a_published_commission_with_an_older_text_leads_to_a_new_version(desk, text):
    published = published_for(group(), text)
    second_version(text)
    page = text_of(desk.get(published.desk_url))
    assert "Uppdraget har version 1 av" in page
    assert "Börja på en ny version med version 2 av texten" in page
    draft_for(published.document.owner, text)
    # The draft has it, so the published one says nothing more.
    assert "Version 2 finns." not in text_of(desk.get(published.desk_url))


def test_the_shared_sections_are_compared_with_the_newest_version(desk, text, draft, writer):
    own(draft, "mer", writer, "Vi har färre.")
    second_version(text)
    address = at_edition(draft, "compare_shared")
    page = text_of(desk.get(address, {"text": text.slug}))
    assert "1 avsnitt ändrat, 1 nytt, 1 struket" in page
    assert "Vi har färre." in page
    text_of(desk.get(address, {"text": "finns-inte"}), 404)
    text_of(desk.get(address), 404)
    other = make.edition()
    text_of(desk.get(at_edition(other, "compare_shared"), {"text": text.slug}), 404)


def test_the_preview_marks_what_is_shared_as_the_public_will_see_it(desk, text, draft):
    page = text_of(desk.get(f"{draft.desk_url}forhandsgranska/"))
    assert "Gemensam text för" in page
    assert "gemensam för alla" in page or "gemensamma för alla" in page

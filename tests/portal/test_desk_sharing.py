"""The workspace's pages about shared texts: which there are, who has which, who says what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import actions
from documents.models import Document, Edition, SharedText
from tests import factories as make
from tests.documents.sharing import told
from tests.prepared import know_the_tables

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


def queries(desk, address) -> int:
    with CaptureQueriesContext(connection) as caught:
        text_of(desk.get(address))
    return len(caught)


def test_without_any_text_the_list_says_what_to_do(desk):
    page = text_of(desk.get(reverse("desk_sharing")))
    assert "Det finns ingen gemensam text ännu." in page
    assert reverse("desk_new_shared") in page


def test_the_list_counts_who_has_which_version_in_force(desk):
    bodies = [group() for _ in range(3)]
    text = text_with(bodies[:2])
    second_version(text)
    draft = draft_for(bodies[0], text)
    make.take_all_steps(draft, valid_from="2026-02-02")
    page = text_of(desk.get(reverse("desk_sharing")))
    assert "Av 3: 1 har version 2, 1 har version 1, 1 har ingen" in page
    assert page.count("Version 2</a>") == 1


def test_a_new_text_begins_with_a_draft_of_its_own(desk, writer):
    kind, owner = make.kind("samverkansgrupp"), make.body("Nämnden")
    given = {
        "name": "Gemensamt uppdrag för grupper",
        "body_kind": kind.pk,
        "owner": owner.pk,
        "commission_title": "Uppdrag för {name}",
    }
    answer = desk.post(reverse("desk_new_shared"), given)
    text = SharedText.objects.get()
    edition = Edition.objects.get()
    assert answer["Location"] == edition.desk_url
    assert (text.slug, text.name) == ("gemensamt-uppdrag-for-grupper", given["name"])
    assert edition.document.owner == owner
    assert edition.author == writer
    assert text.history.get().history_user == writer
    page = text_of(desk.get(edition.desk_url))
    assert "Gemensam text, version 1, utkast" in page
    # The way back leads to the shared texts.
    trail = page.split('aria-label="Du är här"')[1].split("</nav>")[0]
    assert reverse("desk_sharing") in trail
    assert text.desk_url in trail
    assert reverse("desk_commissions") not in trail
    assert 'aria-current="page">Gemensamma texter</a>' in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Skriv vad den gemensamma texten ska heta."),
        ({"body_kind": ""}, "Välj vilka organ som ska dela texten."),
        ({"owner": "0"}, "Välj ett av organen i listan."),
        ({"commission_title": "Uppdrag"}, "Skriv {name} där organets namn ska stå"),
        ({"name": "Upptagen"}, "finns redan"),
    ],
)
def test_a_new_text_is_refused_at_its_field(desk, values, said):
    kind, owner = make.kind("samverkansgrupp"), make.body()
    SharedText.objects.create(slug="upptagen", name="Upptagen", body_kind=kind)
    given = {
        "name": "Ny",
        "body_kind": kind.pk,
        "owner": owner.pk,
        "commission_title": "Uppdrag för {name}",
    }
    page = text_of(desk.post(reverse("desk_new_shared"), given | values), 400)
    assert said in page
    assert f'id="id_{next(iter(values))}_error"' in page
    assert SharedText.objects.count() == 1
    assert not Document.objects.exists()


def test_two_texts_whose_names_are_alike_get_addresses_of_their_own(writer):
    for name in ("Ny", "Grupper: mål", "Grupper – mål"):
        text = SharedText(name=name, body_kind=make.kind("samverkansgrupp"))
        actions.found_shared_text(text, make.body(), by=writer, at=make.NOW)
    slugs = set(SharedText.objects.values_list("slug", flat=True))
    assert slugs == {"ny-2", "grupper-mal", "grupper-mal-2"}


def test_a_new_version_of_a_text_is_begun_once(desk):
    text = text_with([])
    for _ in range(2):
        answer = desk.post(at_text(text, "start_shared"))
        assert answer["Location"] == Edition.objects.open().get().desk_url


def test_the_page_of_a_text_tells_who_has_what(desk, writer):
    one, two, three = group("Alfa"), group("Beta"), group("Gamma")
    text = text_with([one])
    draft = own(draft_for(two, text), "mer", writer, "Vi har färre.")
    actions.take_out_section(
        own(draft, "medel", writer), "medel", by=writer, revision=refreshed(draft).revision
    )
    second_version(text)
    page = text_of(desk.get(at_text(text)))
    table = page.split("Vem har vilken version")[1]
    rows = {name: table.split(f">{name}</a>")[1].split("</tr>")[0] for name in ("Alfa", "Beta")}
    assert "har text 1" in rows["Alfa"]
    assert "Har inte version 2" in rows["Alfa"]
    assert "”Mer”: Vi har färre." in rows["Beta"]
    assert "Har inte med ”Medel”" in rows["Beta"]
    assert "Har inte texten" in table.split(f">{three.names.get().name}</a>")[1]


def refreshed(edition):
    edition.refresh_from_db()
    return edition


def test_the_page_of_a_text_tells_what_changes_for_whom(desk, writer):
    one, two = group("Alfa"), group("Beta")
    group("Gamma")
    text = text_with([one])
    own(draft_for(two, text), "syfte", writer)
    second = second_version(text)
    page = text_of(desk.get(at_text(text)))
    said = {
        name: page.split(f">{name}</label>")[1].split("</div>")[0]
        for name in ("Alfa", "Beta", "Gamma")
    }
    assert "1 avsnitt ändras, 1 avsnitt tillkommer, 1 avsnitt försvinner." in said["Alfa"]
    # Beta has its own words in the section that changes.
    assert "1 avsnitt tillkommer, 1 avsnitt försvinner." in said["Beta"]
    assert "ändras" not in said["Beta"]
    assert "Har redan ett" in said["Beta"]
    assert "3 avsnitt tillkommer. Får sitt första utkast." in said["Gamma"]
    assert page.count('name="organ"') == 3
    assert page.count(" checked") == 3
    assert at_edition(second, "compare") in page
    assert at_text(text, "shared_reads", 2, one.path) in page


def test_what_is_foretold_is_what_is_done(desk, writer):
    """The sections said to be new, changed and gone are those of the draft that is made."""
    one = group("Alfa")
    text = text_with([])
    first = make.edition(make.document(one), "Vårt eget.")
    make.section(first, "hemma", heading="Syfte", html="<p>Gemensamt om syfte.</p>")
    published = make.take_all_steps(first, valid_from="2026-01-10")
    assert told(published) == ["+avsnitt-1", "+hemma"]
    page = text_of(desk.get(at_text(text)))
    # One of the three reads the same already.
    assert "2 avsnitt tillkommer." in page
    # Its own words may say the same as the shared ones: someone is to read it first.
    assert "Har ett uppdrag utan den gemensamma texten." in page
    assert " checked" not in page
    reads = text_of(desk.get(at_text(text, "shared_reads", 1, one.path)))
    assert "2 avsnitt nya" in reads
    draft = draft_for(one, text)
    assert told(draft) == ["+avsnitt-1", "syfte", "medel", "mer"]


def test_a_section_that_is_new_and_has_an_own_ones_name_can_be_compared(desk):
    one = group()
    text = text_with([])
    first = make.edition(make.document(one))
    make.section(first, "mer", heading="Mer", html="<p>Vårt.</p>")
    make.take_all_steps(first, valid_from="2026-01-10")
    page = text_of(desk.get(at_text(text, "shared_reads", 1, one.path)))
    assert "Gemensamt om mer." in page


def test_those_that_cannot_are_told_with_why(desk, writer):
    submitted, ended, elsewhere = group("Alfa"), group("Beta"), group("Gamma")
    text = text_with([ended])
    draft = draft_for(submitted, text)
    actions.submit(draft, by=writer, at=make.NOW, seen=seen(draft))
    ended.end = make.NOW.date()
    ended.save()
    document = make.document(make.body("Delta"))
    document.links.create(body=elsewhere)
    second_version(text)
    page = text_of(desk.get(at_text(text)))
    # A body that has ended is concerned by nothing more.
    assert "Beta" not in page
    cannot = page.split("Går inte nu")[1].split("</ul>")[0]
    assert "Version 1 är skickad till beslut. Skicka tillbaka den" in cannot
    assert "gemensam med ett annat organ" in cannot
    assert page.count('name="organ"') == 0


def seen(edition):
    return actions.locking.fingerprint(refreshed(edition))


def test_a_text_that_was_withdrawn_is_nothing_to_take_from(desk):
    text = text_with([group()])
    make.withdrawal(text.document.editions.get(), "2026-02-01")
    page = text_of(desk.get(at_text(text)))
    assert "Ingen version att ta del av" in page
    text_of(desk.get(at_text(text, "shared_drafts", 1)), 404)


def test_reading_as_it_would_be_says_what_stands_in_the_way(desk, writer):
    one = group("Alfa")
    text = text_with([one])
    page = text_of(desk.get(at_text(text, "shared_reads", 1, one.path)))
    assert "Uppdraget har redan den här versionen, eller en nyare." in page
    second_version(text)
    page = text_of(desk.get(at_text(text, "shared_reads", 2, one.path)))
    assert "Andra" in page
    assert "Gör utkastet" in page
    draft = draft_for(one, text, number=1)
    actions.submit(draft, by=writer, at=make.NOW, seen=seen(draft))
    page = text_of(desk.get(at_text(text, "shared_reads", 2, one.path)))
    assert "skickad till beslut" in page
    assert "Gör utkastet" not in page


def test_each_sentence_tells_who_says_it(desk, writer):
    one, two, three = group("Alfa"), group("Beta"), group("Gamma")
    text = text_with([one])
    draft = own(draft_for(two, text), "syfte", writer, "Vi har fler.")
    section = draft.sections.get(key="syfte")
    actions.save_section(
        draft,
        "syfte",
        by=writer,
        revision=section.revision,
        heading="Syfte",
        level=1,
        html="<p>Gemensamt om syfte. Och mer.</p>",
    )
    make.take_all_steps(refreshed(draft), valid_from="2026-01-20")
    make.published(make.document(three), "Annat.")
    page = text_of(desk.get(at_text(text, "shared_section", 1, "syfte")))
    first = page.split("<q>Gemensamt om syfte.</q>")[1].split("</li>")[0]
    assert "2 av 3" in first
    assert "Alfa" in first
    assert "Beta" in first
    assert "Vi har fler." in page.split("Har egna ord")[1]
    assert "Gamma" in page.split("Har inte den gemensamma texten")[1]
    second_version(text)
    page = text_of(desk.get(at_text(text, "shared_section", 2, "syfte")))
    assert "Inget uppdrag som gäller" in page
    assert "version 1" in page.split("Har en annan version")[1]
    text_of(desk.get(at_text(text, "shared_section", 2, "medel")), 404)


def test_who_left_a_section_out_is_told(desk, writer):
    one = group("Alfa")
    text = text_with([])
    draft = own(draft_for(one, text), "medel", writer)
    actions.take_out_section(draft, "medel", by=writer, revision=draft.revision)
    make.take_all_steps(refreshed(draft), valid_from="2026-01-20")
    page = text_of(desk.get(at_text(text, "shared_section", 1, "medel")))
    assert "Alfa" in page.split("Har inte med avsnittet")[1]


def test_commissions_and_overview_tell_who_lags_behind(desk):
    one, two = group("Alfa"), group("Beta")
    text = text_with([one, two])
    page = text_of(desk.get(reverse("desk_commissions")))
    assert "den gemensamma texten, version" not in page
    second_version(text)
    page = text_of(desk.get(reverse("desk_commissions")))
    said = "Version 1 av den gemensamma texten, version 2 finns"
    assert page.count(said) == 2
    page = text_of(desk.get(reverse("desk")))
    assert "För in den nya versionen i 2 uppdrag" in page
    draft_for(one, text)
    assert text_of(desk.get(reverse("desk_commissions"))).count(said) == 1


def test_a_new_body_begins_with_the_text_of_its_kind(desk):
    one = group(path="grupper/ny")
    text = text_with([])
    desk.post(reverse("desk_start"), {"body": one.path})
    draft = one.documents.get().editions.get()
    assert told(draft) == ["syfte", "medel", "mer"]
    assert draft.title == f"Uppdragsbeskrivning för {one.names.get().name}"
    assert draft.sections.first().part.shared.edition.document == text.document


def test_starting_with_the_newest_version_of_a_text(desk):
    one = group(path="grupper/ett")
    text = text_with([one])
    second_version(text)
    desk.post(reverse("desk_start"), {"body": one.path, "text": text.slug})
    draft = one.documents.get().editions.open().get()
    assert told(draft) == ["syfte", "mer", "nytt"]
    answer = desk.post(reverse("desk_start"), {"body": one.path, "text": "finns-inte"})
    text_of(answer, 404)


def test_the_pages_ask_as_often_for_three_bodies_as_for_twenty(desk, writer):
    def fill(number):
        for _ in range(number):
            one = group()
            published_for(one, text, number=1)
            draft = draft_for(one, text, number=1)
            actions.comment(
                draft, "medel", by=writer, at=make.NOW, token=f"t{draft.pk}", text="Varför?"
            )
        know_the_tables()

    text = text_with([])
    second = None
    pages = [
        reverse("desk_sharing"),
        reverse("desk_commissions"),
        at_text(text),
        at_text(text, "shared_section", 1, "syfte"),
        at_text(text, "together", 1),
    ]
    found = []
    for number in (3, 17):
        fill(number)
        second = second or second_version(text)
        draft_for(group(), text)
        draft_for(group(), text)
        first = queries(desk, reverse("desk"))
        found.append([first, *(queries(desk, each) for each in pages)])
    assert found[0] == found[1]
    # The first page gathers every kind of task and finding (test_workspace_queries).
    assert first <= 60
    assert max(found[0][1:]) <= 26


@pytest.mark.parametrize("name", ["shared", "start_shared"])
def test_a_text_that_is_not_there_answers_404(desk, name):
    address = reverse(f"desk_{name}", args=["finns-inte"])
    text_of(desk.post(address) if name.startswith("start") else desk.get(address), 404)

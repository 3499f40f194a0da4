"""Drafts for many commissions, some at a time: interrupted, refused, asked twice."""

import pytest
from django.test import Client

from documents import actions
from documents.models import Edition, SharedPart
from portal.views.desk.renewing import AT_ONCE
from tests import factories as make
from tests.documents.sharing import told

from .sharing import (
    at_edition,
    at_text,
    draft_for,
    group,
    open_draft,
    own,
    second_version,
    text_of,
    text_with,
)

pytestmark = pytest.mark.django_db
NEW = ["syfte", "mer", "nytt"]


@pytest.fixture
def writer():
    make.healthcare_region()
    return make.user("Skriv", last_name="Exempelsson")


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def begin(desk, text, bodies, number=2, **more):
    given = {"borja": "1", "organ": [each.pk for each in bodies]} | more
    return desk.post(at_text(text, "shared_drafts", number), given)


def go_on(desk, address):
    """Presses the page's button: posts what its form holds."""
    place, _, query = address.partition("?")
    fields = [each.split("=") for each in query.split("&")]
    given: dict = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    return desk.post(place, given)


def made(text) -> int:
    parts = SharedPart.objects.filter(
        shared__edition__document__shared_text=text, shared__edition__number=2
    )
    return Edition.objects.open().filter(sections__part__in=parts).distinct().count()


def test_drafts_are_made_in_slices_until_all_are(desk):
    bodies = [group() for _ in range(2 * AT_ONCE + 1)]
    text = text_with(bodies[:3])
    second_version(text)
    answer = begin(desk, text, bodies)
    assert made(text) == AT_ONCE
    page = text_of(desk.get(answer["Location"]))
    assert f"{AT_ONCE} av {len(bodies)} utkast är gjorda" in page
    assert f'max="{len(bodies)}" value="{AT_ONCE}"' in page
    assert "Fortsätt" in page
    assert "data-goes-on" in page
    assert "progress.js" in page
    answer = go_on(desk, answer["Location"])
    assert made(text) == 2 * AT_ONCE
    answer = go_on(desk, answer["Location"])
    page = text_of(desk.get(answer["Location"]))
    assert made(text) == len(bodies)
    assert "Fortsätt" not in page
    assert at_text(text, "together", 2) in page
    assert {tuple(told(open_draft(each))) for each in bodies} == {tuple(NEW)}


def test_what_was_left_is_found_on_the_texts_page_and_nothing_is_made_twice(desk):
    bodies = [group() for _ in range(AT_ONCE + 2)]
    text = text_with([])
    second_version(text)
    address = begin(desk, text, bodies)["Location"]
    # Interrupted here: the page of the text knows what is left.
    page = text_of(desk.get(at_text(text)))
    assert page.count('name="organ"') == 2
    # The same form again, as after a reload or a second click.
    begin(desk, text, bodies)
    begin(desk, text, bodies)
    go_on(desk, address)
    assert Edition.objects.open().count() == len(bodies)
    assert Edition.objects.filter(document__kind="commission").count() == len(bodies)
    assert "Alla uppdrag som kan få version 2 har den" in text_of(desk.get(at_text(text)))


def test_looking_at_how_far_it_has_come_makes_nothing(desk):
    bodies = [group()]
    text = text_with([])
    for _ in range(2):
        page = text_of(
            desk.get(f"{at_text(text, 'shared_drafts', 1)}?organ={bodies[0].pk}&organ=x")
        )
        assert "0 av 1 utkast är gjorda" in page
        # Whoever was led here has chosen nothing: the page doesn't go on by itself.
        assert "data-goes-on" not in page
    assert open_draft(bodies[0]) is None
    # Without a body that the text is for there is nothing to tell.
    other = make.body().pk
    for query in ("", f"?organ={other}"):
        answer = desk.get(f"{at_text(text, 'shared_drafts', 1)}{query}")
        assert answer["Location"] == at_text(text)


def test_nothing_ticked_is_told(desk):
    text = text_with([group()])
    second_version(text)
    page = text_of(begin(desk, text, []), 400)
    assert "Kryssa för minst ett uppdrag." in page
    assert " checked" not in page


def test_one_that_is_refused_does_not_stop_the_others(desk, writer):
    one, two, three = group("Alfa"), group("Beta"), group("Gamma")
    text = text_with([])
    draft = draft_for(two, text)
    actions.submit(draft, by=writer, at=make.NOW, seen=seen(draft))
    second_version(text)
    page = text_of(desk.get(begin(desk, text, [one, two, three])["Location"]))
    assert "2 av 3 utkast är gjorda, 1 gick inte att göra" in page
    said = page.split("Gick inte att göra</h2>")[1]
    assert "Beta" in said
    assert "skickad till beslut" in said
    assert told(open_draft(one)) == told(open_draft(three)) == NEW
    assert told(open_draft(two)) == ["syfte", "medel", "mer"]


def seen(edition):
    edition.refresh_from_db()
    return actions.locking.fingerprint(edition)


def test_what_no_one_could_foresee_is_told_and_kept_until_one_begins_again(desk, monkeypatch):
    one, two = group("Alfa"), group("Beta")
    text = text_with([])
    begin_commission = actions.begin_commission

    def refusing(body, **values):
        if body.pk == one.pk:
            raise actions.Refused("Titeln är för lång.")
        return begin_commission(body, **values)

    monkeypatch.setattr("portal.views.desk.renewing.actions.begin_commission", refusing)
    address = begin(desk, text, [one, two], number=1)["Location"]
    page = text_of(desk.get(address))
    assert "1 av 2 utkast är gjorda, 1 gick inte att göra" in page
    assert "Titeln är för lång." in page
    assert "Fortsätt" not in page
    monkeypatch.undo()
    page = text_of(desk.get(begin(desk, text, [one, two], number=1)["Location"]))
    assert "2 av 2 utkast är gjorda." in page


def test_someone_elses_draft_gets_the_text_and_keeps_what_was_written_meanwhile(desk):
    one, other = group(), make.user()
    text = text_with([])
    draft = draft_for(one, text, by=other)
    second_version(text)
    page = text_of(desk.get(at_text(text)))
    assert f"av {other.get_full_name()}" in page
    # Written after the page was opened, before the drafts are made.
    draft.refresh_from_db()
    actions.add_section(
        draft, by=other, revision=draft.revision, heading="Vårt", level=1, after="syfte"
    )
    begin(desk, text, [one])
    assert told(open_draft(one)) == ["syfte", "+vart", "mer", "nytt"]
    assert open_draft(one).author == other


@pytest.fixture
def commented(writer):
    """A draft with an open remark on the section that goes away."""
    one = group("Alfa")
    text = text_with([])
    draft = draft_for(one, text)
    remark = actions.comment(draft, "medel", by=writer, at=make.NOW, token="a", text="Behövs det?")
    second_version(text)
    return text, one, draft, remark


def test_a_commented_section_asks_for_a_choice_before_anything_is_done(desk, commented):
    text, one, draft, remark = commented
    two = group("Beta")
    page = text_of(desk.get(at_text(text)))
    choice = f'name="val-{one.pk}-medel"'
    assert page.count(choice) == 2
    ticks = {each: f'id="organ-{each.pk}"' for each in (one, two)}
    assert " checked" not in page.split(ticks[one])[1].split(">")[0]
    assert " checked" in page.split(ticks[two])[1].split(">")[0]
    # It can't go while the remark is open, and the way to it is told.
    assert "disabled" in page.split(f'id="val-{one.pk}-medel-bort"')[1].split(">")[0]
    assert f'href="{draft.desk_url}#medel"' in page
    page = text_of(begin(desk, text, [one, two]), 400)
    assert "Alfa: Avsnittet ”Medel” finns inte i den nya versionen" in page
    assert page.count(" checked") == 2
    assert open_draft(two) is None
    answer = begin(desk, text, [one, two], **{f"val-{one.pk}-medel": "behall"})
    assert told(open_draft(one)) == ["syfte", "+medel", "mer", "nytt"]
    assert told(open_draft(two)) == NEW
    assert f"behall={one.pk}-medel" in answer["Location"]
    assert draft.comments.get().pk == remark.pk


def test_a_section_whose_comment_is_resolved_goes_unless_it_is_kept(desk, commented, writer):
    text, one, _, remark = commented
    actions.resolve(remark, by=writer, at=make.NOW)
    page = text_of(desk.get(at_text(text)))
    assert "disabled" not in page
    begin(desk, text, [one], **{f"val-{one.pk}-medel": "ta-bort"})
    assert told(open_draft(one)) == NEW


def test_a_comment_that_comes_while_drafts_are_made_stops_only_its_own(desk, writer):
    bodies = [group() for _ in range(AT_ONCE + 2)]
    text = text_with([])
    last = max(bodies, key=lambda each: each.names.get().name)
    draft = draft_for(last, text)
    second_version(text)
    address = begin(desk, text, bodies)["Location"]
    if told(draft) == NEW:
        pytest.fail("the commented draft ought to be among the last")
    actions.comment(draft, "medel", by=writer, at=make.NOW, token="a", text="Varför?")
    page = text_of(desk.get(go_on(desk, address)["Location"]))
    assert f"{len(bodies) - 1} av {len(bodies)} utkast är gjorda, 1 gick inte att göra" in page
    assert "Lös kommentaren, eller välj att behålla avsnittet" in page
    assert told(draft) == ["syfte", "medel", "mer"]


def test_one_draft_is_brought_to_the_newest_version(desk, commented, writer):
    text, _, draft, remark = commented
    own(draft, "mer", writer)
    page = text_of(desk.get(draft.desk_url))
    assert "Version 2 finns." in page
    assert f"{at_edition(draft, 'compare_shared')}?text={text.slug}" in page
    address = at_edition(draft, "renew")
    given = {"text": text.slug}
    page = text_of(desk.get(address, given))
    assert "Behåll det som eget avsnitt" in page
    page = text_of(desk.post(address, given), 400)
    assert "Inget har ändrats" in page
    assert "Lös kommentaren" in page
    assert told(draft) == ["syfte", "medel", "!mer"]
    answer = desk.post(address, given | {"val-medel": "behall"})
    assert answer["Location"] == draft.desk_url
    assert told(draft) == ["syfte", "+medel", "!mer", "nytt"]
    page = text_of(desk.get(draft.desk_url))
    assert "Utkastet har nu version 2" in page
    assert "Version 2 finns." not in page
    assert draft.comments.get().pk == remark.pk


def test_what_cannot_be_renewed_says_so(desk, writer):
    text = text_with([])
    draft = draft_for(group(), text)
    second_version(text)
    actions.submit(draft, by=writer, at=make.NOW, seen=seen(draft))
    address = at_edition(draft, "renew")
    page = text_of(desk.get(address, {"text": text.slug}))
    assert "skickad till beslut" in page
    assert "<form class" not in page
    text_of(desk.post(address, {"text": text.slug}), 400)
    assert told(draft) == ["syfte", "medel", "mer"]
    text_of(desk.get(address, {"text": "finns-inte"}), 404)
    text_of(desk.get(address), 404)


def test_those_who_are_not_staff_make_nothing(writer):
    one = group()
    text = text_with([])
    client = Client()
    client.force_login(make.user(office=False))
    text_of(begin(client, text, [one], number=1), 404)
    assert open_draft(one) is None

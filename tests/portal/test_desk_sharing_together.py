"""Steps for many commissions at once: all or none, and what was refused is told for each."""

import datetime

import pytest
from django.test import Client

from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Edition
from documents.rules import State
from organisation.models import Outbox
from tests import factories as make

from .sharing import at_text, draft_for, group, text_of, text_with

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
def reviewer():
    client = Client()
    client.force_login(make.user("Granska", last_name="Exempelberg"))
    return client


@pytest.fixture
def text(writer):
    return text_with([])


@pytest.fixture
def drafts(text):
    return [draft_for(group(name), text) for name in ("Alfa", "Beta", "Gamma")]


def seen(editions) -> dict[str, str]:
    stored = Edition.objects.filter(pk__in=[each.pk for each in editions])
    return {f"seen-{each.pk}": fingerprint(each) for each in stored}


def step(client, text, name, editions, **values):
    given = seen(editions) | {"steg": name, "version": [each.pk for each in editions]}
    return client.post(at_text(text, "together", 1), given | values)


def states(editions) -> set[str]:
    pks = [each.pk for each in editions]
    return set(Edition.objects.filter(pk__in=pks).values_list("state", flat=True))


def decision(**values) -> dict[str, str]:
    given = {
        "body": make.body("Nämnden").pk,
        "date": "2026-01-20",
        "paragraph": "7",
        "valid_from": "2026-03-01",
    }
    return {f"beslut-{name}": value for name, value in (given | values).items()}


def test_without_anything_under_way_the_page_leads_on(desk, text):
    page = text_of(desk.get(at_text(text, "together", 1)))
    assert "Inget uppdrag med version 1 är på gång." in page


def test_three_are_submitted_decided_and_published_together(desk, reviewer, text, drafts):
    page = text_of(desk.get(at_text(text, "together", 1)))
    assert "Utkast (3)" in page
    assert page.count(" checked") == 3
    answer = step(desk, text, "skicka", drafts, **{"skicka-text": "Läs alla."})
    assert answer["Location"] == at_text(text, "together", 1)
    assert states(drafts) == {State.SUBMITTED}
    page = text_of(desk.get(answer["Location"]))
    assert "Skickade till beslut:" in page
    for each in drafts:
        assert f'<a href="{each.desk_url}">' in page
    assert drafts[0].events.filter(text="Läs alla.").exists()

    answer = step(reviewer, text, "besluta", drafts, **decision())
    assert states(drafts) == {State.ADOPTED}
    stored = Edition.objects.filter(pk__in=[each.pk for each in drafts])
    assert len({each.decision_id for each in stored}) == 1
    assert {each.valid_from for each in stored} == {datetime.date(2026, 3, 1)}

    # Those who sent them can't publish them, and are told before they try.
    page = text_of(desk.get(at_text(text, "together", 1)))
    assert page.count("Du skickade själv versionen till beslut.") == 3
    assert "Publicera de förkryssade" not in page
    page = text_of(step(desk, text, "publicera", drafts), 400)
    assert page.count("Någon annan måste publicera den.") >= 3
    assert states(drafts) == {State.ADOPTED}

    page = text_of(reviewer.get(step(reviewer, text, "publicera", drafts)["Location"]))
    assert states(drafts) == {State.PUBLISHED}
    assert "Publicerade:" in page
    assert "Publicerade med version 1" in page


def test_one_that_is_not_ready_stops_all_and_says_why(desk, text, drafts, writer):
    actions.comment(drafts[1], "syfte", by=writer, at=make.NOW, token="a", text="Varför?")
    page = text_of(desk.get(at_text(text, "together", 1)))
    assert "En kommentar är inte löst" in page
    # What can't go along isn't ticked.
    assert page.count(" checked") == 2
    page = text_of(step(desk, text, "skicka", drafts, **{"skicka-text": "Läs det här."}), 400)
    errors = page.split('role="alert"')[1].split("</div>")[0]
    assert "En kommentar är inte löst" in errors
    assert drafts[1].desk_url in errors
    assert drafts[0].desk_url not in errors
    assert "Läs det här.</textarea>" in page
    assert page.count(" checked") == 3
    assert states(drafts) == {State.DRAFT}


def test_one_that_was_changed_meanwhile_stops_all(desk, text, drafts):
    given = seen(drafts)
    own = drafts[2]
    actions.change_details(
        own, by=make.user(), revision=Edition.objects.get(pk=own.pk).revision, title="Ny titel"
    )
    answer = step(desk, text, "skicka", drafts, **given)
    page = text_of(answer, 409)
    assert "Texten har ändrats sedan du öppnade sidan. Läs den igen." in page
    assert states(drafts) == {State.DRAFT}
    # The page knows what is stored now.
    assert step(desk, text, "skicka", drafts).status_code == 302


def test_the_same_form_twice_is_told_and_does_nothing_more(desk, text, drafts):
    given = seen(drafts)
    assert step(desk, text, "skicka", drafts, **given).status_code == 302
    events = [each.events.count() for each in drafts]
    page = text_of(step(desk, text, "skicka", drafts, **given), 400)
    assert "Inget har ändrats." in page
    assert [each.events.count() for each in drafts] == events


def test_nothing_ticked_is_told(desk, text, drafts):
    page = text_of(step(desk, text, "skicka", []), 400)
    assert "Kryssa för minst ett uppdrag." in page
    assert states(drafts) == {State.DRAFT}


def test_a_decision_that_is_not_complete_is_told_at_its_fields(desk, text, drafts):
    step(desk, text, "skicka", drafts)
    given = decision(body="", date="2999-01-01") | {"beslut-registry_number": "R 7"}
    page = text_of(step(desk, text, "besluta", drafts[:2], **given), 400)
    assert "Välj vilket organ som beslutade." in page
    assert "Beslutsdagen har inte varit än." in page
    assert 'href="#id_beslut-body"' in page
    assert 'value="R 7"' in page
    assert page.count(" checked") == 2
    assert states(drafts) == {State.SUBMITTED}


def test_a_decision_that_is_recorded_otherwise_is_told_above_the_form(desk, text, drafts):
    step(desk, text, "skicka", drafts)
    given = decision()
    make.decision(
        make.Body.objects.get(pk=given["beslut-body"]),
        date="2026-01-20",
        paragraph="7",
        registry_number="R 1",
    )
    page = text_of(
        step(desk, text, "besluta", drafts, **given, **{"beslut-registry_number": "R 2"}), 400
    )
    assert "är redan registrerat, men diarienumret är där" in page
    assert states(drafts) == {State.SUBMITTED}


def test_only_those_that_have_the_version_can_be_taken(desk, text, drafts):
    other = make.edition()
    page = text_of(step(desk, text, "skicka", [*drafts, other]), 409)
    assert "har inte längre version 1 av den gemensamma texten" in page
    assert page.count(" checked") == 3
    assert states([*drafts, other]) == {State.DRAFT}


@pytest.mark.parametrize("name", ["", "kasta", "x" * 99])
def test_a_step_that_is_not_one_answers_404(desk, text, drafts, name):
    text_of(step(desk, text, name, drafts), 404)


def test_one_mail_tells_of_all(desk, text, drafts):
    someone = make.user("Granska")
    step(desk, text, "skicka", drafts)
    told = Outbox.objects.filter(to=someone.email)
    assert [each.subject for each in told] == ["3 uppdrag att ta ställning till"]


def test_drafts_with_a_version_that_was_withdrawn_can_still_be_seen_and_are_warned_of(
    desk, text, drafts
):
    make.withdrawal(text.document.editions.get(), "2026-02-01")
    page = text_of(desk.get(f"/arbetsyta/gemensamma-texter/{text.slug}/1/samlat/"))
    assert "Version 1 av den gemensamma texten är återkallad." in page
    assert all(each.desk_url in page for each in drafts)

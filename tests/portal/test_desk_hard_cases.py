"""The workspace when something is in the way: two at once, far too much, what makes no sense."""

import json
import re

import pytest
from django.urls import reverse

from bodies.models import Decision
from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Comment, Document, DocumentBody, Edition, EditionEvent
from documents.rules import State
from tests import factories as make
from tests.portal.desk_forms import at, body, desk, edition, save, step, text_of, writer

__all__ = ["body", "desk", "edition", "writer"]
pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def taken_out(edition, key="avsnitt-1"):
    current = Edition.objects.get(pk=edition.pk)
    actions.take_out_section(current, key, by=make.user(), revision=current.revision)


def test_text_of_a_section_that_someone_took_out_is_kept(desk, edition):
    taken_out(edition)
    page = text_of(save(desk, edition, text="Mina egna ord."), 400)
    assert "har tagit bort avsnittet" in page
    assert "Mina egna ord." in page
    given = {"heading": "R", "level": "1", "text": "Mer.", "revision": "1"}
    answer = desk.post(at(edition, "section", key="avsnitt-1"), given, headers=JSON)
    assert answer.status_code == 400
    assert "har tagit bort avsnittet" in json.loads(answer.content)["status"]


def test_text_of_an_edition_that_someone_submitted_is_kept(desk, edition):
    actions.submit(edition, by=make.user(), at=make.NOW, seen=fingerprint(edition))
    page = text_of(save(desk, edition, text="Mina egna ord."), 400)
    assert "kan därför inte ändras" in page
    assert "Mina egna ord." in page
    assert edition.sections.get(key="avsnitt-1").html == "<p>Alfa.</p>"


@pytest.mark.parametrize("unit", ["ord ", "[", "- x\r\n", "**"])
def test_two_million_signs_are_refused_before_they_are_read(desk, edition, unit, monkeypatch):
    monkeypatch.setattr("documents.forms.to_html", lambda text: pytest.fail("read all of it"))
    text = unit * (2_000_000 // len(unit))
    page = text_of(save(desk, edition, text=text), 400)
    assert "Ett avsnitt får ha högst 200000" in page
    assert page.count(unit.strip()[:1]) >= 200_000
    assert edition.sections.get(key="avsnitt-1").html == "<p>Alfa.</p>"


def test_browser_is_not_asked_to_cut_a_long_text(desk, edition):
    page = text_of(desk.get(at(edition, "section", key="avsnitt-1")))
    [field] = re.findall(r"<textarea[^>]*>", page)
    assert "maxlength" not in field


def test_lists_a_thousand_deep_are_refused_at_once(edition, writer):
    with pytest.raises(actions.Refused) as caught:
        actions.save_section(
            edition,
            "avsnitt-1",
            by=writer,
            revision=1,
            heading="Rubrik",
            level=1,
            html="<ul><li>" * 20_000,
        )
    assert [each.subject for each in caught.value.findings] == ["html"]


def test_other_words_from_the_same_form_are_another_comment(desk, edition):
    address = at(edition, "comment", key="avsnitt-1")
    for text in ("Ett.", "Två.", "Två."):
        desk.post(address, {"token": "samma", "text": text})
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["Ett.", "Två."]


@pytest.mark.parametrize("text", ["Gäller 19121212-1212.", "lång " * 500])
def test_refused_comment_comes_back_to_its_writer(desk, edition, text):
    desk.post(at(edition, "comment", key="avsnitt-1"), {"token": "t", "text": text})
    assert text.strip()[:60] in text_of(desk.get(edition.desk_url))
    assert not Comment.objects.exists()


@pytest.mark.parametrize("to", ["9" * 5000, "9" * 25, "x", "²"])
def test_answer_to_no_comment_answers_404(desk, edition, to):
    given = {"token": "t", "text": "Ja", "till": to}
    text_of(desk.post(at(edition, "comment", key="avsnitt-1"), given), 404)


def test_numbers_and_signs_that_no_page_gives_answer_404(desk, edition):
    text_of(desk.get(f"/arbetsyta/versioner/{'9' * 30}/"), 404)
    text_of(desk.post(reverse("desk_start"), {"body": "finns\0inte"}), 404)
    text_of(desk.get(f"{at(edition, 'compare')}?med={'9' * 5000}"), 404)


def test_body_that_shares_a_text_gets_no_draft_of_its_own(desk, edition):
    sister = make.body("Systergruppen", path="grupper/syster")
    DocumentBody.objects.create(document=edition.document, body=sister)
    desk.post(reverse("desk_start"), {"body": sister.path})
    assert not Document.objects.filter(owner=sister).exists()
    assert "gemensam med ett annat organ" in text_of(desk.get(reverse("desk_commissions")))


@pytest.mark.parametrize("name", ["sign_in", "desk"])
def test_site_without_facts_says_so_to_staff_too(client, name):
    if name == "desk":
        client.force_login(make.user())
    text_of(client.get(reverse(name)), 503)


def test_signed_in_at_the_sign_in_goes_round_in_no_ring(desk, body):
    address = reverse("sign_in")
    for following in (address, f"{address}?next=/"):
        answer = desk.get(address, {"next": following})
        assert (answer.status_code, answer["Location"]) == (302, "/arbetsyta/")


@pytest.mark.parametrize(("heading", "key"), [("Innehåll", "innehall"), ("Text ett", "text-ett")])
def test_key_of_a_section_is_no_place_that_the_page_has(desk, edition, heading, key):
    desk.post(
        at(edition, "new_section"), {"heading": heading, "level": "1", "revision": edition.revision}
    )
    assert edition.sections.filter(key=f"avsnitt-{key}").exists()


def submitted(edition):
    return actions.submit(edition, by=make.user(), at=make.NOW, seen=fingerprint(edition))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"valid_from": "0001-01-01"}, "Kontrollera årtalen"),
        ({"valid_from": "2206-01-01"}, "Kontrollera årtalen"),
        ({"valid_from": "2026-02-30"}, "Skriv datumet som år, månad och dag"),
        ({"date": "0025-12-03"}, "Kontrollera beslutsdagens årtal"),
    ],
)
def test_slip_of_a_year_is_not_adopted(desk, edition, values, said):
    submitted(edition)
    given = {"body": edition.document.owner_id, "date": "2025-12-03", "valid_from": "2026-01-01"}
    assert said in text_of(step(desk, edition, "besluta", **given | values), 400)
    edition.refresh_from_db()
    assert edition.state == State.SUBMITTED
    assert not Decision.objects.exists()


def test_withdrawal_far_ahead_is_refused(desk, body):
    edition = make.published(make.document(body))
    page = text_of(step(desk, edition, "aterkalla", text="Fel.", effective_on="2206-01-01"), 400)
    assert "Kontrollera årtalet" in page


def test_reason_with_a_personal_identity_number_is_never_stored(desk, body):
    edition = make.published(make.document(body))
    page = text_of(
        step(
            desk,
            edition,
            "aterkalla",
            text="Gäller 19121212-1212.",
            effective_on="2046-01-01",
        ),
        400,
    )
    assert "personnummer" in page
    assert not EditionEvent.objects.filter(text__contains="1212").exists()


def test_paragraph_is_stored_without_its_sign(desk, edition):
    submitted(edition)
    given = {"body": edition.document.owner_id, "date": "2025-12-03", "valid_from": "2026-01-01"}
    assert step(desk, edition, "besluta", **given, paragraph="§ 7").status_code == 302
    assert Decision.objects.get().paragraph == "7"


@pytest.mark.parametrize(
    ("values", "status"),
    [({}, 302), ({"registry_number": "R 1"}, 302), ({"registry_number": "R 2"}, 400)],
)
def test_decision_recorded_otherwise_is_not_passed_over_in_silence(desk, edition, values, status):
    owner = edition.document.owner
    recorded = make.decision(owner, date="2025-12-03", paragraph="7", registry_number="R 1")
    submitted(edition)
    given = {"body": owner.pk, "date": "2025-12-03", "paragraph": "7", "valid_from": "2026-01-01"}
    answer = step(desk, edition, "besluta", **given | values)
    page = text_of(answer, status)
    assert ("diarienumret är där ”R 1”" in page) == (status == 400)
    assert Decision.objects.get() == recorded

"""The workspace's drafts: what each form does, keeps and refuses."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from documents.actions.locking import fingerprint
from documents.models import Comment, Document, Edition
from documents.rules import State
from tests import factories as make
from tests.portal.desk_forms import at, body, desk, edition, save, seen, step, text_of, writer

__all__ = ["body", "desk", "edition", "writer"]
pytestmark = pytest.mark.django_db


def test_every_page_of_a_draft_opens(desk, edition):
    make.published(make.document(make.body()), "Alfa.")
    for address in (
        reverse("desk"),
        reverse("desk_commissions"),
        reverse("desk_contacts"),
        at(edition),
        at(edition, "details"),
        at(edition, "section", key="avsnitt-1"),
        at(edition, "preview"),
        *(at(edition, "step", name=each) for each in ("skicka", "besluta", "kasta")),
    ):
        text_of(desk.get(address))


@pytest.mark.parametrize("name", ["finns-inte", "x" * 40])
def test_step_that_does_not_exist_answers_404(desk, edition, name):
    text_of(desk.get(at(edition, "step", name=name)), 404)


def test_start_makes_the_document_and_its_draft_once(desk, body):
    for _ in range(2):
        answer = desk.post(reverse("desk_start"), {"body": body.path})
        edition = Edition.objects.get()
        assert answer["Location"] == edition.desk_url
    assert Document.objects.get().owner == body
    text_of(desk.get(edition.desk_url))


def test_start_for_an_unknown_body_answers_404(desk, body):
    text_of(desk.post(reverse("desk_start"), {"body": "finns/inte"}), 404)
    assert not Document.objects.exists()


def test_section_is_saved_as_it_was_meant(desk, edition, writer):
    text = "Gruppen ska:\n\n- stödja **alla**\n- se [planen](/planering/)"
    answer = save(desk, edition, text=text)
    assert answer["Location"].endswith("#avsnitt-1")
    section = edition.sections.get(key="avsnitt-1")
    assert section.html == (
        "<p>Gruppen ska:</p>\n<ul><li>stödja <strong>alla</strong></li>"
        '<li>se <a href="/planering/">planen</a></li></ul>'
    )
    assert section.history.latest().history_user == writer
    assert "är sparat" in text_of(desk.get(edition.desk_url))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"heading": ""}, "Skriv en rubrik."),
        ({"level": "7"}, "Välj rubriknivå 1, 2 eller 3."),
        ({"text": "Ring 19121212-1212."}, "personnummer"),
        ({"text": "ord " * 60_000}, "Dela texten i flera avsnitt."),
        ({"text": "åäö " * 500_000}, "Dela texten i flera avsnitt."),
    ],
)
def test_refused_section_keeps_what_was_typed(desk, edition, values, said):
    page = text_of(save(desk, edition, **values), 400)
    assert said in page
    assert values.get("text", "Ny text.")[:40] in page
    assert edition.sections.get(key="avsnitt-1").html == "<p>Alfa.</p>"


@pytest.mark.parametrize("revision", ["", "0", "99"])
def test_section_that_changed_meanwhile_shows_both_texts(desk, edition, revision):
    page = text_of(save(desk, edition, text="Min egen text.", revision=revision), 409)
    assert "Två har skrivit samtidigt" in page
    assert "Min egen text." in page
    assert "<p>Alfa.</p>" in page
    assert edition.sections.get(key="avsnitt-1").html == "<p>Alfa.</p>"
    # The form on the page knows what is stored now.
    assert 'name="revision" value="1"' in page
    assert save(desk, edition, text="Min egen text.").status_code == 302


def test_autosave_answers_with_the_new_revision(desk, edition):
    given = {"heading": "Rubrik", "level": "1", "text": "Ny.", "revision": "1"}
    address = at(edition, "section", key="avsnitt-1")
    saved = desk.post(address, given, headers={"Accept": "application/json"})
    assert json.loads(saved.content)["revision"] == 2
    assert json.loads(saved.content)["status"].startswith("Sparat i dag kl. ")
    late = desk.post(address, given, headers={"Accept": "application/json"})
    assert late.status_code == 409
    assert "Någon annan" in json.loads(late.content)["status"]
    wrong = desk.post(
        address, given | {"heading": "", "revision": "2"}, headers={"Accept": "application/json"}
    )
    assert wrong.status_code == 400
    assert "Skriv en rubrik." in json.loads(wrong.content)["status"]


def test_sections_are_added_moved_taken_out_and_put_back(desk, edition):
    def revision():
        return Edition.objects.get(pk=edition.pk).revision

    def order():
        return list(edition.sections.present().values_list("key", flat=True))

    added = desk.post(
        at(edition, "new_section"),
        {"heading": "Nytt", "level": "1", "after": "avsnitt-1", "revision": revision()},
    )
    assert added["Location"] == at(edition, "section", key="nytt")
    assert order() == ["avsnitt-1", "nytt", "avsnitt-2"]
    desk.post(at(edition, "move_section", key="nytt"), {"vart": "ned", "revision": revision()})
    assert order() == ["avsnitt-1", "avsnitt-2", "nytt"]
    desk.post(at(edition, "take_out_section", key="nytt"), {"revision": revision()})
    assert order() == ["avsnitt-1", "avsnitt-2"]
    page = text_of(desk.get(edition.desk_url))
    assert "Du kan ta tillbaka det nedan." in page
    assert "Ta tillbaka" in page
    desk.post(at(edition, "put_back_section", key="nytt"), {"revision": revision()})
    assert order() == ["avsnitt-1", "avsnitt-2", "nytt"]


@pytest.mark.parametrize("name", ["move_section", "take_out_section"])
@pytest.mark.parametrize("revision", ["", "7", "x"])
def test_order_that_changed_meanwhile_is_left_alone(desk, edition, name, revision):
    desk.post(at(edition, name, key="avsnitt-1"), {"vart": "ned", "revision": revision})
    assert list(edition.sections.present().values_list("key", flat=True)) == [
        "avsnitt-1",
        "avsnitt-2",
    ]
    assert "Inget har ändrats av dig." in text_of(desk.get(edition.desk_url))


def test_new_section_without_heading_keeps_the_page(desk, edition):
    page = text_of(
        desk.post(at(edition, "new_section"), {"heading": "", "level": "1", "revision": "1"}), 400
    )
    assert "Skriv vad det nya avsnittet ska heta." in page


def test_details_are_saved_or_told_why_not(desk, edition):
    given = {"title": "Titel", "lead": "", "change_note": "Nytt.", "revision": "1"}
    assert desk.post(at(edition, "details"), given).status_code == 302
    edition.refresh_from_db()
    assert (edition.title, edition.change_note) == ("Titel", "Nytt.")
    page = text_of(desk.post(at(edition, "details"), given | {"title": "Annan"}), 409)
    assert "Någon annan har sparat" in page
    assert 'value="Annan"' in page
    page = text_of(desk.post(at(edition, "details"), given | {"title": "", "revision": "2"}), 400)
    assert "Skriv en titel." in page


def test_way_to_publication_by_two_people(desk, edition):
    assert step(desk, edition, "skicka").status_code == 302
    approver = Client()
    approver.force_login(make.user())
    decided = {"body": edition.document.owner_id, "date": "2025-12-03", "paragraph": "7"}
    assert step(approver, edition, "besluta", **decided, valid_from="2026-01-01").status_code == 302
    page = text_of(step(desk, edition, "publicera"), 400)
    assert "Någon annan måste publicera den." in page
    assert step(approver, edition, "publicera").status_code == 302
    edition.refresh_from_db()
    assert edition.state == State.PUBLISHED
    assert "Publicerad" in text_of(desk.get(edition.desk_url))


def test_adoption_asks_for_what_is_missing(desk, edition):
    step(desk, edition, "skicka")
    page = text_of(step(desk, edition, "besluta", date="2999-01-01"), 400)
    for said in (
        "Välj vilket organ som beslutade.",
        "Beslutsdagen har inte varit än.",
        "Fyll i från vilken dag versionen ska gälla.",
    ):
        assert said in page


def test_step_taken_on_a_text_that_has_changed_is_stopped(desk, edition):
    old = seen(edition)
    save(desk, edition)
    page = text_of(desk.post(at(edition, "step", name="skicka"), old), 409)
    assert "Texten har ändrats sedan du öppnade sidan." in page
    edition.refresh_from_db()
    assert edition.state == State.DRAFT


@pytest.mark.parametrize("name", ["tillbaka", "besluta", "publicera", "aterkalla"])
def test_step_that_the_state_does_not_allow_says_so(desk, edition, name):
    assert "Versionen är utkast" in text_of(desk.get(at(edition, "step", name=name)))


def test_what_stands_in_the_way_is_told_before_the_step(desk, edition):
    make.section(edition, "tom", html="")
    page = text_of(desk.get(at(edition, "step", name="skicka")))
    assert "Det här måste rättas först" in page
    assert "har ingen text" in page


def test_comments_are_answered_and_resolved(desk, edition):
    address = at(edition, "comment", key="avsnitt-1")
    for _ in range(2):
        desk.post(address, {"token": "t1", "text": "Samordna?", "quote": "Alfa"})
    remark = Comment.objects.get()
    desk.post(address, {"token": "t2", "text": "Ja.", "till": remark.pk})
    page = text_of(desk.get(edition.desk_url))
    assert "Samordna?" in page
    assert "Ja." in page
    desk.post(at(edition, "resolve", comment_pk=remark.pk), {"losa": "ja"})
    remark.refresh_from_db()
    assert remark.resolved_at
    desk.post(at(edition, "resolve", comment_pk=remark.pk), {"losa": "nej"})
    remark.refresh_from_db()
    assert remark.resolved_at is None


def test_comment_on_another_edition_cannot_be_reached(desk, edition):
    other = make.edition()
    remark = Comment.objects.create(
        edition=other, section_key="avsnitt-1", by=make.user(), at=make.NOW, token="x", text="Hej"
    )
    text_of(desk.post(at(edition, "resolve", comment_pk=remark.pk)), 404)
    answer = desk.post(
        at(edition, "comment", key="avsnitt-1"), {"token": "t", "text": "Ja", "till": remark.pk}
    )
    text_of(answer, 404)


def test_pasted_word_text_comes_back_as_markup(desk):
    html = "<p class=MsoNormal>Hej <b>alla</b></p><script>x()</script><img src=x>"
    told = json.loads(desk.post(reverse("desk_pasted"), {"html": html}).content)
    assert told["text"].strip() == "Hej **alla**"
    assert told["dropped"]


def test_draft_is_compared_with_the_published_and_with_a_working_copy(desk, body):
    first = make.published(make.document(body), "Alfa beta.")
    draft = make.edition(first.document, "Alfa gamma.")
    page = text_of(desk.get(at(draft, "compare")))
    assert "gamma" in page
    text_of(desk.get(f"{at(draft, 'compare')}?med=1"), 404)
    step(desk, draft, "skicka")
    text_of(desk.get(f"{at(draft, 'compare')}?med=1"))
    text_of(desk.get(at(draft, "copy", number=1)))
    text_of(desk.get(at(draft, "copy", number=2)), 404)


def test_forms_without_a_token_are_refused(edition, writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    answer = client.post(at(edition, "section", key="avsnitt-1"), {"text": "Ny."})
    assert answer.status_code == 403
    assert "Inget har ändrats" in answer.content.decode()


def test_writer_sees_the_remarks_beside_the_text(desk, edition, writer):
    remark = {"token": "a", "text": "Vilka då?"}
    desk.post(at(edition, "comment", key="avsnitt-1"), remark)
    assert "Vilka då?" in text_of(desk.get(at(edition, "section", key="avsnitt-1")))
    assert "Vilka då?" not in text_of(desk.get(at(edition, "section", key="avsnitt-2")))
    stopped = text_of(desk.get(at(edition, "step", name="skicka")))
    assert f'<a href="{edition.desk_url}#avsnitt-1">Gå dit</a>' in stopped


def test_first_version_is_compared_with_its_working_copy(desk, edition):
    desk.post(at(edition, "step", name="skicka"), {"seen": fingerprint(edition)})
    address = f"{at(edition, 'compare')}?med=1"
    assert f'href="{address}"' in text_of(desk.get(at(edition)))
    text_of(desk.get(address))

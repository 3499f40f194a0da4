"""The workspace around its drafts: how people get in, what is listed and told, what it costs."""

import pytest
from django.urls import reverse

from documents.models import Comment, Edition, EditionEvent
from organisation.models import Feedback
from tests import factories as make
from tests.portal.desk_forms import at, body, desk, edition, text_of, writer

__all__ = ["body", "desk", "edition", "writer"]
pytestmark = pytest.mark.django_db


def test_contact_list_is_a_file_for_spreadsheets(desk, body):
    norr = make.region(slug="norr", name="Region Norr")
    person = make.person("=Cmd Provsson", email="cmd@prov.example")
    make.affiliation(person, norr)
    make.appoint(person, make.post(body, "processtod"))
    answer = desk.get(reverse("desk_contacts_csv", kwargs={"kind": body.kind.slug}))
    assert answer["Content-Disposition"].startswith("attachment;")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Organ;Funktionsadress;Roll;Namn;Region;E-post"
    assert lines[1] == "Provgruppen;;Processtod;'=Cmd Provsson;Region Norr;cmd@prov.example"


def test_sign_in_tells_nobody_which_accounts_there_are(client, body):
    make.user(username="finns").set_password("x")
    pages = [
        text_of(client.post(reverse("sign_in"), {"username": name, "password": "fel"}), 400)
        for name in ("finns", "finns-inte")
    ]
    assert all("stämmer inte" in each for each in pages)


@pytest.mark.parametrize(
    ("following", "lands"),
    [("/arbetsyta/uppdrag/", "/arbetsyta/uppdrag/"), ("https://ond.example/", "/arbetsyta/")],
)
def test_sign_in_leads_on_within_the_site_only(client, body, following, lands):
    user = make.user(username="anna")
    user.set_password("hemligt")
    user.save()
    answer = client.post(
        reverse("sign_in"), {"username": "anna", "password": "hemligt", "next": following}
    )
    assert (answer.status_code, answer["Location"]) == (302, lands)
    assert client.post(reverse("sign_out"))["Location"] == "/"
    assert client.get("/arbetsyta/").status_code == 302


@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_the_workspace_do_not_grow(desk, body, number, django_assert_max_num_queries):
    document = make.document(body)
    draft = make.edition(document, *["Text."] * number)
    for count in range(number):
        other = make.edition(make.document(make.body()))
        Comment.objects.create(
            edition=draft,
            section_key="avsnitt-1",
            by=make.user(),
            at=make.NOW,
            text="Hej",
            token=f"t{count}",
        )
        assert other
    for address, most in (
        (reverse("desk"), 60),
        (reverse("desk_commissions"), 12),
        (reverse("desk_contacts"), 12),
        (at(draft), 20),
    ):
        with django_assert_max_num_queries(most):
            text_of(desk.get(address))


def test_feedback_is_read_ticked_off_and_opened_again(desk, body, writer):
    assert "Inga synpunkter väntar." in text_of(desk.get(reverse("desk_feedback")))
    remark = Feedback.objects.create(token="t", path="/om/", text="Stavfel: <b>tvo</b>.")
    assert "Läs synpunkter från läsare" in text_of(desk.get(reverse("desk")))
    page = text_of(desk.get(reverse("desk_feedback")))
    assert "Stavfel: &lt;b&gt;tvo&lt;/b&gt;." in page
    assert "ingen får brev om nya" in page
    address = reverse("desk_handle_feedback", kwargs={"pk": remark.pk})
    desk.post(address, {"klar": "ja"})
    remark.refresh_from_db()
    assert remark.handled
    assert remark.handled_by == writer
    assert "Stavfel" not in text_of(desk.get(reverse("desk_feedback")))
    assert "Stavfel" in text_of(desk.get(f"{reverse('desk_feedback')}?visa=klara"))
    desk.post(address, {"klar": "nej"})
    remark.refresh_from_db()
    assert (remark.handled, remark.handled_by) == (None, None)


def test_list_of_feedback_is_paged(desk, body):
    for number in range(30):
        Feedback.objects.create(token=f"t{number}", path="/om/", text=f"Nummer {number}.")
    assert "Sida 1 av 2" in text_of(desk.get(reverse("desk_feedback")))
    assert "Nummer 0." in text_of(desk.get(f"{reverse('desk_feedback')}?sida=2"))
    text_of(desk.get(f"{reverse('desk_feedback')}?sida=x"))


def test_overview_tells_what_people_have_done(desk, edition, writer):
    title = Edition.objects.get().title
    EditionEvent.objects.create(edition=edition, kind="published", at=make.NOW)
    page = text_of(desk.get(reverse("desk")))
    assert "Provgruppen, version 1</a>" not in page.split('id="senast"')[1]
    EditionEvent.objects.create(edition=edition, kind="started", at=make.NOW, by=writer)
    page = text_of(desk.get(reverse("desk")))
    assert "Provgruppen, version 1</a>" in page.split('id="senast"')[1]
    assert title not in page.split('id="senast"')[1]


def test_version_in_force_is_found_from_the_list(desk, body):
    published = make.published(make.document(body), "Alfa.")
    row = text_of(desk.get(reverse("desk_commissions"))).split("Provgruppen")[1]
    assert f'<a href="{published.desk_url}">Version 1</a>' in row


def test_workspace_leads_back_to_the_site_from_its_top_and_its_foot(desk, body):
    page = text_of(desk.get(reverse("desk")))
    assert page.count("<footer") == 1
    assert page.count('<a href="/">Till webbplatsen</a>') == 2

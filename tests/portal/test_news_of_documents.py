"""What the news tell of commissions and of the texts that they share."""

import datetime

import pytest
from justhtml import JustHTML

from documents.models import Document, SharedText
from organisation.dates import long_date
from tests import factories as make
from tests.documents.sharing import draft_for, version

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 2, 6)
NAME = "Gemensamt för grupperna"


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr("portal.site.today", lambda: TODAY)


@pytest.fixture
def text():
    """A text for groups, published long ago."""
    make.healthcare_region()
    kind = make.kind("grupp", plural="Grupper", panels=["documents.commission", "portal.news"])
    shared = SharedText.objects.create(slug="grupperna", name=NAME, body_kind=kind)
    document = Document.objects.create(
        kind=Document.Kind.SHARED_TEXT,
        owner=make.body("Ledningen", of=make.kind("ledning"), path="ledning"),
        shared_text=shared,
    )
    version(
        shared, "Alfa", "Beta", document=document, valid_from="2024-01-01", at=noon("2024-01-01")
    )
    return shared


def noon(day):
    return datetime.datetime.fromisoformat(f"{day}T12:00+01:00")


def publish(body, text, *, number=None, valid_from="2026-02-01", at="2026-02-01"):
    draft = draft_for(body, text, number=number)
    return make.take_all_steps(draft, valid_from=valid_from, at=noon(at))


def groups(*names):
    return [make.body(each, path=f"grupper/{each.lower()}") for each in names]


def news(client, query=""):
    """The sentences of the page by day."""
    page = JustHTML(client.get(f"/nytt/{query}").content.decode(), sanitize=False)
    return {
        day.query("h2")[0].to_text().strip(): [
            " ".join(each.to_text().split()).replace(" .", ".").replace(" ,", ",")
            for each in day.query("li")
        ]
        for day in page.query(".news-day")
    }


def on(day: str) -> str:
    return long_date(datetime.date.fromisoformat(day))


def test_commissions_that_began_together_by_one_shared_text_are_told_together(client, text):
    for each in groups("Ask", "Björk", "Cypress"):
        publish(each, text)
    assert news(client) == {
        on("2026-02-01"): [
            f"Ask, Björk och Cypress fick nya uppdragsbeskrivningar, med version 1 av {NAME}."
        ]
    }


def test_more_than_three_are_counted(client, text):
    for each in groups("Ask", "Björk", "Cypress", "Druva", "Ek"):
        publish(each, text)
    found = news(client)
    assert found == {
        on("2026-02-01"): [f"Fem grupper fick nya uppdragsbeskrivningar, med version 1 av {NAME}."]
    }
    page = client.get("/nytt/").content.decode()
    assert 'href="/gemensamma-texter/grupperna/1/"' in page
    assert 'href="/grupper/"' in page


def test_one_commission_is_told_as_before(client, text):
    [group] = groups("Ask")
    publish(group, text)
    assert news(client) == {
        on("2026-02-01"): ["Version 1 av uppdragsbeskrivningen för Ask började gälla."]
    }


def test_body_of_many_has_its_own_sentence_on_its_own_page(client, text):
    for each in groups("Ask", "Björk", "Cypress", "Druva"):
        publish(each, text)
    page = client.get("/grupper/ask/").content.decode()
    assert "av uppdragsbeskrivningen för" in page
    assert "Fyra grupper" not in page


def test_what_is_published_for_a_later_day_is_told_together_too(client, text):
    for each in groups("Ask", "Björk", "Cypress", "Druva"):
        publish(each, text, valid_from="2026-03-01", at="2026-02-03")
    assert news(client) == {
        on("2026-02-03"): [
            f"Nya uppdragsbeskrivningar för fyra grupper, med version 1 av {NAME}, publicerades "
            "och gäller från 1 mars 2026."
        ]
    }
    later = news(client, "?datum=2026-03-01")
    assert later[on("2026-03-01")] == [
        f"Fyra grupper får nya uppdragsbeskrivningar, med version 1 av {NAME}."
    ]


def test_versions_of_the_shared_text_are_kept_apart(client, text):
    version(text, "Alfa", valid_from="2024-06-01", at=noon("2024-06-01"))
    ask, bjork, cypress, druva = groups("Ask", "Björk", "Cypress", "Druva")
    for each in (ask, bjork):
        publish(each, text, number=1)
    for each in (cypress, druva):
        publish(each, text, number=2)
    assert news(client)[on("2026-02-01")] == [
        f"Ask och Björk fick nya uppdragsbeskrivningar, med version 1 av {NAME}.",
        f"Cypress och Druva fick nya uppdragsbeskrivningar, med version 2 av {NAME}.",
    ]


def test_commissions_without_a_shared_text_are_told_one_by_one(client, text):
    for each in groups("Ask", "Björk"):
        made = make.edition(make.document(each), "Eget.")
        make.take_all_steps(made, valid_from="2026-02-01", at=noon("2026-02-01"))
    assert news(client) == {
        on("2026-02-01"): [
            "Version 1 av uppdragsbeskrivningen för Ask började gälla.",
            "Version 1 av uppdragsbeskrivningen för Björk började gälla.",
        ]
    }


def test_versions_of_a_shared_text_are_told(client, text):
    second = version(text, "Alfa", valid_from="2026-02-06")
    make.withdrawal(second, on="2026-05-01")
    assert news(client) == {on("2026-02-06"): [f"Version 2 av {NAME} började gälla."]}
    assert 'href="/gemensamma-texter/grupperna/2/"' in client.get("/nytt/").content.decode()
    assert news(client, "?datum=2026-05-01")[on("2026-05-01")] == [
        f"Version 2 av {NAME} återkallas."
    ]
    assert "dokument" in client.get("/nytt/?slag=dokument").content.decode()


def test_drafts_are_no_news(client, text):
    draft_for(groups("Ask")[0], text)
    make.edition(text.document, title="Hemligt")
    assert news(client) == {}

"""The public pages of a commission: what holds, what held, what will hold, and what isn't told."""

import datetime

import pytest

from documents import actions
from documents.actions.locking import fingerprint
from documents.models import DocumentBody
from tests import factories as make
from tests.prepared import know_the_tables

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 2, 6)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr("portal.site.today", lambda: TODAY)


@pytest.fixture
def body():
    make.healthcare_region()
    return make.body("Provgruppen", path="grupper/prov")


@pytest.fixture
def document(body):
    return make.document(body)


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def three_versions(document):
    make.published(document, "Alfa.", valid_from="2025-01-01")
    make.published(document, "Beta.", valid_from="2026-01-01", change_note="Alfa blev Beta.")
    make.published(document, "Gamma.", valid_from="2027-01-01")


BASE = "/grupper/prov/uppdrag/"
SHOWN = [
    ("", "Beta.", "Alfa."),
    ("?datum=2025-12-31", "Alfa.", "Beta."),
    ("?datum=2026-01-01", "Beta.", "Gamma."),
    ("?datum=2026-12-31", "Beta.", "Gamma."),
    ("?datum=2027-01-01", "Gamma.", "Beta."),
]


@pytest.mark.parametrize(("query", "there", "not_there"), SHOWN)
def test_page_shows_the_version_in_force_on_the_day(client, document, query, there, not_there):
    three_versions(document)
    page = read(client, BASE + query)
    assert f"<p>{there}</p>" in page
    assert not_there not in page


def test_looking_back_shows_no_later_version(client, document):
    three_versions(document)
    for address in (BASE, f"{BASE}versioner/"):
        page = read(client, f"{address}?datum=2025-06-01")
        assert "Version 1" in page
        assert "Version 2" not in page
        assert "Version 3" not in page
    read(client, f"{BASE}2/?datum=2025-06-01", 404)
    read(client, f"{BASE}jamfor/1/2/?datum=2025-06-01", 404)
    read(client, f"{BASE}?datum=2024-12-31", 404)


def test_coming_version_is_announced_and_readable(client, document):
    three_versions(document)
    page = read(client, BASE)
    assert "Kommande" in page
    assert "Ska gälla från 1 januari 2027" in page
    assert "<p>Gamma.</p>" in read(client, f"{BASE}3/")


def test_version_that_is_adopted_but_not_published_is_nowhere(client, document):
    make.published(document, "Alfa.", valid_from="2025-01-01")
    draft = make.edition(document, "Hemligordet.", title="Hemligtitel")
    one, other = make.user(), make.user()
    draft = actions.submit(draft, by=one, at=make.NOW, seen=fingerprint(draft))
    draft = actions.adopt(
        draft,
        by=other,
        at=make.NOW,
        seen=fingerprint(draft),
        decision=make.decision(document.owner),
        valid_from=TODAY,
    )
    assert draft.state == "adopted"
    for path in (BASE, f"{BASE}versioner/", "/grupper/prov/", "/"):
        page = read(client, path)
        assert "Hemlig" not in page
        assert "Version 2" not in page
    for path in (f"{draft.number}/", f"{draft.number}/pdf/", f"jamfor/1/{draft.number}/"):
        read(client, BASE + path, 404)


def test_every_version_has_a_permanent_address(client, document):
    three_versions(document)
    page = read(client, f"{BASE}1/")
    assert "<p>Alfa.</p>" in page
    assert "gällde från 1 januari 2025 till och med 31 december 2025" in page
    assert f"http://localhost{BASE}1/" in page


def test_list_of_versions_tells_what_each_changed(client, document):
    three_versions(document)
    page = read(client, f"{BASE}versioner/")
    assert page.index("Version 3</a>") < page.index("Version 2</a>") < page.index("Version 1</a>")
    assert "Alfa blev Beta." in page


def test_choice_of_versions_leads_to_their_comparison(client, document):
    three_versions(document)
    answer = client.get(f"{BASE}jamfor/?fran=3&till=1")
    assert (answer.status_code, answer["Location"]) == (302, f"{BASE}jamfor/1/3/")


@pytest.mark.parametrize(
    "query", ["", "?fran=1", "?fran=1&till=1", "?fran=1&till=9", "?fran=x&till=2"]
)
def test_choice_that_cannot_be_compared_says_so(client, document, query):
    three_versions(document)
    assert "Välj två olika versioner" in read(client, f"{BASE}jamfor/{query}", 400)


def test_withdrawn_version_leaves_nothing_in_force_and_says_why(client, document):
    edition = make.published(document, "Alfa.", valid_from="2025-01-01")
    make.withdrawal(edition, on="2026-01-01")
    page = read(client, BASE)
    assert "Ingen version gäller nu" in page
    assert "Ett skäl." in page
    assert "<p>Alfa.</p>" not in page
    assert "är återkallad från" in read(client, f"{BASE}1/")
    assert "<p>Alfa.</p>" in read(client, f"{BASE}?datum=2025-12-31")


def test_text_for_two_bodies_has_one_address(client, document):
    make.published(document, valid_from="2025-01-01")
    other = make.body("Systergruppen", path="grupper/syster")
    DocumentBody.objects.create(document=document, body=other)
    answer = client.get("/grupper/syster/uppdrag/1/?datum=2025-06-01")
    assert answer.status_code == 302
    assert answer["Location"] == f"{BASE}1/?datum=2025-06-01"
    assert "Systergruppen" in read(client, BASE)


def test_draft_of_its_own_does_not_hide_the_text_a_body_shares(client, document):
    make.published(document, "Gemensamt.", valid_from="2025-01-01")
    other = make.body("Systergruppen", path="grupper/syster")
    other.kind.panels = [*other.kind.panels, "documents.commission"]
    other.kind.save()
    DocumentBody.objects.create(document=document, body=other)
    make.edition(make.document(other))
    assert client.get("/grupper/syster/uppdrag/")["Location"] == BASE
    assert f'href="{BASE}' in read(client, "/grupper/syster/")


def test_body_without_commission_answers_404(client, body):
    read(client, BASE, 404)
    make.edition(make.document(body))
    read(client, BASE, 404)


@pytest.mark.real_pdf
def test_pdf_is_the_stored_one_and_never_changes(client, document):
    edition = make.published(document, valid_from="2025-01-01")
    one, two = (client.get(f"{BASE}1/pdf/") for _ in range(2))
    assert one.content == two.content == bytes(edition.pdf.content)
    assert one["Content-Type"] == "application/pdf"
    assert "version-1.pdf" in one["Content-Disposition"]
    again = client.get(f"{BASE}1/pdf/", headers={"If-None-Match": one["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_text_from_a_source_says_what_it_does_not_know(client, sydostra):
    page = read(client, "/samverkansgrupper/upphandling/uppdrag/")
    assert "Gäller från: uppgift saknas" in page
    assert "Beslut: uppgift saknas" in page


@pytest.mark.parametrize("editions", [1, 12])
def test_queries_do_not_grow_with_versions(
    client, document, editions, django_assert_max_num_queries
):
    for number in range(editions):
        make.published(document, "Alfa.", "Beta.", valid_from=f"20{10 + number}-01-01")
    know_the_tables()
    for path, most in ((BASE, 12), (f"{BASE}versioner/", 9), ("/grupper/prov/", 8)):
        with django_assert_max_num_queries(most):
            read(client, path)

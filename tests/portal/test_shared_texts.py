"""The public pages of a text that many commissions share, and what a commission says of it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Document, SharedText
from tests import factories as make
from tests.documents.sharing import draft_for, published_for, version
from tests.sources.reading import text_of

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 2, 6)
BASE = "/gemensamma-texter/grupperna/"


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr("portal.site.today", lambda: TODAY)


@pytest.fixture
def text():
    """A text for groups, with three sections in its first version, which holds from 2024."""
    make.healthcare_region()
    kind = make.kind("grupp", plural="Grupper", short_name="Grupp")
    kind.panels = [*kind.panels, "documents.commission"]
    kind.save()
    made = SharedText.objects.create(
        slug="grupperna", name="Gemensamt för grupperna", body_kind=kind
    )
    document = Document.objects.create(
        kind=Document.Kind.SHARED_TEXT,
        owner=make.body("Ledningen", of=make.kind("ledning"), path="ledning"),
        shared_text=made,
    )
    version(made, "Alfa", "Beta", "Gamma", document=document, valid_from="2024-01-01")
    return made


@pytest.fixture
def groups(text):
    """Three groups whose commissions have the text since 2025, and one that has none."""
    found = [make.body(f"{each} gruppen", path=f"grupper/{each.lower()}") for each in "ABC"]
    for each in found:
        published_for(each, text, valid_from="2025-01-01")
    make.body("D gruppen", path="grupper/d")
    return found


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def words(client, path):
    return text_of(read(client, path), within="main")


def brought_on(body, text, number, valid_from):
    """The body's next version, published, with a version of the shared text."""
    return published_for(body, text, number=number, valid_from=valid_from)


def own_words(body, text, key, reason, valid_from):
    """The body's next version, published, with words of its own in place of a shared section."""
    writer = make.user()
    draft = draft_for(body, text, by=writer)
    actions.make_own(draft, key, by=writer, revision=draft.revision, reason=reason)
    section = draft.sections.get(key=key)
    actions.save_section(
        draft,
        key,
        by=writer,
        revision=section.revision,
        heading=section.heading,
        level=1,
        html="<p>Vi gör annorlunda.</p>",
    )
    draft.refresh_from_db()
    return make.take_all_steps(draft, valid_from=valid_from)


def test_list_says_which_texts_there_are_for_whom_and_which_version_holds(client, text):
    version(text, "Alfa", valid_from="2027-01-01")
    page = words(client, "/gemensamma-texter/")
    assert "Gemensamt för grupperna För grupper\nVersion 1 Gäller från 1 januari 2024" in page
    assert "Version 2 ska gälla från 1 januari 2027" in page
    assert f'href="{BASE}"' in read(client, "/gemensamma-texter/")


def test_list_looking_back_has_only_what_there_was(client, text):
    assert "Inga gemensamma texter" in words(client, "/gemensamma-texter/?datum=2023-12-31")
    page = read(client, "/gemensamma-texter/?datum=2024-01-01")
    assert f'href="{BASE}?datum=2024-01-01"' in page


def test_page_shows_the_version_in_force_on_the_day(client, text):
    version(text, "Alfa", alfa="<p>Nytt om alfa.</p>", valid_from="2026-01-01")
    assert "Nytt om alfa." in read(client, BASE)
    assert "Gemensamt om beta." not in read(client, BASE)
    page = read(client, f"{BASE}?datum=2025-12-31")
    assert "Gemensamt om beta." in page
    assert "Version 2" not in page
    read(client, f"{BASE}2/?datum=2025-12-31", 404)
    read(client, f"{BASE}?datum=2023-12-31", 404)


def test_all_the_pages_of_a_commission_are_there(client, text):
    version(text, "Alfa", valid_from="2026-01-01")
    assert "Gemensamt om beta." in read(client, f"{BASE}1/")
    assert "Gemensamt för grupperna har 2 versioner." in words(client, f"{BASE}versioner/")
    assert "Version 1 och 2" in words(client, f"{BASE}jamfor/1/2/")
    assert client.get(f"{BASE}jamfor/?fran=2&till=1")["Location"] == f"{BASE}jamfor/1/2/"
    assert "Välj två olika versioner" in read(client, f"{BASE}jamfor/?fran=1&till=1", 400)
    pdf = client.get(f"{BASE}1/pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    assert 'filename="gemensam-text-grupperna-version-1.pdf"' in pdf["Content-Disposition"]
    for missing in ("9/", "0/", "jamfor/1/9/", "9/pdf/"):
        read(client, BASE + missing, 404)


def test_pages_say_that_their_trail_is_a_place_on_the_site(client, text):
    for path in (BASE, f"{BASE}versioner/", f"{BASE}jamfor/1/1/"):
        trail = read(client, path).split('<nav class="trail"')[1].split("</nav>")[0]
        assert 'aria-label="Plats på webbplatsen"' in trail
        assert '<a href="/gemensamma-texter/">Gemensamma texter</a>' in trail


def test_newest_address_is_the_canonical_one_and_stands_on_the_site_map(client, text):
    for path, canonical in ((BASE, BASE), (f"{BASE}1/", BASE), (f"{BASE}versioner/",) * 2):
        page = read(client, path)
        assert f'<link rel="canonical" href="http://testserver{canonical}">' in page
    addresses = read(client, "/sitemap.xml")
    assert f"<loc>http://testserver{BASE}</loc>" in addresses
    assert "<loc>http://testserver/gemensamma-texter/</loc>" in addresses


def test_page_says_who_has_which_version_on_the_day(client, text, groups):
    version(text, "Alfa", "Beta", valid_from="2026-01-01")
    brought_on(groups[1], text, 2, "2026-02-01")
    brought_on(groups[2], text, 2, "2026-03-01")
    page = words(client, BASE)
    assert "Vilka som har texten nu\n1 grupp har version 2\nB gruppen" in page
    assert "2 grupper har version 1\nA gruppen\nC gruppen" in page
    assert "1 grupp har inget gällande uppdrag med texten\nD gruppen" in page
    then = words(client, f"{BASE}?datum=2026-01-31")
    assert "Vilka som har texten då\n3 grupper har version 1\nA gruppen\nB gruppen\nC" in then
    later = words(client, f"{BASE}?datum=2026-03-01")
    assert "2 grupper har version 2\nB gruppen\nC gruppen" in later
    assert 'href="/grupper/a/uppdrag/?datum=2026-03-01"' in read(client, f"{BASE}?datum=2026-03-01")
    assert "Ingen har texten i det uppdrag som gäller" in words(client, f"{BASE}?datum=2024-06-01")


def test_page_says_where_a_body_has_words_of_its_own_and_why(client, text, groups):
    own_words(groups[0], text, "beta", "Vi är få.", "2026-01-01")
    told = "A gruppen\nEgen text i avsnittet Beta. Skäl: Vi är få.\nB gruppen"
    assert told in words(client, BASE)
    assert "Vi är få." not in read(client, f"{BASE}?datum=2025-12-31")


def test_page_says_nothing_of_drafts(client, text, groups):
    version(text, "Alfa", valid_from="2026-01-01")
    writer = make.user()
    draft = draft_for(groups[0], text, by=writer, number=2)
    actions.make_own(draft, "alfa", by=writer, revision=draft.revision, reason="Hemligt skäl.")
    draft_for(make.body("E gruppen", of=make.kind("annan"), path="annan/e"), text)
    for path in (BASE, f"{BASE}?datum=2027-01-01", f"{BASE}2/"):
        page = words(client, path)
        assert "3 grupper har version 1" in page
        assert "Hemligt" not in page
        assert "E gruppen" not in page


def test_draft_of_the_shared_text_is_nowhere(client, text):
    other = SharedText.objects.create(slug="senare", name="Hemligt namn", body_kind=text.body_kind)
    make.edition(make.document(kind="shared_text", shared_text=other), "Hemligt.")
    draft = actions.start_draft(text.document, by=make.user(), at=make.NOW)
    for path in ("/gemensamma-texter/", BASE, f"{BASE}versioner/", "/sitemap.xml"):
        page = read(client, path)
        assert "Hemligt" not in page
        assert "Version 2" not in page
        assert "senare" not in page
    for path in (f"{BASE}{draft.number}/", f"{BASE}2/pdf/", f"{BASE}jamfor/1/2/"):
        read(client, path, 404)
    read(client, "/gemensamma-texter/senare/", 404)
    read(client, "/gemensamma-texter/finns-inte/", 404)


def test_withdrawn_text_says_so_and_who_has_it_still(client, text, groups):
    make.withdrawal(text.document.editions.get(), on="2026-01-15")
    page = words(client, BASE)
    assert "Ingen version gäller nu" in page
    assert "Ett skäl." in page
    assert "3 grupper har version 1" in page
    assert "Gemensamt om alfa." not in page
    assert "Gemensamt om alfa." in read(client, f"{BASE}1/")
    assert "Ingen version gäller nu" in words(client, "/gemensamma-texter/")


MARK = re.compile(r'<h2 id="(\w+)">.*?<p class="doc-origin"[^>]*>(.*?)</p>', re.DOTALL)


def marks(page):
    """What the page says of each section, as words."""
    return {key: " ".join(text_of(told).split()) for key, told in MARK.findall(page)}


def test_commission_says_of_each_section_where_it_is_from(client, text, groups):
    made = own_words(groups[0], text, "beta", "Vi är få.", "2026-01-01")
    writer = make.user()
    draft = actions.start_draft(made.document, by=writer, at=make.NOW)
    section = actions.add_section(
        draft, by=writer, revision=draft.revision, heading="Delta", level=1
    )
    actions.save_section(
        draft,
        section.key,
        by=writer,
        revision=section.revision,
        heading="Delta",
        level=1,
        html="<p>Bara vi.</p>",
    )
    draft.refresh_from_db()
    make.take_all_steps(draft, valid_from="2026-02-01")

    page = read(client, "/grupper/a/uppdrag/")
    assert marks(page) == {
        "alfa": "Gemensam text för grupper, version 1: Alfa",
        "beta": "Egen text i stället för den gemensamma. Skäl: Vi är få. "
        "Läs den gemensamma texten: Beta",
        "gamma": "Gemensam text för grupper, version 1: Gamma",
        "delta": "Egen text",
    }
    assert f'<a href="{BASE}1/#alfa">' in page
    assert f'<a href="{BASE}1/#beta">' in page
    assert page.count('class="doc-section is-own"') == 2
    assert "Två av fyra avsnitt är gemensamma för alla grupper. Egen text är märkt" in page
    # Links keep the day, and what was in force then is told.
    then = read(client, "/grupper/a/uppdrag/?datum=2026-01-31")
    assert f'<a href="{BASE}1/?datum=2026-01-31#alfa">' in then
    assert "Två av tre avsnitt är gemensamma" in then


def test_looking_back_no_mark_leads_to_what_began_later(client, text, groups):
    version(text, "Alfa", "Beta", valid_from="2026-06-01")
    brought_on(groups[0], text, 2, "2026-02-01")
    assert f'href="{BASE}2/#alfa"' in read(client, "/grupper/a/uppdrag/")
    then = read(client, "/grupper/a/uppdrag/?datum=2026-02-05")
    assert marks(then)["alfa"] == "Gemensam text för grupper, version 2"
    assert f"{BASE}2/" not in then


def test_commission_that_shares_nothing_has_no_marks(client, text):
    document = make.document(make.body("Fri", path="grupper/fri"))
    make.published(document, "Eget.", valid_from="2025-01-01")
    page = read(client, "/grupper/fri/uppdrag/")
    assert "doc-origin" not in page
    assert "gemensam" not in text_of(page, within="main").lower()


def test_panel_says_how_much_is_shared_and_quotes_a_short_text_of_its_own(client, text, groups):
    page = words(client, "/grupper/a/")
    assert "Hela texten är gemensam för alla grupper." in page
    made = own_words(groups[0], text, "beta", "Vi är få.", "2026-01-01")
    assert made.number == 2
    page = read(client, "/grupper/a/")
    told = "Två av tre avsnitt är gemensamma för alla grupper. Eget: Beta.\nVi gör annorlunda."
    assert told in text_of(page, within="main")
    assert 'href="/grupper/a/uppdrag/#beta"' in page
    assert "Hela texten är gemensam" in words(client, "/grupper/a/?datum=2025-12-31")


def queries(client, path):
    with CaptureQueriesContext(connection) as caught:
        read(client, path)
    return len(caught)


def test_queries_are_few_and_the_same_however_many_have_the_text(client, text, groups):
    paths = {
        "/gemensamma-texter/": 8,
        BASE: 11,
        f"{BASE}versioner/": 9,
        "/grupper/a/uppdrag/": 12,
        "/grupper/a/": 8,
    }
    before = {path: queries(client, path) for path in paths}
    assert all(before[path] <= most for path, most in paths.items()), before
    for each in range(6):
        body = make.body(f"Nr {each} gruppen", path=f"grupper/nr-{each}")
        published_for(body, text, valid_from="2025-01-01")
    version(text, "Alfa", "Beta", "Gamma", "Delta", valid_from="2026-01-01")
    brought_on(groups[0], text, 2, "2026-02-01")
    assert {path: queries(client, path) for path in paths} == before


def test_adopted_version_of_the_shared_text_is_nowhere_until_it_is_published(client, text):
    writer = make.user()
    draft = actions.start_draft(text.document, by=writer, at=make.NOW)
    draft = actions.submit(draft, by=writer, at=make.NOW, seen=fingerprint(draft))
    draft = actions.adopt(
        draft,
        by=make.user(),
        at=make.NOW,
        seen=fingerprint(draft),
        decision=make.decision(text.document.owner),
        valid_from=TODAY,
    )
    assert draft.state == "adopted"
    assert "Version 2" not in read(client, BASE)
    read(client, f"{BASE}2/", 404)

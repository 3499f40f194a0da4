"""Agreements, rules of procedure and templates: begun, published, read and found."""

import datetime
import re

import pytest
from django.test import Client

from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Document, Edition
from documents.rules import State
from tests import factories as make
from tests.factories import NOW
from tests.portal.leaking import WORD, leaks

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 2, 9)
LIST, DESK = "/planering/styrande-dokument/", "/arbetsyta/styrande-dokument/"
KINDS = {
    "reglemente": ("rules_of_procedure", {}),
    "samverkansavtal": ("cooperation_agreement", {}),
    "overenskommelse-2026": ("annual_agreement", {"first_year": 2026}),
    "mall-prov": ("template", {"name": "Prov"}),
}


@pytest.fixture
def board():
    make.healthcare_region()
    make.region(slug="norr")
    made = make.body("Nämnden", path="grupper/prov")
    make.body("Systergruppen", path="grupper/syster")
    return made


def begin(board, kind, by=None, **asked):
    return actions.begin_governing(board, kind, by=by or make.user(), at=NOW, on=ON, **asked)


def write(draft, text):
    section = draft.sections.first() or actions.add_section(
        draft, by=draft.author, revision=draft.revision, heading="Text", level=1
    )
    draft.refresh_from_db()
    values = {"heading": "Text", "level": 1, "html": f"<p>{text}</p>"}
    actions.save_section(draft, section.key, by=draft.author, revision=section.revision, **values)
    draft.refresh_from_db()
    return draft


def published(board, kind, text="Så här gör vi.", valid_from="2026-01-01", **asked):
    draft = write(begin(board, kind, **asked), text)
    if draft.number > 1:
        draft = actions.change_details(
            draft, by=draft.author, revision=draft.revision, change_note="Tydligare."
        )
    return make.take_all_steps(draft, valid_from=valid_from)


def words(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status, path
    text = answer.content.decode().replace("\N{SOFT HYPHEN}", "")
    main = re.search(r"<main.*?</main>", text, re.S)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("step", KINDS)
def test_each_kind_stands_at_its_address_and_in_the_lists(board, step):
    kind, asked = KINDS[step]
    edition = published(board, kind, **asked)
    base = f"/grupper/prov/dokument/{step}/"
    assert edition.document.url == base
    called = edition.document.called
    assert called in words(base)
    assert "Så här gör vi." in words(f"{base}1/")
    assert "Version 1" in words(f"{base}versioner/")
    for path in (LIST, "/grupper/prov/dokument/"):
        assert f'href="{base}"' in Client().get(path).content.decode(), path
    assert base in Client().get("/sitemap.xml").content.decode()
    news = words("/nytt/")
    in_sentence = called[0].lower() + called[1:]
    assert f"Version 1 av {in_sentence} för Nämnden" in news


def test_bodys_page_leads_to_them_and_to_the_newest_agreement_alone(board):
    board.kind.panels += ["documents.plans"]
    board.kind.save()
    published(board, "rules_of_procedure")
    for year in (2024, 2025):
        asked = {"first_year": year}
        published(board, "annual_agreement", valid_from=f"{year}-01-01", **asked)
    page = Client().get("/grupper/prov/?datum=2026-02-09").content.decode()
    shown = re.findall(r'href="/grupper/prov/dokument/([^"?]*)', page)
    assert shown == ["overenskommelse-2025/", "reglemente/", ""]
    assert "Alla dokument" in page


@pytest.mark.parametrize("step", KINDS)
def test_draft_stands_nowhere(board, step):
    kind, asked = KINDS[step]
    draft = write(begin(board, kind, **asked), WORD)
    actions.submit(draft, by=draft.author, at=NOW, seen=fingerprint(draft))
    assert leaks(draft) == []
    words(f"/grupper/prov/dokument/{step}/", 404)


def test_next_version_is_begun_with_the_text_that_holds(board):
    published(board, "rules_of_procedure", "Första texten.")
    draft = begin(board, "rules_of_procedure")
    assert (draft.number, draft.sections.get().html) == (2, "<p>Första texten.</p>")
    assert begin(board, "rules_of_procedure", by=draft.author) == draft
    write(draft, "Andra texten.")
    draft = actions.change_details(
        draft, by=draft.author, revision=draft.revision, change_note="Tydligare."
    )
    make.take_all_steps(draft, valid_from="2026-02-01")
    base = "/grupper/prov/dokument/reglemente/"
    assert "Andra texten." in words(base)
    assert "Första texten." in words(f"{base}?datum=2026-01-15")
    compared = words(f"{base}jamfor/1/2/")
    assert "Första" in compared
    assert "Andra" in compared


def test_agreements_stand_by_their_years_and_those_that_have_gone_say_so(board):
    for first, last in ((2024, None), (2025, 2026)):
        asked = {"first_year": first, "last_year": last}
        published(board, "annual_agreement", valid_from=f"{first}-01-01", **asked)
    told = words(f"{LIST}?datum=2026-02-09")
    assert "Överenskommelse 2025–2026" in told
    assert "Överenskommelse 2024" in told
    assert told.index("2025–2026") < told.index("Överenskommelse 2024")
    assert told.count("åren har gått") == 1
    assert "2025–2026" in words("/grupper/prov/dokument/overenskommelse-2025/")
    assert "2025–2026" not in words(f"{LIST}?datum=2024-06-01")


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({}, "first_year", "Skriv ett första år från 2011 till 2031."),
        ({"first_year": 1999}, "first_year", "från 2011"),
        ({"first_year": 2026, "last_year": 2025}, "last_year", "2026 eller senare"),
        ({"first_year": 2026, "last_year": 2040}, "last_year", "högst 2035"),
        ({"first_year": 2025}, "first_year", "redan en överenskommelse för 2024–2025"),
        ({"first_year": 2024}, "last_year", "Skriv samma sista år"),
    ],
)
def test_agreement_of_wrong_years_is_refused_at_its_field(board, asked, field, said):
    begin(board, "annual_agreement", first_year=2024, last_year=2025)
    with pytest.raises(actions.Refused) as error:
        begin(board, "annual_agreement", **asked)
    (finding,) = error.value.findings
    assert finding.subject == field
    assert said in finding.message
    assert Document.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "!!!"])
def test_template_needs_a_name(board, name):
    with pytest.raises(actions.Refused, match="Skriv vad mallen heter"):
        begin(board, "template", name=name)


def test_two_templates_of_a_body_have_addresses_of_their_own(board):
    published(board, "template", name="Minnesanteckningar")
    published(board, "template", name="Årsrapport för grupper")
    told = words(LIST)
    assert told.index("Minnesanteckningar") < told.index("Årsrapport för grupper")
    assert "Mall: Årsrapport för grupper" in words(
        "/grupper/prov/dokument/mall-arsrapport-for-grupper/"
    )


@pytest.mark.parametrize("step", ["reglemente", "mall-finns-inte", "overenskommelse-2026"])
def test_what_isnt_there_isnt_found(board, step):
    words(f"/grupper/prov/dokument/{step}/", 404)
    words(f"/grupper/finns-inte/dokument/{step}/", 404)


def test_empty_list_says_what_will_stand_there(board):
    assert "Inget styrande dokument är publicerat här ännu." in words(LIST)


def test_office_begins_one_in_the_workspace_and_a_chair_does_not(board):
    office, chair = make.user("Stina"), make.user(office=False)
    make.holding(chair, board, "ordforande")
    client = Client()
    client.force_login(chair)
    assert client.get(f"{DESK}ny/").status_code == 404
    client.force_login(office)
    sent = {"body": "grupper/prov", "kind": "overenskommelse", "first_year": "snart"}
    answer = client.post(f"{DESK}ny/", sent)
    assert answer.status_code == 400
    assert "Skriv året med fyra siffror" in answer.content.decode()
    assert 'value="snart"' in answer.content.decode()
    year = datetime.date.today().year
    answer = client.post(f"{DESK}ny/", sent | {"first_year": year}, follow=True)
    draft = Edition.objects.get()
    assert answer.redirect_chain[0][0] == draft.desk_url
    assert f"Utkastet till Överenskommelse {year} är påbörjat." in answer.content.decode()
    assert (draft.state, draft.author) == (State.DRAFT, office)
    told = client.get(DESK).content.decode()
    assert draft.desk_url in told
    assert "Styrande dokument" in client.get(draft.desk_url).content.decode()

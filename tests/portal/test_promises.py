"""Promises, goals and the national level on a day, for any healthcare region."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisation.models import Page, Source
from programmes.models import (
    Hosting,
    KnowledgeTopic,
    PatientPromise,
    PromiseVariant,
    QualityGoal,
    SystemLevel,
)
from tests import factories as make
from tests.sources.reading import text_of

D = datetime.date
BEFORE, AFTER = "2024-12-31", "2025-01-01"
CHANGE = D(2025, 1, 1)


@pytest.fixture
def site(db):
    """Promises that change on a day, an area with goals, and one without."""
    make.healthcare_region()
    make.region()
    Page.objects.create(
        path="loften",
        title="Våra löften",
        lead="Du ska",
        body="<p>Först.</p><h3>Grunden</h3><p>Texten.</p>",
    )
    kind = make.kind("omrade", prefix="omraden", panels=["programmes.goals"], counted="områden")
    area = make.body("Första", of=kind, path="omraden/ett")
    make.body("Andra", of=kind, path="omraden/tva")
    old = PatientPromise.objects.create(number=1, text="få gammal vård", end=CHANGE)
    new = PatientPromise.objects.create(number=1, text="få ny vård", start=CHANGE)
    PatientPromise.objects.create(number=2, text="få svar")
    QualityGoal.objects.create(body=area, number=1, text="Gammalt mål", end=CHANGE, promise=old)
    QualityGoal.objects.create(body=area, number=1, text="Nytt mål", start=CHANGE, promise=new)
    return area


@pytest.fixture
def main_of(client):
    def read(path, on=None):
        response = client.get(path, {"datum": on} if on else {})
        assert response.status_code == 200
        return text_of(response.content.decode().replace("\N{SOFT HYPHEN}", ""), within="main")

    return read


@pytest.mark.parametrize("path", ["/loften/", "/loften/1/", "/omraden/ett/"])
@pytest.mark.parametrize(
    ("on", "shown", "hidden"), [(BEFORE, "ammal", "ny"), (AFTER, "ny", "ammal")]
)
def test_promise_and_goal_of_the_day_stand_on_every_page(site, main_of, path, on, shown, hidden):
    page = main_of(path, on).lower()
    words = {"ammal": ("få gammal vård", "gammalt mål"), "ny": ("få ny vård", "nytt mål")}
    promise, goal = words[shown]
    assert goal in page
    assert words[hidden][1] not in page
    if path != "/omraden/ett/":
        before_history = page.split("tidigare ordalydelser")[0]
        assert promise in before_history
        assert words[hidden][0] not in before_history


def test_former_wording_is_kept_and_a_later_one_not_told(site, main_of):
    assert "Tidigare ordalydelser" in main_of("/loften/1/", AFTER)
    assert "få gammal vård" in main_of("/loften/1/", AFTER)
    assert "Tidigare ordalydelser" not in main_of("/loften/1/", BEFORE)
    # What is done is told of the year that one looks at.
    told = main_of("/loften/1/", BEFORE).replace(BEFORE, "")
    for each in ("här görs 2024", "plan för 2024"):
        told = told.replace(each, "")
    assert "2024" not in told


def test_promise_that_has_not_begun_is_not_there_and_an_ended_one_says_so(site, client, main_of):
    PatientPromise.objects.create(number=3, text="få senare vård", start=CHANGE)
    PatientPromise.objects.create(number=4, text="få tidigare vård", end=CHANGE)
    assert client.get("/loften/3/", {"datum": BEFORE}).status_code == 404
    assert client.get("/loften/3/", {"datum": AFTER}).status_code == 200
    assert "slutade gälla 1 januari 2025" in main_of("/loften/4/", AFTER)
    assert "slutade gälla" not in main_of("/loften/4/", BEFORE)
    assert "få tidigare vård" not in main_of("/loften/", AFTER)


def test_links_stay_on_the_day(site, client):
    for path in ("/loften/", "/loften/1/", "/omraden/ett/"):
        main = client.get(path, {"datum": BEFORE}).content.decode().split("<main")[1]
        main = main.split("</main")[0]
        assert 'href="/loften/1/"' not in main
        assert f'href="/loften/{"" if path == "/loften/1/" else "1/"}?datum={BEFORE}' in main


def test_body_without_goals_is_counted_and_says_so(site, main_of):
    page = main_of("/loften/")
    assert "1 av 2 områden har publicerat mål." in page
    assert "Inga mål publicerade ännu (1)" in page
    assert "Inga mål publicerade ännu." in main_of("/omraden/tva/")
    assert "Inga mål är publicerade för den här dagen." in main_of("/omraden/tva/", BEFORE)


def test_goal_of_a_body_that_has_ended_is_not_shown(site, main_of):
    site.end = D(2026, 1, 1)
    site.save()
    assert "Nytt mål" not in main_of("/loften/", "2026-01-01")
    assert "Nytt mål" not in main_of("/loften/1/", "2026-01-01")
    assert "Nytt mål" in main_of("/loften/1/", "2025-12-31")


def test_unassigned_goals_are_counted_on_a_promise_without_goals(site, main_of):
    assert "Inget mål är kopplat till löftet ännu." in main_of("/loften/2/")
    QualityGoal.objects.create(body=site, number=2, text="Eget mål")
    assert "Ett mål är publicerat utan att källan anger" in main_of("/loften/2/")
    assert "Eget mål" not in main_of("/loften/2/")


def test_variant_is_told_word_for_word_or_as_the_same(site, main_of):
    source = Source.objects.create(code="x", title="Ett annat dokument")
    promise = PatientPromise.objects.get(number=2)
    variant = PromiseVariant.objects.create(promise=promise, source=source, text="få ett svar")
    assert "I ”Ett annat dokument” står det:\nfå ett svar" in main_of("/loften/2/")
    variant.text = promise.text
    variant.save()
    assert "Löftet står med samma ord i ”Ett annat dokument”." in main_of("/loften/2/")


def test_without_its_text_the_page_of_promises_is_not_there(client, db):
    make.healthcare_region()
    assert client.get("/loften/").status_code == 404
    assert client.get("/loften/1/").status_code == 404


def test_empty_page_of_promises_says_so(client, db, main_of):
    make.healthcare_region()
    Page.objects.create(path="loften", title="Våra löften")
    page = main_of("/loften/")
    assert "Inga löften är registrerade ännu." in page
    assert "Inga mål publicerade ännu." in page


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "ett", "1.5", "1%00"])
def test_number_that_no_promise_has_answers_404(site, client, number):
    assert client.get(f"/loften/{number}/").status_code == 404


@pytest.fixture
def national(site):
    """A national kind with its list, its page and what stands around it."""
    kind = make.kind(
        "npo", prefix="riket", level="national", plural="Nationella områden", lead="Listans ord."
    )
    nation = make.body("Rikets", of=kind, path="riket/ett")
    Hosting.objects.create(national_body=nation, end=CHANGE)
    make.relate(site, "counterpart_of", nation, None, CHANGE)
    KnowledgeTopic.objects.create(name="Ämnet", end=CHANGE)
    SystemLevel.objects.create(number=1, name="Nivån", duties=["Gör något"], end=CHANGE)
    Page.objects.create(
        path="riket",
        title="Riket",
        lead="Sidans ord.",
        body="<p>Ovanför.</p><h3>Nedanför</h3><p>Text.</p>",
    )
    return nation


def test_page_with_the_address_of_a_list_stands_around_it(national, main_of):
    rows = main_of("/riket/").split("\n")
    wanted = ["Riket", "Sidans ord.", "Ovanför.", "Nationella områden", "Listans ord."]
    at = [rows.index(each) for each in [*wanted, "Rikets", "Nedanför"]]
    assert at == sorted(at)


def test_list_without_a_page_has_the_words_of_its_kind(national, main_of):
    Page.objects.get(path="riket").delete()
    assert main_of("/riket/").split("\n")[:2] == ["Nationella områden", "Listans ord."]


def test_national_level_follows_the_day(national, main_of):
    before, after = main_of("/riket/", BEFORE), main_of("/riket/", AFTER)
    for each in ("är värd.", "Ämnet", "Nivån", "Gör något", "Kända motsvarigheter"):
        assert each in before
        assert each not in after
    assert "Inga ämnen är registrerade för den här dagen." in after


def test_hosting_names_the_national_body_that_is_hosted(national, site, main_of):
    type(site.kind).objects.update(panels=["programmes.hosting"])
    panel = main_of("/omraden/ett/", BEFORE).split("är värd för det nationella programområdet.")[1]
    assert panel.split("\n")[1].strip() == "Rikets"


def test_hosted_body_says_so_once_and_does_not_list_itself(national, site, main_of):
    type(site.kind).objects.update(panels=["programmes.hosting"])
    rows = main_of("/riket/ett/", BEFORE).split("\n")
    panel = rows[rows.index("Nationellt värdskap") :]
    said = [each for each in panel if each.startswith("Sjukvårdsregionen är värd för området.")]
    assert len(said) == 1
    assert "Rikets" not in panel
    assert not [each for each in panel if each.startswith("Inget värdskap")]


def test_queries_are_few_and_the_same_however_many_rows(national, client):
    def counts():
        found = []
        for path in ("/loften/", "/loften/1/", "/omraden/ett/", "/riket/"):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(path, {"datum": BEFORE}).status_code == 200
            found.append(len(caught))
        return found

    first = counts()
    source = Source.objects.create(code="x", title="Ett annat dokument")
    for number in range(10, 40):
        area = make.body(of=make.kind("omrade"), counterpart="exists")
        promise = PatientPromise.objects.create(number=number, text=f"få vård {number}")
        PromiseVariant.objects.create(promise=promise, source=source, text="annat")
        QualityGoal.objects.create(body=area, number=1, text=f"Mål {number}", promise=promise)
        KnowledgeTopic.objects.create(name=f"Ämne {number}")
        nation = make.body(of=make.kind("npo"))
        Hosting.objects.create(national_body=nation)
        make.relate(area, "counterpart_of", nation)
    assert counts() == first
    assert max(first) <= 8, first

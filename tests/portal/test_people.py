"""A person's page: only what follows from public posts, and only as long as it may be told."""

import datetime
import re

import pytest

from bodies.models import Role
from organisation.dates import today, years_from
from organisation.models import HealthcareRegion
from organisation.rules import one_person
from tests import factories as make
from tests.sources.reading import text_of

D = datetime.date
DAY = datetime.timedelta(days=1)


@pytest.fixture
def region(db):
    make.healthcare_region()
    return make.region(name="Region Norr")


@pytest.fixture
def board(region):
    return make.body("Nämnden", of=make.kind("namnd"), path="namnder/ett", function="board")


@pytest.fixture
def group(region):
    return make.body("Gruppen", path="grupper/ett")


@pytest.fixture
def anna(region):
    made = make.person("Anna Prov", slug="anna-prov", email="anna.prov@norr.example")
    make.affiliation(made, region, title="Läkare", unit="Kliniken", party="Provpartiet")
    return made


def setting(**values):
    """Changes the settings of the healthcare region."""
    row = HealthcareRegion.objects.get()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def main_of(answer) -> str:
    assert answer.status_code == 200
    return text_of(answer.content.decode().replace("\N{SOFT HYPHEN}", ""), within="main")


def test_person_page_tells_name_title_unit_region_and_posts(client, anna, group, region):
    make.appoint(anna, make.post(group, represents_region=region), D(2024, 1, 1))
    page = client.get("/personer/anna-prov/")
    text = main_of(page)
    for each in ("Anna Prov", "Läkare", "Kliniken", "Region Norr", "Ledamot", "2024–"):
        assert each in text
    html = page.content.decode()
    assert 'href="/grupper/ett/"' in html
    assert f'href="{region.url}"' in html


def test_party_is_told_of_elected_representatives_only(client, anna, board, group):
    make.appoint(anna, make.post(group), None)
    assert "Provpartiet" not in main_of(client.get("/personer/anna-prov/"))
    as_secretary = make.appoint(anna, make.post(board, "sekreterare"), None)
    assert "Provpartiet" not in main_of(client.get("/personer/anna-prov/")), "not elected"
    as_secretary.delete()
    seat = make.appoint(anna, make.post(board, "ersattare"), None)
    assert "Provpartiet" in main_of(client.get("/personer/anna-prov/"))
    seat.end = today()
    seat.save()
    assert "Provpartiet" not in main_of(client.get("/personer/anna-prov/")), "no longer elected"


def test_party_stands_in_the_boards_posts_and_in_no_others(client, anna, board, group):
    for body in (board, group):
        make.appoint(anna, make.post(body), None)
    assert "Provpartiet" in main_of(client.get(f"/{board.path}/"))
    assert "Provpartiet" not in client.get(f"/{group.path}/").content.decode()


def test_work_address_is_told_today_while_an_office_is_held(client, anna, group):
    address = "anna.prov@norr.example"
    make.appoint(anna, make.post(group), None)
    assert address not in client.get("/personer/anna-prov/").content.decode(), "a seat isn't enough"
    office = make.appoint(anna, make.post(group, "sekreterare"), D(2024, 1, 1))
    html = client.get("/personer/anna-prov/").content.decode()
    assert f'<a href="mailto:{address}">{address}</a>' in html
    for day in (today() - DAY, today() + DAY):
        there = client.get(f"/personer/anna-prov/?datum={day}").content.decode()
        assert address not in there
    office.end = today()
    office.save()
    assert address not in client.get("/personer/anna-prov/").content.decode()


def test_posts_stand_as_now_coming_and_earlier(client, anna, group, board):
    make.appoint(anna, make.post(group), D(2024, 1, 1))
    make.appoint(anna, make.post(group, "ordforande"), D(2020, 1, 1), D(2022, 1, 1))
    make.appoint(anna, make.post(board), years_from(today(), 1))
    now, rest = main_of(client.get("/personer/anna-prov/")).split("\nKommande uppdrag\n")[-2:]
    coming, earlier = rest.split("\nTidigare uppdrag\n")
    assert "Gruppen" in now.split("\nUppdrag nu\n")[-1]
    assert "Nämnden" in coming
    assert "Ordförande" in earlier
    assert "2020–2021" in earlier.replace("\N{WORD JOINER}", "")


def test_derived_post_stands_with_what_it_follows(client, anna, group, board):
    chair = make.post(group, "ordforande")
    make.post(board, held_by_role=chair.role, held_by_body=group)
    make.appoint(anna, chair, D(2024, 1, 1))
    text = main_of(client.get("/personer/anna-prov/"))
    assert "Nämnden" in text
    assert "ordförande i Gruppen" in text


def test_page_around_the_end_of_a_post(client, anna, group):
    make.appoint(anna, make.post(group), D(2024, 1, 1), D(2025, 5, 1))
    before = main_of(client.get("/personer/anna-prov/?datum=2025-04-30"))
    after = main_of(client.get("/personer/anna-prov/?datum=2025-05-01"))
    assert "Tidigare uppdrag" not in before
    assert "2024–" in before
    assert "30 april" not in before.replace("\N{NO-BREAK SPACE}", " "), "an end not yet come"
    assert "Läkare" in before
    assert "Inga uppdrag den här dagen." in after
    assert "30 april 2025" in after.replace("\N{NO-BREAK SPACE}", " ")
    assert "Läkare" not in after, "where a former holder works is nobody's business"


def test_nothing_later_is_told_looking_back(client, anna, group, board):
    make.appoint(anna, make.post(group), D(2024, 1, 1))
    make.appoint(anna, make.post(board), D(2025, 1, 1))
    page = client.get("/personer/anna-prov/?datum=2024-06-01")
    assert "Nämnden" not in main_of(page)
    assert 'href="/grupper/ett/?datum=2024-06-01"' in page.content.decode()
    assert client.get("/personer/anna-prov/?datum=2023-12-31").status_code == 404


def test_person_without_public_posts_is_answered_as_one_that_does_not_exist(client, anna, group):
    ended = make.body("Slut", end=D(2020, 1, 1))
    make.appoint(anna, make.post(group), today() + DAY)
    make.appoint(anna, make.post(ended), D(2021, 1, 1))  # never held: the body had ended
    answers = [client.get(f"/personer/{each}/") for each in ("anna-prov", "finns-inte")]
    assert [each.status_code for each in answers] == [404, 404]
    pages = [
        each.content.decode().replace(slug, "")
        for each, slug in zip(answers, ("anna-prov", "finns-inte"), strict=True)
    ]
    assert pages[0] == pages[1]
    assert "Anna" not in pages[0]


def test_coming_holder_is_named_without_link_until_a_post_has_begun(client, anna, group):
    make.appoint(anna, make.post(group, "ordforande"), today() + DAY)
    page = client.get("/grupper/ett/").content.decode()
    assert "Anna Prov" in page
    assert "/personer/" not in page
    make.appoint(anna, make.post(group), None, D(2020, 1, 1))
    assert 'href="/personer/anna-prov/"' in client.get("/grupper/ett/").content.decode()
    setting(former_posts_years=3)
    assert "/personer/" not in client.get("/grupper/ett/").content.decode()


def test_nothing_of_a_person_without_posts_is_on_any_page(client, anna, board, group, region):
    make.appoint(make.person("Bo Prov"), make.post(group, "ordforande"), None)
    paths = ["/", "/regioner/", region.url, "/grupper/", "/grupper/ett/", "/namnder/ett/"]
    for path in paths:
        html = client.get(path).content.decode()
        assert not re.search("Anna|anna-prov|anna.prov|Provpartiet", html), path


def test_posts_ended_longer_ago_than_the_setting_answer_410_without_name(client, anna, group):
    limit = years_from(today(), -5)
    make.appoint(anna, make.post(group, "ordforande"), D(2018, 1, 1), limit)
    assert client.get("/personer/anna-prov/").status_code == 200, "always told, without a setting"
    setting(former_posts_years=5)
    # Looking back doesn't help: the years count from today.
    for path in ("/personer/anna-prov/", "/personer/anna-prov/?datum=2019-01-01"):
        answer = client.get(path)
        assert answer.status_code == 410
        html = answer.content.decode()
        assert "Uppgifterna visas inte längre" in html
        assert "5 år" in html
        assert not re.search("Anna|anna-prov|Gruppen", html)
        assert answer["X-Robots-Tag"] == "noindex"
    for path in ("/grupper/ett/", "/grupper/ett/?datum=2019-01-01", "/grupper/?datum=2019-01-01"):
        html = client.get(path).content.decode()
        assert not re.search("Anna|anna-prov", html), path
        if "datum" in path:
            assert "Namnet visas inte längre" in html, "the post was held"


def test_post_that_ended_within_the_years_is_told_and_an_older_one_is_not(client, anna, group):
    limit = years_from(today(), -5)
    make.appoint(anna, make.post(group, "ordforande"), D(2018, 1, 1), limit)
    make.appoint(anna, make.post(group, "sekreterare"), D(2018, 1, 1), limit + DAY)
    setting(former_posts_years=5)
    text = main_of(client.get("/personer/anna-prov/"))
    assert "Sekreterare" in text
    assert "Ordförande" not in text


def test_merged_person_leads_to_the_one_merged_into(client, anna, group):
    old = make.person("Ana Prov", slug="ana-prov", merged_into=anna)
    older = make.person("A Prov", slug="a-prov", merged_into=old)
    assert client.get("/personer/ana-prov/").status_code == 404, "nobody has a post yet"
    make.appoint(older, make.post(group), D(2019, 1, 1), D(2020, 1, 1))
    for slug in ("ana-prov", "a-prov"):
        answer = client.get(f"/personer/{slug}/?datum=2024-06-01")
        assert answer.status_code == 301
        assert answer["Location"] == "/personer/anna-prov/?datum=2024-06-01"
    assert "Gruppen" in main_of(client.get("/personer/anna-prov/")), "posts of all records"
    setting(former_posts_years=1)
    answer = client.get("/personer/ana-prov/")
    assert answer.status_code == 410, "an address with the name in it would tell the name"


def test_ring_of_merged_people_still_ends():
    assert one_person(1, [(1, 2), (2, 1)]) == (2, {1, 2})
    assert one_person(3, [(1, 2), (2, 3), (4, 5)]) == (3, {1, 2, 3})
    assert one_person(7, []) == (7, {7})


def test_search_engines_are_kept_away_unless_the_setting_lets_them_in(client, anna, group):
    make.appoint(anna, make.post(group), None)
    meta = '<meta name="robots" content="noindex">'
    answer = client.get("/personer/anna-prov/")
    assert (answer["X-Robots-Tag"], meta in answer.content.decode()) == ("noindex", True)
    setting(people_indexed=True)
    answer = client.get("/personer/anna-prov/")
    assert "X-Robots-Tag" not in answer
    assert meta not in answer.content.decode()
    answer = client.get("/personer/anna-prov/?datum=2024-06-01")
    assert (answer["X-Robots-Tag"], meta in answer.content.decode()) == ("noindex", True)


def test_names_lead_to_the_persons_page_wherever_they_stand(client, region):
    kind = make.kind("omrade", prefix="omraden", layout="alphabetical", belongs_to=make.kind("rad"))
    body = make.body("Området", of=kind, path="omraden/ett")
    chair = make.post(body, "ordforande")
    for number, (start, end) in enumerate(
        ((D(2020, 1, 1), D(2022, 1, 1)), (D(2022, 1, 1), D(2024, 1, 1)), (D(2024, 1, 1), None))
    ):
        make.appoint(make.person(f"Nr {number}", slug=f"nr-{number}"), chair, start, end)
    links = re.findall(r'href="/personer/(nr-\d)/">([^<]+)<', client.get(body.url).content.decode())
    assert {slug for slug, _ in links} == {"nr-0", "nr-1", "nr-2"}
    texts = [text for slug, text in links if slug == "nr-2"]
    # In the facts, the post grid and the ribbon; in the history with what happened.
    assert texts.count("Nr 2") == 3
    assert texts.count("Nr 2 blir ordförande") == 1
    assert 'href="/personer/nr-2/"' in client.get("/omraden/").content.decode()
    back = client.get(f"{body.url}?datum=2023-01-01").content.decode()
    assert 'href="/personer/nr-1/?datum=2023-01-01"' in back
    assert "nr-2" not in back
    for slug, _ in links:
        assert client.get(f"/personer/{slug}/").status_code == 200


def facts_of(client, path) -> str:
    found = re.search(r"<dl.*?</dl>", client.get(path).content.decode(), re.DOTALL)
    return found[0] if found else ""


def test_contact_is_the_function_address_else_process_support_else_an_office(client, group):
    def fact():
        found = re.search(r"<dt>Kontakt</dt>(.*?)</div>", facts_of(client, "/grupper/ett/"), re.S)
        return found[1] if found else ""

    def contact():
        return re.findall(r'<a href="mailto:([^"]+)">\1</a>', fact())

    assert contact() == []
    assert "Uppgift saknas" in fact()
    above = make.body("Ledningen", of=make.kind("ledning"), path="ledningen")
    relation = make.relate(group, "commissioned_by", above)
    assert 'href="/ledningen/">Fråga Ledningen</a>' in fact()
    assert "Egen kontakt: uppgift saknas" in fact()
    relation.delete()
    for role, name in (("ordforande", "ola"), ("sekreterare", "siv"), ("processtod", "per")):
        holder = make.person(f"{name} Prov", email=f"{name}@norr.example")
        made = make.appoint(holder, make.post(group, role), D(2024, 1, 1))
        assert contact() == [f"{name}@norr.example"]
    assert Role.objects.get(slug="processtod").function == "process_support"
    made.end = today()
    made.save()
    assert contact() == ["siv@norr.example"], "the process support has left"
    group.email = "gruppen@norr.example"
    group.save()
    assert contact() == ["gruppen@norr.example"]
    assert "@" not in facts_of(client, f"/grupper/ett/?datum={today() - DAY}")
    group.end = today()
    group.save()
    assert contact() == [], "a body that has ended answers no post"
    assert fact() == ""

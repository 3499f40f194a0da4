"""A published address never dies: it leads on, or says why there is nothing any more."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bodies.models import Body, BodyKind
from documents.models import SharedText
from organisation.dates import today
from organisation.models import OldAddress, Page, Person, Region, Shortcut
from portal.loading import load
from tests import factories as make
from tests.sources.reading import text_of

pytestmark = pytest.mark.django_db
D = datetime.date
DAY = datetime.timedelta(days=1)


@pytest.fixture
def site(db):
    make.healthcare_region()
    return make.region(slug="norr", name="Region Norr")


def rows() -> dict[str, str]:
    return dict(OldAddress.objects.values_list("path", "target"))


def main_of(answer) -> str:
    return text_of(answer.content.decode().replace("\N{SOFT HYPHEN}", ""), within="main")


# What leaves a row, whoever writes: table, column, first step, the old and the new.
MOVES = [
    ("bodies_body", "path", "", "grupper/ett", "grupper/tva"),
    ("organisation_page", "path", "", "om", "om-oss"),
    ("bodies_bodykind", "prefix", "", "grupper", "arbetsgrupper"),
    ("organisation_region", "slug", "regioner/", "norr", "norra"),
    ("organisation_person", "slug", "personer/", "anna", "anna-ny"),
    ("documents_sharedtext", "slug", "gemensamma-texter/", "lika", "lika-for-alla"),
]


@pytest.fixture
def everything(site):
    """One of each that has an address."""
    make.body("Gruppen", path="grupper/ett")
    make.kind("grupp")
    Page.objects.create(path="om", title="Om oss")
    make.person("Anna Prov", slug="anna")
    shared = SharedText.objects.create(slug="lika", name="Lika", body_kind=make.kind("grupp"))
    make.published(make.document(kind="shared_text", shared_text=shared))


@pytest.mark.parametrize(("table", "column", "step", "old", "new"), MOVES)
def test_changed_address_leaves_a_row_even_for_raw_sql(
    everything, sql, table, column, step, old, new
):
    sql(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", new, old)
    assert rows() == {step + old: step + new}
    assert OldAddress.objects.get().since == today()


@pytest.mark.parametrize(("table", "column", "step", "old", "new"), MOVES)
def test_moving_on_is_pulled_straight_and_moving_back_frees_the_address(
    everything, sql, table, column, step, old, new
):
    move = f"UPDATE {table} SET {column} = %s WHERE {column} = %s"
    sql(move, new, old)
    sql(move, "sist", new)
    assert rows() == {step + old: f"{step}sist", step + new: f"{step}sist"}
    sql(move, old, "sist")
    assert rows() == {step + new: step + old, f"{step}sist": step + old}


def test_what_changes_other_fields_leaves_no_row(everything):
    Body.objects.update(summary="Nytt")
    Page.objects.update(title="Nytt")
    BodyKind.objects.update(plural="Nytt")
    Region.objects.update(name="Nytt")
    Person.objects.update(family_name="Nytt")
    assert rows() == {}


def test_two_that_change_places_end_without_a_row_for_either(everything, sql):
    make.body("Andra", path="grupper/tva")
    for old, new in (("ett", "mellan"), ("tva", "ett"), ("mellan", "tva")):
        sql("UPDATE bodies_body SET path = %s WHERE path = %s", f"grupper/{new}", f"grupper/{old}")
    assert rows() == {"grupper/mellan": "grupper/tva"}


def test_new_thing_at_an_old_address_frees_it(everything, client):
    Body.objects.filter(path="grupper/ett").update(path="grupper/tva")
    make.body("En annan", path="grupper/ett")
    assert rows() == {}
    assert "En annan" in main_of(client.get("/grupper/ett/"))


def test_removed_thing_leaves_a_gone_address_and_so_do_those_that_led_to_it(everything, sql):
    sql("UPDATE organisation_page SET path = 'om-oss'")
    sql("DELETE FROM organisation_page")
    assert rows() == {"om": "", "om-oss": ""}


def test_removed_person_leaves_no_trace(everything, sql):
    sql("UPDATE organisation_person SET slug = 'anna-ny' WHERE slug = 'anna'")
    sql("DELETE FROM organisation_person WHERE slug = 'anna-ny'")
    assert rows() == {}


@pytest.mark.parametrize("path", ["a", "a/b"])
def test_row_that_leads_to_itself_is_refused(site, path):
    with pytest.raises(IntegrityError, match="would lead to itself"), transaction.atomic():
        OldAddress.objects.create(path=path, target=path)
    with pytest.raises(ValidationError, match="till sig själv"):
        OldAddress(path=path, target=path).full_clean()


def test_ring_of_two_rows_is_refused_and_a_chain_is_pulled_straight(site, sql):
    OldAddress.objects.create(path="a", target="b")
    OldAddress.objects.create(path="b", target="c")
    assert rows() == {"a": "c", "b": "c"}
    OldAddress.objects.create(path="d", target="a")
    assert rows()["d"] == "c"
    insert = (
        "INSERT INTO organisation_oldaddress (path, target, explanation, since) "
        "VALUES ('c', 'a', '', '2026-01-01')"
    )
    with pytest.raises(IntegrityError, match="would lead to itself"), transaction.atomic():
        sql(insert)
    with pytest.raises(ValidationError, match="till sig själv"):
        OldAddress(path="c", target="a").full_clean()


@pytest.mark.parametrize("path", ["/a/", "a.b", "a//b", "a b", "å", ""])
def test_malformed_address_is_refused(site, path):
    with pytest.raises(ValidationError):
        OldAddress(path=path, target="b").full_clean()


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/grupper/ett/", "/grupper/tva/"),
        ("/grupper/ett/?datum=2024-01-01", "/grupper/tva/?datum=2024-01-01"),
        ("/grupper/ett/?a=1&b=%C3%A5", "/grupper/tva/?a=1&b=%C3%A5"),
        ("/grupper/ett/uppdrag/", "/grupper/tva/uppdrag/"),
        ("/grupper/ett/uppdrag/2/?datum=2024-01-01", "/grupper/tva/uppdrag/2/?datum=2024-01-01"),
        ("/regioner/norr/", "/regioner/norra/"),
        ("/om/", "/om-oss/"),
        ("/samlingar/", "/grupper/"),
    ],
)
def test_old_address_leads_to_the_new_one_with_its_query(everything, client, asked, leads):
    Body.objects.filter(path="grupper/ett").update(path="grupper/tva")
    Region.objects.filter(slug="norr").update(slug="norra")
    Page.objects.filter(path="om").update(path="om-oss")
    OldAddress.objects.create(path="samlingar", target="grupper")
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, leads)
    # A reader who has met the old way may have to go the other way, when a body moves back.
    assert "no-cache" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]
    assert client.post(asked).status_code in (404, 405)


def test_longest_old_address_is_the_one_that_leads(site, client):
    OldAddress.objects.create(path="gamla", target="nya")
    OldAddress.objects.create(path="gamla/ett", target="annat/ett")
    assert client.get("/gamla/ett/uppdrag/")["Location"] == "/annat/ett/uppdrag/"
    assert client.get("/gamla/tva/")["Location"] == "/nya/tva/"


def test_what_exists_today_wins_over_an_old_address(everything, client):
    for path in ("grupper/ett", "grupper", "om"):
        OldAddress.objects.create(path=path, target="annat")
    for path in ("/grupper/ett/", "/grupper/", "/om/"):
        assert client.get(path).status_code == 200


def test_addresses_that_point_into_each_other_never_send_a_reader_round(site, client):
    OldAddress.objects.create(path="a", target="a/b")
    OldAddress.objects.create(path="x", target="y/z")
    OldAddress.objects.create(path="y", target="x/w")
    for path in ("/a/", "/a/1/", "/a/b/", "/x/", "/x/1/", "/y/", "/y/2/"):
        answer = client.get(path, follow=True)
        assert answer.status_code == 404
        assert len(answer.redirect_chain) <= 2


@pytest.mark.parametrize("target", ["/ond.example", "https://ond.example", "a//b", "x y"])
def test_reader_is_never_led_off_the_site(site, client, target):
    OldAddress.objects.create(path="a", target=target)
    assert client.get("/a/").status_code == 404


def test_gone_address_says_why_since_when_and_where_to_go(site, client):
    OldAddress.objects.create(
        path="om/historia", explanation="Texten ingår nu i årsrapporten.", since=D(2025, 3, 1)
    )
    for path in ("/om/historia/", "/om/historia/mer/"):
        answer = client.get(path)
        text = main_of(answer)
        assert answer.status_code == 410
        assert answer["X-Robots-Tag"] == "noindex"
        for each in ("Texten ingår nu i årsrapporten.", "1 mars 2025", "startsidan", "ändringarna"):
            assert each in text
    assert (
        'href="/?datum=2025-04-01"' in client.get("/om/historia/?datum=2025-04-01").content.decode()
    )


def test_gone_address_without_an_explanation_is_clear_all_the_same(site, client):
    OldAddress.objects.create(path="om/historia", since=D(2025, 3, 1))
    answer = client.get("/om/historia/")
    assert answer.status_code == 410
    assert "Sidan har tagits bort" in main_of(answer)


def test_withdrawn_page_answers_410_and_stands_in_no_list(site, client):
    page = Page.objects.create(path="om", title="Om oss", body="<p>Hemligt ord: xylofon</p>")
    make.kind("grupp", prefix="om-grupper")
    assert "/om/" in client.get("/sitemap.xml").content.decode()
    page.withdrawn, page.withdrawn_reason = today(), "Sidan hade fel uppgifter."
    page.save()
    for path in ("/om/", "/om/?datum=2019-01-01", "/om/?datum=2030-01-01"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "Sidan hade fel uppgifter." in main_of(answer)
        assert "xylofon" not in answer.content.decode()
    assert "/om/" not in client.get("/sitemap.xml").content.decode()


def test_page_that_is_to_be_withdrawn_stands_until_then(site, client):
    Page.objects.create(
        path="om", title="Om oss", withdrawn=today() + 10 * DAY, withdrawn_reason="Projektet slut."
    )
    assert client.get("/om/").status_code == 200
    later = client.get(f"/om/?datum={(today() + 10 * DAY).isoformat()}")
    assert later.status_code == 410
    assert main_of(later).startswith("Om oss\nSidan tas bort\nProjektet slut.")


def test_withdrawn_page_no_longer_stands_around_a_list_nor_among_the_links(site, client):
    make.body("Gruppen", path="grupper/ett")
    Page.objects.create(path="grupper", title="Våra grupper", withdrawn=today())
    Page.objects.create(path="om", title="Om oss", withdrawn=today())
    Shortcut.objects.create(place="entrance", label="Om oss", target="/om/")
    Shortcut.objects.create(place="entrance", label="Grupper", target="/grupper/")
    answer = client.get("/grupper/")
    assert answer.status_code == 200
    assert "Våra grupper" not in answer.content.decode()
    html = client.get("/").content.decode()
    assert 'href="/om/"' not in html
    assert 'href="/grupper/"' in html


def test_withdrawn_page_needs_a_reason(site):
    with pytest.raises(ValidationError, match="varför"):
        Page(path="om", title="Om oss", withdrawn=today()).full_clean()


def test_persons_old_address_leads_on_only_while_the_person_has_a_page(site, client):
    anna = make.person("Anna Prov", slug="anna-prov")
    Person.objects.filter(pk=anna.pk).update(slug="anna-ny")
    assert client.get("/personer/anna-prov/").status_code == 404, "it doesn't tell who exists"
    make.appoint(anna, make.post(make.body()), D(2024, 1, 1))
    answer = client.get("/personer/anna-prov/?datum=2025-01-01")
    assert (answer.status_code, answer["Location"]) == (301, "/personer/anna-ny/?datum=2025-01-01")
    assert client.get("/personer/anna-prov/?datum=2023-01-01").status_code == 404
    assert client.get("/personer/anna-prov/mer/").status_code == 404


def test_persons_old_address_says_410_without_a_name_when_the_posts_are_told_no_longer(
    site, client
):
    row = site.healthcare_region
    row.former_posts_years = 1
    row.save()
    anna = make.person("Anna Prov", slug="anna-prov")
    make.appoint(anna, make.post(make.body()), D(2018, 1, 1), D(2019, 1, 1))
    Person.objects.filter(pk=anna.pk).update(slug="anna-ny")
    answer = client.get("/personer/anna-prov/")
    assert answer.status_code == 410
    assert "anna" not in main_of(answer).lower()


def asked(client, path):
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    return answer.status_code, len(caught)


@pytest.mark.parametrize(
    ("path", "before"),
    [
        ("/finns-inte/", 5),
        ("/grupper/finns-inte/", 4),
        ("/finns/inte/alls/", 2),
        ("/regioner/x/", 2),
    ],
)
def test_not_found_costs_one_question_more_at_most_however_many_old_addresses(
    site, client, path, before
):
    for number in (5, 500):
        OldAddress.objects.bulk_create(
            OldAddress(path=f"gammal-{number}/{each}", target="om") for each in range(number)
        )
        assert asked(client, path) == (404, before + 1)


@pytest.mark.parametrize("path", ["/%00/", "/grupper/%00/", "/å/", f"/{'a' * 5000}/", "/a//b/"])
def test_strange_address_is_not_found(site, client, path):
    assert client.get(path).status_code == 404


def test_fixture_loader_takes_old_addresses(site, tmp_path, settings):
    folder = tmp_path / "fixtures" / "prov"
    folder.mkdir(parents=True)
    (folder / "10.toml").write_text(
        '[[organisation.oldaddress]]\npath = "gammal"\ntarget = "om"\nsince = 2025-01-01\n'
    )
    settings.BASE_DIR = tmp_path
    assert load(["prov"], on=D(2026, 2, 6)).created["organisation.oldaddress"] == 1
    assert load(["prov"], on=D(2026, 2, 6)).writes == 0
    assert rows() == {"gammal": "om"}


def test_shared_text_leads_on_from_its_old_address_and_all_below_it(site, client):
    shared = SharedText.objects.create(slug="lika", name="Lika", body_kind=make.kind("grupp"))
    make.published(make.document(kind="shared_text", shared_text=shared))
    SharedText.objects.filter(pk=shared.pk).update(slug="alla")
    for below in ("", "1/", "versioner/", "1/pdf/"):
        answer = client.get(f"/gemensamma-texter/lika/{below}?datum=2026-02-01")
        assert answer.status_code == 301
        assert answer["Location"] == f"/gemensamma-texter/alla/{below}?datum=2026-02-01"
    SharedText.objects.filter(pk=shared.pk).update(slug="lika")
    assert rows() == {"gemensamma-texter/alla": "gemensamma-texter/lika"}


def test_shared_text_that_nobody_has_read_leaves_no_address(site, client):
    shared = SharedText.objects.create(slug="hemlig", name="Hemlig", body_kind=make.kind("grupp"))
    make.edition(make.document(kind="shared_text", shared_text=shared))
    SharedText.objects.filter(pk=shared.pk).update(slug="hemligare")
    assert rows() == {}
    assert client.get("/gemensamma-texter/hemlig/").status_code == 404

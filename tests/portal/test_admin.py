"""The administration: who sees what, and that lists stay quick."""

import datetime
import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies.models import Body, BodyRelation
from bodies.standings import standing_of
from organisation.dates import today
from organisation.models import Page, Person, Region
from organisation.rights import Action
from portal.admin_site import site
from portal.rights import POLICIES
from tests import factories as make
from tests.portal.administering import Administrator, administrator, editor_of, options_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
EVERY = sorted(each.address for each in site._registry.values())
OFFICE = {
    *("personer", "anknytningar", "uppdrag", "organ", "namn", "forhallanden", "beslut"),
    *("loften", "andra-ordalydelser", "mal", "vardskap", "amnen", "nivaer"),
    *("sidor", "genvagar", "kallor"),
}
PEOPLE = {"personer", "anknytningar", "uppdrag"}


def reached(who: Administrator) -> set[str]:
    answers = {each: who.client.get(f"/admin/{each}/").status_code for each in EVERY}
    assert set(answers.values()) <= {200, 404}
    return {each for each, status in answers.items() if status == 200}


def test_djangos_own_checks_find_nothing():
    assert site.check(apps.get_app_configs()) == []


def test_every_kind_answers_by_the_policy_that_the_whole_site_asks():
    for model, pages in site._registry.items():
        assert type(pages.policy) is type(POLICIES[model])
        assert pages.policy.things == POLICIES[model].things


def test_administrator_reaches_every_kind():
    assert reached(administrator()) == set(EVERY)


def test_staff_office_reaches_what_is_no_regions_and_no_structure():
    assert reached(Administrator(make.user())) == OFFICE


def test_editor_of_a_region_reaches_its_people_only():
    assert reached(editor_of(make.region())) == PEOPLE


def test_leader_of_a_council_reaches_appointments_only():
    user = make.user(office=False)
    make.holding(user, Body.Function.COUNCIL, "sekreterare")
    assert reached(Administrator(user)) == {"uppdrag"}


@pytest.mark.parametrize("role", ["ledamot", "processtod", "ordforande"])
def test_those_of_a_body_reach_nothing_of_the_administration(role):
    user = make.user(office=False)
    make.holding(user, Body.Function.PROGRAMME_AREA, role)
    who = Administrator(user)
    who.get("", status=404)
    assert reached(who) == set()
    assert "/admin/" not in who.client.get("/arbetsyta/").content.decode()


def test_first_page_shows_only_what_the_reader_reaches():
    html = editor_of(make.region()).get("")
    assert set(re.findall(r'class="admin-kind" href="/admin/([\w-]+)/"', html)) == PEOPLE
    assert "Administration</a>" in html.split("</nav>")[0]


def test_visitor_is_sent_to_the_sites_own_sign_in():
    make.healthcare_region()
    answer = Client().get("/admin/personer/")
    assert answer.status_code == 302
    assert answer["Location"] == "/logga-in/?next=/admin/personer/"
    for address in ("login/", "logout/", "password_change/", "autocomplete/", "jsi18n/", "r/1/1/"):
        assert Client().get(f"/admin/{address}").status_code == 404


def test_pages_are_kept_by_nobody_and_found_by_no_search_engine():
    answer = administrator().client.get("/admin/personer/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"


def test_administrator_without_a_second_factor_is_sent_to_get_one(settings):
    settings.SECOND_FACTOR_OPTIONAL = False
    who = administrator()
    for address in ("", "personer/", "poster/ny/"):
        answer = who.client.get(f"/admin/{address}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/konto/")
    assert who.forge("personer/ny/", given_name="Eva", family_name="Ek").status_code == 302
    assert not Person.objects.filter(family_name="Ek").exists()


def test_account_that_is_shut_off_is_out_at_once():
    who = administrator()
    who.get("")
    who.user.is_active = False
    who.user.save()
    assert who.client.get("/admin/").status_code == 302


def test_editor_whose_right_has_ended_is_out_at_once():
    region = make.region()
    who = editor_of(region)
    who.get("personer/")
    who.user.groups.clear()
    who.get("personer/", status=404)


# What others have stays unknown


@pytest.fixture
def two_regions():
    """A region with an editor, and another region's people."""
    own, other = make.region(name="Region Ett"), make.region(name="Region Två")
    mine, theirs = make.person("Egon Egen"), make.person("Anna Annan", email="a@annan.example")
    kept = make.affiliation(mine, own)
    hidden = make.affiliation(theirs, other)
    body = make.body("Organet")
    my_post, their_post = (make.post(body, represents_region=each) for each in (own, other))
    return {
        "who": editor_of(own),
        "own": own,
        "other": other,
        "mine": mine,
        "theirs": theirs,
        "kept": kept,
        "hidden": hidden,
        "my_post": my_post,
        "their_post": their_post,
        "my_appointment": make.appoint(mine, my_post),
        "their_appointment": make.appoint(theirs, their_post),
        "nobodys": make.person("Nils Ny"),
    }


def test_editor_sees_no_other_regions_records(two_regions):
    who = two_regions["who"]
    for address, mine, theirs in (
        ("personer", "mine", "theirs"),
        ("anknytningar", "kept", "hidden"),
        ("uppdrag", "my_appointment", "their_appointment"),
    ):
        html = who.get(f"{address}/")
        assert "Egon" in html or "Egen" in html
        assert "Anna" not in html
        assert "a@annan.example" not in html
        who.get(f"{address}/{two_regions[mine].pk}/")
        who.get(f"{address}/{two_regions[mine].pk}/historik/")
        who.get(f"{address}/{two_regions[theirs].pk}/", status=404)
        who.get(f"{address}/{two_regions[theirs].pk}/historik/", status=404)
        answer = who.forge(f"{address}/{two_regions[theirs].pk}/", given_name="Ny")
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "q=Anna",
        "q=a@annan",
        "region=region-x",
        "p=1&all=",
    ],
)
def test_search_and_filters_find_only_ones_own(two_regions, query):
    html = two_regions["who"].get(f"personer/?{query}")
    assert "Annan, Anna" not in html


@pytest.mark.parametrize(
    "query",
    [
        "email__startswith=a",
        "merged_into__email__startswith=a",
        "affiliations__region=2",
        "account__password__startswith=p",
        "_to_field=email",
        "slug=anna",
        "id__in=1,2",
    ],
)
def test_no_other_question_can_be_asked_in_the_address(two_regions, query):
    two_regions["who"].get(f"personer/?{query}", status=404)
    administrator().get(f"personer/?{query}", status=404)


def test_popups_of_djangos_are_plain_pages(two_regions):
    html = two_regions["who"].get("personer/?_popup=1")
    assert "Egen, Egon" in html
    assert "opener" not in html


def test_editor_chooses_among_ones_own_only(two_regions):
    who = two_regions["who"]
    affiliation = who.get("anknytningar/ny/")
    assert options_of(affiliation, "region") == {"Region Ett"}
    assert options_of(affiliation, "person") == {"Egon Egen, Region Ett", "Nils Ny"}
    appointment = who.get("uppdrag/ny/")
    assert options_of(appointment, "person") == {"Egon Egen, Region Ett"}
    assert options_of(appointment, "post") == {"Organet: Ledamot, Region Ett"}
    person = who.get(f"personer/{two_regions['mine'].pk}/")
    assert options_of(person, "merged_into") == {"Egon Egen, Region Ett"}


def test_person_who_has_moved_on_is_the_new_regions(two_regions):
    old = two_regions["kept"]
    old.end = today() - DAY
    old.save()
    make.affiliation(two_regions["mine"], two_regions["other"], start=today())
    two_regions["who"].get(f"personer/{two_regions['mine'].pk}/", status=404)
    two_regions["who"].get(f"anknytningar/{old.pk}/", status=404)
    html = editor_of(two_regions["other"]).get(f"personer/{two_regions['mine'].pk}/")
    assert html.count("Region Ett") == 0


def test_policy_of_affiliations_says_the_same_of_one_as_of_rows(two_regions):
    make.affiliation(make.person(), None, start=today() + DAY * 99, title="Annat")
    make.affiliation(two_regions["nobodys"], two_regions["own"], end=today() - DAY)
    for each in list(Region.objects.all()):
        make.affiliation(make.person(), each, start=today() + DAY)
    pages = site.of(type(two_regions["kept"]))
    users = [two_regions["who"].user, make.user(), make.user(office=False, is_superuser=True)]
    for user in users:
        standing = standing_of(user, today())
        for action in (Action.READ, Action.WRITE):
            rows = set(pages.policy.filter(standing, action))
            every = pages.model.objects.all()
            assert rows == {each for each in every if pages.policy.allows(standing, action, each)}


def test_council_leader_appoints_chairs_of_its_areas_only():
    user, council = make.user(office=False), make.body(function=Body.Function.COUNCIL)
    make.holding(user, council, "sekreterare")
    area, other = make.body("Området"), make.body("Ett annat")
    make.relate(area, BodyRelation.Kind.PART_OF, council)
    by = {"appointed_by_relation": BodyRelation.Kind.PART_OF}
    make.post(area, "ordforande", **by), make.post(other, "ordforande", **by)
    make.post(area, "ledamot")
    html = Administrator(user).get("uppdrag/ny/")
    assert options_of(html, "post") == {"Området: Ordförande"}


# Lists and texts


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "kind", ["personer", "anknytningar", "uppdrag", "poster", "organ", "konton"]
)
def test_list_takes_as_many_queries_however_many_rows(kind):
    who = administrator()

    def more(count):
        for _ in range(count):
            region, person, body = make.region(), make.person(), make.body()
            make.affiliation(person, region)
            make.appoint(person, make.post(body, represents_region=region))
            make.user(office=False, person=person)

    more(2)
    address = f"/admin/{kind}/"
    few = queries(who.client, address)
    more(20)
    assert queries(who.client, address) == few <= 12


def test_pages_of_one_record_take_as_many_queries_however_much_there_is():
    who, region, person = administrator(), make.region(), make.person()
    make.affiliation(person, region, end=today())
    address = f"/admin/personer/{person.pk}/"
    few = [queries(who.client, each) for each in (address, f"{address}historik/")]
    for number in range(1, 20):
        make.affiliation(
            person, region, start=today() + DAY * number, end=today() + DAY * (number + 1)
        )
        person.email = f"p{number}@prov.example"
        person.save()
        make.person()
    many = [queries(who.client, each) for each in (address, f"{address}historik/")]
    assert many == few
    assert max(few) <= 12


def test_person_without_rows_and_search_without_hits_say_so():
    who = administrator()
    assert "Här finns inget ännu." in who.get("sidor/")
    assert "Inget stämmer" in who.get("personer/?q=finnsinte")


def test_list_goes_on_to_the_next_page_with_the_search_kept():
    who = administrator()
    for number in range(60):
        make.person(f"Prov Person{number:02}")
    html = who.get("personer/?q=Prov")
    assert "Antal: 60, sida 1 av 2." in html
    following = re.search(r'rel="next" href="\?([^"]+)"', html)[1].replace("&amp;", "&")
    assert "q=Prov" in following
    assert "Person59" in who.get(f"personer/?{following}")


def test_record_leads_to_its_public_page():
    Page.objects.create(path="om/prov", title="En sida")
    who = administrator()
    html = who.get(f"sidor/{Page.objects.get().pk}/")
    assert '<a href="/om/prov/">Visa på webbplatsen</a>' in html


def test_no_word_of_a_page_is_english():
    who, person = administrator(), make.person()
    for address in (*(f"{each}/" for each in EVERY), f"personer/{person.pk}/", "poster/ny/"):
        text = re.sub(r"<[^>]+>", " ", who.get(address)).lower()
        for word in (" save ", " add ", " select ", " all ", " held ", " appointed ", "represents"):
            assert word not in text, (address, word)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method):
    who, person = administrator(), make.person()
    for address in ("", "personer/", f"personer/{person.pk}/", f"personer/{person.pk}/historik/"):
        status = getattr(who.client, method)(f"/admin/{address}").status_code
        assert status == 405
    assert who.client.post("/admin/personer/").status_code == 405
    assert Person.objects.filter(pk=person.pk).exists()

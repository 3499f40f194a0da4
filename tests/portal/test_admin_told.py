"""What the administration tells: who has what is asked for, what lists can be narrowed by, and what
is wrong, each once."""

import datetime
import re
from html import unescape

import pytest

from bodies.models import Appointment, RotationTerm
from organisation.dates import today
from organisation.models import OldAddress
from tests import factories as make
from tests.portal.administering import Administrator, administrator, editor_of, told

pytestmark = pytest.mark.django_db
D = datetime.date
DAY = datetime.timedelta(days=1)


def summary(answer) -> list[str]:
    """The lines of what is wrong, above the form."""
    found = re.search(r'<div class="errors".*?</div>', answer.content.decode(), re.DOTALL)[0]
    lines = re.findall(r"<li>(.*?)</li>", found)
    assert all(each.count("<a ") <= 1 for each in lines)
    return [unescape(re.sub(r"<[^>]+>", "", each)) for each in lines]


def test_occupied_post_says_who_has_it_and_when():
    who, person = administrator(), make.person()
    post = make.post(make.body())
    has = make.appoint(make.person("Eva O'Ek"), post, D(2024, 1, 1), D(2026, 1, 1))
    values = {"post": post.pk, "person": person.pk}
    answer = who.post("uppdrag/ny/", **values, start="2025-12-31")
    assert answer.status_code == 400
    assert summary(answer) == [
        "Post: Eva O'Ek har redan posten från och med 1 januari 2024 till och med 31 december "
        "2025. Avsluta det uppdraget först, eller välj en annan tid."
    ]
    assert f'<a href="/admin/uppdrag/{has.pk}/">Visa uppdraget</a>' in answer.content.decode()
    assert not Appointment.objects.filter(person=person).exists()
    # The day after the last one the post is free.
    assert who.post("uppdrag/ny/", **values, start="2026-01-01").status_code == 302
    assert who.post(f"uppdrag/{has.pk}/", end_reason="Slutade.").status_code == 302


def test_turn_that_another_region_has_is_told():
    who, theirs = administrator(), make.region(name="Region Andra")
    post = make.post(make.body(), "ordforande")
    has = make.term(post, theirs, D(2024, 1, 1))
    answer = who.post("turordning/ny/", post=post.pk, region=make.region().pk, start="2025-01-01")
    assert "Region Andra har redan posten från och med 1 januari 2024." in told(answer)
    assert f'<a href="/admin/turordning/{has.pk}/">' in answer.content.decode()
    assert RotationTerm.objects.count() == 1


def test_account_of_a_person_is_told():
    who, person, second = administrator(), make.person(), make.user(office=False)
    has = make.user(office=False, person=person)
    answer = who.post(f"konton/{second.pk}/", person=person.pk, reason="Prov.")
    assert answer.status_code == 400
    assert f"Personen har redan kontot {has.username}." in re.sub(r" +", " ", told(answer))
    assert f'<a href="/admin/konton/{has.pk}/">{has.username}</a>' in answer.content.decode()
    second.refresh_from_db()
    assert second.person is None


def test_persons_page_shows_appointments_and_leads_to_a_new_one():
    region, person = make.region(), make.person()
    make.affiliation(person, region)
    mine = make.appoint(person, make.post(make.body("Rådet"), represents_region=region))
    other = make.appoint(person, make.post(make.body("Nämnden")), D(2020, 1, 1), D(2021, 1, 1))
    html = administrator().get(f"personer/{person.pk}/")
    assert f'<a href="/admin/uppdrag/{mine.pk}/">Rådet: ' in html
    assert re.search(rf'/uppdrag/{other.pk}/">[^<]+</a> <span class="note">2020<', html)
    editor = editor_of(region)
    html = editor.get(f"personer/{person.pk}/")
    assert f'<a href="/admin/uppdrag/ny/?person={person.pk}">Lägg till uppdrag</a>' in html
    assert f"/admin/uppdrag/{mine.pk}/" in html
    assert f"/admin/uppdrag/{other.pk}/" not in html
    form = editor.form(f"uppdrag/ny/?person={person.pk}")
    assert form["person"] == str(person.pk)


def offered(html: str) -> dict[str, list[str]]:
    parts = re.findall(r'<nav class="admin-filter" aria-label="(.*?)">(.*?)</nav>', html, re.DOTALL)
    return {name: re.findall(r"<li><a[^>]*>(.*?)</a>", found) for name, found in parts}


def test_filters_offer_what_gives_something_and_more_than_one():
    region, other = make.region(name="Region A", order=1), make.region(name="Region B", order=2)
    make.region(name="Region C", order=3)
    make.affiliation(make.person(), region)
    make.affiliation(make.person(), other, end=today())
    html = administrator().get("anknytningar/")
    assert offered(html) == {
        "Tid": ["Alla", "Gäller nu", "Slut"],
        "Region": ["Alla", "Region A", "Region B"],
    }
    editor = editor_of(region)
    assert offered(editor.get("anknytningar/")) == {}
    # One that narrows the list by its address can be taken away.
    html = editor.get(f"anknytningar/?region={other.slug}")
    assert "Inget stämmer" in html
    assert offered(html) == {"Region": ["Alla", "Region A"]}


def test_ways_to_narrow_give_what_they_say():
    who, kind = administrator(), make.kind("rad", name="Råd", plural="Råd")
    body = make.body("Rådet", of=kind, path="rad/prov")
    make.body("Gruppen")
    make.body("Nya", start=today() + DAY)
    assert "Gruppen" not in who.get(f"organ/?slag={kind.slug}")
    assert body.path in who.get(f"organ/?slag={kind.slug}")
    html = who.get("organ/?tid=kommer")
    assert "Nya" in html
    assert "Gruppen" not in html
    assert offered(html)["Tid"] == ["Alla", "Gäller nu", "Kommer"]
    assert "Antal: 1" in who.get("konton/?konton=administratorer")


def test_errors_are_told_once_each_with_the_name_of_the_field():
    who = administrator()
    answer = who.post("tidigare-adresser/ny/", path="/a/", target="/a/")
    lines = summary(answer)
    assert len(lines) == len(set(lines)) == 2
    assert lines[0].startswith("Tidigare adress: Skriv adressen utan snedstreck")
    assert lines[1].startswith("Leder till: Skriv adressen utan snedstreck")
    number, page = "19121212-1212", "personer/ny/"
    lines = summary(who.post(page, given_name=number, family_name=number))
    assert [each.split(":")[0] for each in lines] == ["Förnamn", "Efternamn"]
    lines = summary(who.post(page))
    assert lines == ["Fyll i fältet ”Förnamn”.", "Fyll i fältet ”Efternamn”."]
    lines = summary(who.post(page, given_name="Eva", family_name="Ek", title=number, unit=number))
    assert [each.split(":")[0] for each in lines] == ["Titel", "Enhet"]


@pytest.mark.parametrize("address", ["https://www.annan.test/x", "//annan.test", "www.annan.test"])
def test_another_sites_address_is_no_redirect(address):
    who = administrator()
    for values in ({"path": address, "target": "a"}, {"path": "b", "target": address}):
        answer = who.post("tidigare-adresser/ny/", **values)
        assert "Adressen ska ligga på den här webbplatsen" in told(answer)
    assert not OldAddress.objects.exists()


def test_a_script_is_no_link():
    values = {"label": "Hit", "place": "entrance", "target": "javascript:alert(1)", "order": 1}
    answer = administrator().post("genvagar/ny/", **values, language="sv")
    assert "börjar med ett snedstreck" in told(answer)


def test_this_sites_own_address_may_be_written_in_full(settings):
    settings.SITE_ADDRESS = "https://prov.test"
    who = administrator()
    values = {"path": "https://prov.test/gammal/", "target": "https://prov.test/ny/sida/"}
    assert who.post("tidigare-adresser/ny/", **values).status_code == 302
    row = OldAddress.objects.get()
    assert (row.path, row.target) == ("gammal", "ny/sida")


def test_appointment_that_the_reader_may_not_see_is_not_told():
    """Whoever reaches none of a post's appointments learns no name from the refusal."""
    who = Administrator(make.user())
    post = make.post(make.body(), represents_region=make.region())
    make.appoint(make.person("Hemlig Person"), post)
    answer = who.forge("uppdrag/ny/", post=post.pk, person=make.person().pk)
    assert answer.status_code == 400
    assert "Hemlig Person" not in told(answer)

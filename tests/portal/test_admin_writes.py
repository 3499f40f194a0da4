"""What is saved in the administration, and what is told of it."""

import datetime
import re
from html import unescape

import pytest
from django.db import transaction
from django.test import Client

from bodies.models import Appointment, BodyKind, BodyRelation
from bodies.standings import standing_of
from organisation.actions.editors import editors_of
from organisation.dates import today
from organisation.models import (
    Affiliation,
    OldAddress,
    Outbox,
    Page,
    Person,
    RegionGroupPermission,
    Source,
    User,
)
from organisation.rights import Capacity
from portal.generation import generation
from tests import factories as make
from tests.portal.administering import Administrator, administrator, editor_of, fields_of, told

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def test_change_is_saved_with_who_and_why_and_the_site_is_told():
    who, person = administrator(), make.person("Anna Fel")
    before = generation()
    answer = who.post(f"personer/{person.pk}/", family_name="Rätt", reason="Felstavat.")
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.family_name == "Rätt"
    row = person.history.first()
    assert (row.history_user, row.history_change_reason) == (who.user, "Felstavat.")
    assert generation() > before
    html = who.get(f"personer/{person.pk}/historik/")
    assert "Varför: Felstavat." in html
    assert f"Av {who.user.first_name}." in html
    cells = re.search(r"Efternamn</th>(.*?)</tr>", html, re.DOTALL)[1]
    assert re.findall(r">([^<>]+)</td>", cells) == ["Fel", "Rätt"]


def test_form_that_changes_nothing_writes_no_history():
    who, person = administrator(), make.person()
    rows, before = person.history.count(), generation()
    answer = who.post(f"personer/{person.pk}/", reason="Ingenting.")
    assert answer.status_code == 302
    assert person.history.count() == rows
    assert generation() == before
    assert "Du ändrade inget" in who.get(f"personer/{person.pk}/")


def test_history_says_names_and_not_numbers():
    who, first, second = administrator(), make.region(name="Region A"), make.region(name="Region B")
    given = make.affiliation(make.person(), first)
    assert who.post(f"anknytningar/{given.pk}/", region=second.pk).status_code == 302
    html = who.get(f"anknytningar/{given.pk}/historik/")
    assert re.findall(r'data-label="(?:Före|Efter)">(Region [AB])<', html) == [
        *("Region A", "Region B"),
        "Region A",
    ]


def test_editor_adds_a_person_of_the_region():
    region = make.region()
    who = editor_of(region)
    # With one region only, it is chosen beforehand.
    answer = who.post("personer/ny/", given_name="Åsa", family_name="Öberg", title="Läkare")
    assert answer.status_code == 302
    person = Person.objects.get(family_name="Öberg")
    assert person.slug == "asa-oberg"
    assert person.affiliations.get().region == region
    assert person.history.get().history_user == who.user
    assert person.affiliations.get().history.get().history_user == who.user
    assert answer["Location"] == f"/admin/personer/{person.pk}/"


def test_second_person_of_a_name_gets_an_address_of_their_own():
    who = administrator()
    for _ in range(3):
        assert who.post("personer/ny/", given_name="Per", family_name="Ek").status_code == 302
    assert set(Person.objects.values_list("slug", flat=True)) == {"per-ek", "per-ek-2", "per-ek-3"}


def test_editor_takes_in_someone_who_belongs_to_no_region():
    region, person = make.region(), make.person()
    make.affiliation(person, make.region(), end=today() - DAY)
    who = editor_of(region)
    answer = who.post("anknytningar/ny/", person=person.pk, region=region.pk, start=today())
    assert answer.status_code == 302
    who.get(f"personer/{person.pk}/")


def test_editor_ends_an_affiliation_and_lets_go_of_the_person():
    region, person = make.region(), make.person()
    given = make.affiliation(person, region)
    who = editor_of(region)
    assert who.post(f"anknytningar/{given.pk}/", end=today() - DAY).status_code == 302
    given.refresh_from_db()
    assert given.end == today()
    who.get(f"personer/{person.pk}/", status=404)


def test_editor_appoints_a_person_of_the_region_to_its_post():
    region, person, body = make.region(), make.person(), make.body()
    make.affiliation(person, region)
    post = make.post(body, represents_region=region)
    who = editor_of(region)
    answer = who.post("uppdrag/ny/", post=post.pk, person=person.pk, start="2026-01-01")
    assert answer.status_code == 302
    made = Appointment.objects.get()
    assert (made.post, made.person, str(made.start)) == (post, person, "2026-01-01")
    assert made.history.get().history_user == who.user


def test_staff_office_appoints_a_regions_person_to_a_post_of_no_region():
    person, post = make.person(), make.post(make.body(), "processtod")
    make.affiliation(person, make.region())
    answer = Administrator(make.user()).post("uppdrag/ny/", post=post.pk, person=person.pk)
    assert answer.status_code == 302
    assert Appointment.objects.filter(post=post, person=person).exists()


def test_link_from_a_person_fills_in_who_the_affiliation_is_of():
    who, person = administrator(), make.person()
    assert who.form(f"anknytningar/ny/?person={person.pk}")["person"] == str(person.pk)
    for made_up in ("x", "99999", "-1"):
        assert who.form(f"anknytningar/ny/?person={made_up}")["person"] == ""


def test_new_address_of_a_page_lets_the_old_one_lead_on():
    who, page = administrator(), Page.objects.create(path="om/forst", title="Sidan")
    assert who.post(f"sidor/{page.pk}/", path="om/sedan").status_code == 302
    assert OldAddress.objects.get(path="om/forst").target == "om/sedan"


def test_text_of_a_page_is_written_in_the_plain_form():
    who = administrator()
    page = Page.objects.create(path="prov", title="Prov", body="<p>Ett <strong>ord</strong></p>")
    assert who.form(f"sidor/{page.pk}/")["body"] == "Ett **ord**"
    assert who.post(f"sidor/{page.pk}/").status_code == 302
    assert page.history.count() == 1
    assert who.post(f"sidor/{page.pk}/", body="- en\n- två").status_code == 302
    page.refresh_from_db()
    assert page.body == "<ul><li>en</li><li>två</li></ul>"


def test_lists_are_written_one_on_each_line():
    who, region = administrator(), make.region(aliases=["Ett", "Två"])
    assert who.form(f"regioner/{region.pk}/")["aliases"] == "Ett\nTvå"
    answer = who.post(f"regioner/{region.pk}/", aliases=" Ett \n\nTre, fyra\n")
    assert answer.status_code == 302
    region.refresh_from_db()
    assert region.aliases == ["Ett", "Tre, fyra"]


def test_editors_of_a_region_are_chosen_there_with_history():
    who, region = administrator(), make.region(name="Region Redigerad")
    new, old = make.user("Nya", office=False), make.user("Gamla", office=False)
    make.editor_of(old, region)
    form = who.form(f"regioner/{region.pk}/")
    assert form["editors"] == [str(old.pk)]
    answer = who.post(f"regioner/{region.pk}/", editors=[new.pk], reason="Byte.")
    assert answer.status_code == 302
    assert set(editors_of(region)) == {new}
    (holding,) = standing_of(User.objects.get(pk=new.pk), today()).holdings
    assert (holding.capacity, holding.region) == (Capacity.EDITOR, region.pk)
    assert standing_of(User.objects.get(pk=old.pk), today()).holdings == ()
    reasons = [each.history.first().history_change_reason for each in (region, new, old)]
    assert reasons == [
        "Nya regionredaktörer: Nya. Inte längre regionredaktörer: Gamla. Byte.",
        "Blev regionredaktör för Region Redigerad. Byte.",
        "Är inte längre regionredaktör för Region Redigerad. Byte.",
    ]
    assert all(each.history.first().history_user == who.user for each in (region, new, old))


def test_first_editor_of_a_region_makes_its_group():
    who, region, user = administrator(), make.region(), make.user(office=False)
    assert who.post(f"regioner/{region.pk}/", editors=[user.pk]).status_code == 302
    given = RegionGroupPermission.objects.get(content_object=region)
    assert given.history.get().history_user == who.user
    assert set(editors_of(region)) == {user}
    # Saved anew as it stands, nothing changes.
    rows = region.history.count()
    assert who.post(f"regioner/{region.pk}/").status_code == 302
    assert region.history.count() == rows


def test_pages_of_an_account_hold_no_password():
    who, made = administrator(), make.user(office=False)
    made.set_password("korrekt häst batteri")
    made.save()
    html = who.get(f"konton/{made.pk}/") + who.get(f"konton/{made.pk}/historik/")
    assert "password" not in html
    assert "is_staff" not in html
    assert made.password not in html


def test_change_of_an_accounts_address_is_told_to_the_one_before():
    who, other = administrator(), make.user(username="anna", email="anna@prov.example")
    answer = who.post(f"konton/{other.pk}/", email="ny@prov.example", reason="Nytt namn.")
    assert answer.status_code == 302
    mail = Outbox.objects.get()
    assert mail.to == "anna@prov.example"
    assert "användarnamnet anna" in mail.text
    assert "ny@prov.example" not in mail.text
    who.post(f"konton/{other.pk}/", first_name="Annan", reason="Nytt namn.")
    assert Outbox.objects.count() == 1


def test_account_that_is_opened_again_has_no_session_from_before():
    who, other, session = administrator(), make.user(), Client()
    session.force_login(other)
    assert session.get("/arbetsyta/").status_code == 200
    who.post(f"konton/{other.pk}/", is_active="", reason="Stulen dator.")
    assert session.get("/arbetsyta/").status_code == 302
    who.post(f"konton/{other.pk}/", is_active="on", reason="Är tillbaka.")
    assert session.get("/arbetsyta/").status_code == 302
    assert who.client.get("/arbetsyta/").status_code == 200


def test_two_at_once_the_second_sees_what_the_first_saved():
    person = make.person("Anna Först")
    first, second = administrator(), administrator()
    theirs, mine = (each.form(f"personer/{person.pk}/") for each in (first, second))
    first.forge(f"personer/{person.pk}/", **theirs | {"given_name": "Anne", "reason": "Rättat."})
    answer = second.forge(
        f"personer/{person.pk}/", **mine | {"given_name": "Annika", "reason": "Min."}
    )
    assert answer.status_code == 409
    person.refresh_from_db()
    assert person.given_name == "Anne"
    html = answer.content.decode()
    assert "Någon annan hann ändra" in html
    assert f"{first.user.first_name} sparade" in html
    assert "”Rättat.”" in html
    assert re.search(r'data-label="Sparat nu">Anne</td><td data-label="Det du skrev">Annika', html)
    assert 'name="given_name" value="Annika"' in html
    assert 'name="reason" value="Min."' in html
    # Whoever then saves again means it.
    again = re.search(r'name="version" value="(\d+)"', html)[1]
    values = mine | {"given_name": "Annika", "version": again}
    assert second.forge(f"personer/{person.pk}/", **values).status_code == 302
    person.refresh_from_db()
    assert person.given_name == "Annika"


def test_both_are_said_in_the_same_way():
    who = administrator()
    name = make.body("Namnet").names.get()
    form = who.form(f"namn/{name.pk}/")
    name.start, name.is_public = datetime.date(2026, 1, 1), False
    name.save()
    mine = form | {"start": "2026-02-02"}
    html = who.forge(f"namn/{name.pk}/", **mine).content.decode()
    rows = re.findall(
        r'data-label="Sparat nu">(.*?)</td><td data-label="Det du skrev">(.*?)<', html
    )
    said = {tuple(each.replace("\N{NO-BREAK SPACE}", " ") for each in row) for row in rows}
    assert said == {("1 jan. 2026", "2 febr. 2026")}


def test_what_only_the_first_changed_comes_along_with_what_the_second_wrote():
    """Saving again undoes nothing that one never touched."""
    who, name = administrator(), make.body("Namnet").names.get()
    page, source = f"namn/{name.pk}/", Source.objects.create(code="P1", title="Provkällan")
    form = who.form(page)
    changed = {"start": "2026-01-01", "is_public": "", "source": source.pk, "name": "Deras"}
    assert who.post(page, **changed).status_code == 302
    answer = who.forge(page, **form | {"source_note": "Sidan 3", "name": "Mitt"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Det som bara den andra ändrade står nu också i formuläret." in html
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td data-label="Sparat nu">(.*?)<', html)
    assert rows == [("Namn", "Deras")]
    again = fields_of(html)
    assert again["source_note"] == "Sidan 3"
    assert who.forge(page, **again).status_code == 302
    name.refresh_from_db()
    assert (name.start, name.is_public) == (datetime.date(2026, 1, 1), False)
    assert (name.source, name.source_note, name.name) == (source, "Sidan 3", "Mitt")


def test_last_day_is_asked_for_and_told_and_the_day_after_is_stored():
    who, given = administrator(), make.affiliation(make.person(), make.region())
    page = f"anknytningar/{given.pk}/"
    form = who.form(page)
    assert who.post(page, start="2026-01-01", end="2026-01-01").status_code == 302
    given.refresh_from_db()
    assert given.end == datetime.date(2026, 1, 2)
    assert who.form(page)["end"] == "2026-01-01"
    assert "dagen efter" not in who.get(page)
    assert who.post(page).status_code == 302
    assert given.history.count() == 2
    history = unescape(who.get(f"{page}historik/")).replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"Sista dagen</th>.*?tomt</td>.*?1 jan. 2026</td>", history, re.DOTALL)
    html = who.forge(page, **form | {"end": "2026-03-31"}).content.decode()
    cells = re.search(r"Sista dagen</th>(.*?)</tr>", html, re.DOTALL)[1]
    told_days = [
        each.replace("\N{NO-BREAK SPACE}", " ") for each in re.findall(r">([^<>]+)</td>", cells)
    ]
    assert told_days == ["1 jan. 2026", "31 mars 2026"]


def test_lists_and_texts_of_the_first_come_along_too():
    who, body = administrator(), make.body()
    page = f"organ/{body.pk}/"
    form = who.form(page)
    who.post(page, description="Ett **stycke**.")
    again = fields_of(who.forge(page, **form | {"summary": "Min."}).content.decode())
    assert (again["description"], again["summary"]) == ("Ett **stycke**.", "Min.")
    region = make.region()
    page = f"regioner/{region.pk}/"
    form = who.form(page)
    who.post(page, aliases="Ena\nAndra")
    html = who.forge(page, **form | {"code": "77"}).content.decode()
    assert "Ni har inte ändrat samma fält." in html
    assert fields_of(html)["aliases"] == "Ena\nAndra"


def test_version_of_another_record_is_no_version_of_this_one():
    who, person, other = administrator(), make.person("Anna Kvar"), make.person("Bo Kvar")
    form = who.form(f"personer/{person.pk}/")
    version = who.form(f"personer/{other.pk}/")["version"]
    html = who.forge(
        f"personer/{person.pk}/", **form | {"given_name": "Ny", "version": version}
    ).content.decode()
    assert "Det som skiljer" in html
    assert 'name="given_name" value="Ny"' in html


@pytest.mark.parametrize("version", [None, "", "x", "0"])
def test_form_without_its_version_is_a_conflict(version):
    who, person = administrator(), make.person("Anna Kvar")
    values = who.form(f"personer/{person.pk}/") | {"given_name": "Ny", "version": version}
    values = {name: value for name, value in values.items() if value is not None}
    assert who.forge(f"personer/{person.pk}/", **values).status_code == 409
    assert Person.objects.get(pk=person.pk).given_name == "Anna"


def race(monkeypatch, model, **values):
    """Lets someone else save between the questions of a form and its saving."""
    ask = model.full_clean
    done = []

    def after(self, *args, **kwargs):
        ask(self, *args, **kwargs)
        if not done and self._state.adding:
            done.append(model.objects.create(**values))

    monkeypatch.setattr(model, "full_clean", after)


def test_post_that_someone_else_filled_meanwhile_is_told_in_the_form(monkeypatch):
    who, person = administrator(), make.person("Pia Pettersson")
    post = make.post(make.body())
    race(monkeypatch, Appointment, post=post, person=make.person())
    monkeypatch.setattr(Appointment, "validate_constraints", lambda *args, **kwargs: None)
    form = who.form("uppdrag/ny/")
    with transaction.atomic():
        answer = who.forge("uppdrag/ny/", **form | {"post": post.pk, "person": person.pk})
    assert answer.status_code == 409
    assert "Posten har redan en innehavare under den tiden." in told(answer)
    assert not Appointment.objects.filter(person=person).exists()
    assert f'<option value="{person.pk}" selected>' in answer.content.decode()


def test_what_only_the_database_refuses_is_told_in_the_form(monkeypatch):
    who, upper, lower = administrator(), make.body("Övre"), make.body("Nedre")
    make.relate(lower, BodyRelation.Kind.PART_OF, upper)
    monkeypatch.setattr("bodies.models.body.ring_through", lambda *args: [])
    answer = who.post("forhallanden/ny/", subject=upper.pk, kind="part_of", object=lower.pk)
    assert answer.status_code == 409
    assert "Organet skulle höra till sig självt" in told(answer)
    assert BodyRelation.objects.count() == 1


def test_unknown_panel_of_a_kind_is_refused():
    who, kind = administrator(), make.kind()
    answer = who.post(f"slag-av-organ/{kind.pk}/", panels="bodies.people\nbodies.nothing")
    assert answer.status_code == 400
    assert "Delen bodies.nothing finns inte." in told(answer)
    assert "bodies.nothing" not in BodyKind.objects.get().panels


def test_first_affiliation_that_can_not_be_leaves_no_person_behind():
    who = administrator()
    answer = who.post("personer/ny/", given_name="Eva", family_name="Ek", title="19121212-1212")
    assert answer.status_code == 400
    assert "personnummer" in told(answer)
    assert not Person.objects.filter(family_name="Ek").exists()
    assert not Affiliation.objects.exists()

"""What the administration refuses: told beside the field, the text kept, nothing changed."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from bodies.models import Appointment, Body
from organisation.dates import today
from organisation.models import Affiliation, Person, User
from tests import factories as make
from tests.portal.administering import Administrator, administrator, editor_of, told

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOT_IN_THE_LIST = "Det som skickades finns inte där, eller får inte väljas av dig."


@pytest.fixture
def region():
    return make.region(name="Region Egen")


@pytest.fixture
def editor(region):
    return editor_of(region)


def of(region, name="Prov Provsson"):
    person = make.person(name)
    return person, make.affiliation(person, region)


def refused(answer, words: str = NOT_IN_THE_LIST) -> str:
    """The page, when it says why nothing was saved."""
    assert answer.status_code == 400
    assert words in told(answer)
    assert "Rätta det här först" in answer.content.decode()
    return answer.content.decode()


# Another region's


def test_affiliation_is_not_added_to_another_region(editor):
    person, other = make.person(), make.region()
    answer = editor.post("anknytningar/ny/", person=person.pk, region=other.pk, title="Min titel")
    assert 'value="Min titel"' in refused(answer)
    assert not Affiliation.objects.exists()


def test_affiliation_is_not_moved_to_another_region_or_to_none(editor, region):
    _, given = of(region)
    for to in (make.region().pk, ""):
        answer = editor.post(f"anknytningar/{given.pk}/", region=to, title="Ny titel")
        assert 'value="Ny titel"' in answer.content.decode()
        refused(answer, NOT_IN_THE_LIST if to else "Uppgiften skulle höra till något".lower())
    given.refresh_from_db()
    assert (given.region, given.title) == (region, "")
    assert given.history.count() == 1


def test_affiliation_is_not_given_to_another_regions_person(editor, region):
    theirs, _ = of(make.region())
    _, mine = of(region)
    refused(editor.post("anknytningar/ny/", person=theirs.pk, region=region.pk))
    refused(editor.post(f"anknytningar/{mine.pk}/", person=theirs.pk))
    assert Affiliation.objects.filter(person=theirs).count() == 1


def test_affiliation_of_one_that_another_region_takes_in_meanwhile_is_refused(
    editor, region, monkeypatch
):
    person, other = make.person(), make.region()

    def meanwhile(self, *args, **kwargs):
        if not Affiliation.objects.exists():
            make.affiliation(person, other, end=today() + DAY)

    monkeypatch.setattr(Affiliation, "validate_constraints", meanwhile)
    values = {"person": person.pk, "region": region.pk, "start": today() + DAY * 9}
    refused(editor.post("anknytningar/ny/", **values), "Så får du inte ändra")
    # What the other saved in the same transaction of the test goes back with the refusal.
    assert not Affiliation.objects.filter(region=region).exists()


def test_person_is_not_added_to_another_region_or_to_none(editor):
    values = {"given_name": "Eva", "family_name": "Ek"}
    refused(editor.post("personer/ny/", **values, region=make.region().pk))
    refused(editor.post("personer/ny/", **values, region=""), "Välj region.")
    editor.forge("personer/ny/", **values)
    assert not Person.objects.filter(family_name="Ek").exists()


def test_person_is_not_merged_into_another_regions(editor, region):
    mine, _ = of(region)
    theirs, _ = of(make.region())
    html = refused(editor.post(f"personer/{mine.pk}/", merged_into=theirs.pk))
    # What is folded stands open when something in it is wrong.
    assert re.search(r'<details class="admin-part" open>\s*<summary>Adress', html)
    mine.refresh_from_db()
    assert mine.merged_into is None


def test_nobody_is_appointed_to_another_regions_post_or_to_one_of_no_region(editor, region):
    person, _ = of(region)
    body = make.body()
    theirs, nobodys = make.post(body, represents_region=make.region()), make.post(body)
    for post in (theirs, nobodys):
        refused(editor.post("uppdrag/ny/", post=post.pk, person=person.pk))
    assert not Appointment.objects.exists()


def test_appointment_is_not_moved_to_another_regions_post(editor, region):
    person, _ = of(region)
    body = make.body()
    mine = make.appoint(person, make.post(body, represents_region=region))
    theirs = make.post(body, represents_region=make.region())
    refused(editor.post(f"uppdrag/{mine.pk}/", post=theirs.pk))
    mine.refresh_from_db()
    assert mine.post != theirs


def test_another_regions_person_is_not_appointed(editor, region):
    theirs, _ = of(make.region())
    post = make.post(make.body(), represents_region=region)
    refused(editor.post("uppdrag/ny/", post=post.pk, person=theirs.pk))
    assert not Appointment.objects.exists()


def test_editor_who_is_also_in_the_staff_office_appoints_a_regions_own_to_its_posts(region):
    """The right to choose anyone is for posts of no region, and isn't lent to the region's."""
    who = Administrator(make.editor_of(make.user(), region))
    theirs, _ = of(make.region())
    post = make.post(make.body(), represents_region=region)
    answer = who.post("uppdrag/ny/", post=post.pk, person=theirs.pk)
    refused(answer, "Personen hör inte till regionen.")
    assert not Appointment.objects.filter(post=post).exists()


def test_staff_office_gives_no_region_a_person_and_no_regions_post_a_holder():
    who, region, person = Administrator(make.user()), make.region(), make.person()
    refused(who.post("anknytningar/ny/", person=person.pk, region=region.pk))
    post = make.post(make.body(), represents_region=region)
    refused(who.post("uppdrag/ny/", post=post.pk, person=person.pk))
    assert not Affiliation.objects.exists()
    assert not Appointment.objects.filter(person=person).exists()


def test_refusal_is_logged(editor, region, caplog):
    _, mine = of(region)
    _, theirs = of(make.region())
    editor.forge(f"anknytningar/{theirs.pk}/", title="x")
    editor.post(f"anknytningar/{mine.pk}/", region="")
    told_of = [each.message for each in caplog.records if each.name == "portal.access"]
    assert [each for each in told_of if each.startswith("Nekad: ")] == [
        f"Nekad: konto {editor.user.pk}, /admin/anknytningar/{each.pk}/" for each in (theirs, mine)
    ]


# What no form has


def test_fields_that_the_form_does_not_have_are_not_written(editor, region):
    person, _ = of(region)
    other = make.person()
    answer = editor.post(
        f"personer/{person.pk}/",
        family_name="Ny",
        **{"id": other.pk, "pk": other.pk, "account": editor.user.pk, "history_user": 1},
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.family_name, other.family_name) == ("Ny", "Provsson")
    editor.user.refresh_from_db()
    assert editor.user.person is None


def test_account_is_given_no_password_group_or_permission_by_a_form():
    who, user = administrator(), make.user(office=False)
    before = user.password
    answer = who.post(
        f"konton/{user.pk}/",
        first_name="Ny",
        reason="Namnbyte.",
        password="hemligt",
        is_staff="on",
        groups=["1"],
        user_permissions=["1"],
        last_login="2020-01-01",
    )
    assert answer.status_code == 302
    user.refresh_from_db()
    assert (user.first_name, user.password, user.is_staff) == ("Ny", before, False)
    assert not user.groups.exists()
    assert not user.user_permissions.exists()


def test_nothing_is_deleted(editor, region):
    person, _ = of(region)
    for who in (editor, administrator()):
        for address in (f"personer/{person.pk}/delete/", f"personer/{person.pk}/ta-bort/"):
            assert who.client.post(f"/admin/{address}", {"post": "yes"}).status_code == 404
        action = {"action": "delete_selected", "_selected_action": person.pk, "post": "yes"}
        assert who.client.post("/admin/personer/", action).status_code == 405
    assert Person.objects.filter(pk=person.pk).exists()


def test_form_from_another_site_is_refused():
    who, person = administrator(), make.person("Anna Kvar")
    values = who.form(f"personer/{person.pk}/")
    client = Client(enforce_csrf_checks=True)
    client.force_login(who.user)
    answer = client.post(f"/admin/personer/{person.pk}/", values | {"given_name": "Ny"})
    assert answer.status_code == 403
    assert Person.objects.get(pk=person.pk).given_name == "Anna"


# Accounts


def test_only_administrator_stays_administrator():
    who = administrator()
    answer = who.post(f"konton/{who.user.pk}/", is_superuser="", reason="Prov.")
    html = refused(answer, "Det här är den enda administratören.")
    assert 'href="#id_is_superuser"' in html
    who.user.refresh_from_db()
    assert who.user.is_superuser


def test_nobody_shuts_off_their_own_account():
    who = administrator()
    make.user(office=False, is_superuser=True)
    answer = who.post(f"konton/{who.user.pk}/", is_active="", reason="Prov.")
    refused(answer, "Du kan inte stänga av ditt eget konto.")
    who.user.refresh_from_db()
    assert who.user.is_active


def test_administrator_who_is_shut_off_counts_as_none():
    who = administrator()
    make.user(office=False, is_superuser=True, is_active=False)
    answer = who.post(f"konton/{who.user.pk}/", is_superuser="", reason="Prov.")
    refused(answer, "Det här är den enda administratören.")


def test_one_of_two_administrators_can_be_taken_away():
    who, other = administrator(), make.user(office=False, is_superuser=True)
    answer = who.post(f"konton/{other.pk}/", is_superuser="", reason="Slutar.")
    assert answer.status_code == 302
    other.refresh_from_db()
    assert not other.is_superuser
    assert other.history.first().history_change_reason == "Slutar."


def test_change_of_an_account_needs_a_reason():
    who, user = administrator(), make.user("Kvar", office=False)
    refused(who.post(f"konton/{user.pk}/", first_name="Ny"), "Skriv varför du ändrar.")
    user.refresh_from_db()
    assert user.first_name == "Kvar"


def test_account_begins_with_an_invitation():
    """One made by another would have no password, and no way to get one."""
    who = administrator()
    html = who.get("konton/")
    assert 'href="/arbetsyta/konton/bjud-in/">Bjud in</a>' in html
    assert "/admin/konton/ny/" not in html + who.get("")
    assert who.forge("konton/ny/", username="ny", is_active="on").status_code == 404
    assert not User.objects.filter(username="ny").exists()


@pytest.mark.parametrize(
    ("values", "says", "at"),
    [
        ({"username": "upptagen"}, "Användarnamnet är upptaget.", "username"),
        ({"username": "UppTagen"}, "Användarnamnet är upptaget.", "username"),
        ({"email": "Tagen@Prov.example"}, "E-postadressen hör till ett annat konto.", "email"),
    ],
)
def test_two_accounts_never_differ_by_case_alone(values, says, at):
    who = administrator()
    make.user(office=False, username="Upptagen", email="tagen@prov.example")
    make.user(office=False, email="")
    other = make.user(office=False, email="")
    html = refused(who.post(f"konton/{other.pk}/", **values | {"reason": "Prov."}), says)
    assert html.count(says) == 2, "once above the form and once beside the field"
    assert f'href="#id_{at}"' in html
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(**values)


def test_account_has_an_address_at_work(settings):
    settings.DEMO = False
    make.region(email_domain="prov.se")
    who, other = administrator(), make.user(office=False)
    page = f"konton/{other.pk}/"
    answer = who.post(page, email="a@annan.se", reason="Prov.")
    assert 'href="#id_email"' in refused(answer, "ligger utanför regionernas domäner")
    # What was stored before stops no other change.
    assert who.post(page, first_name="Annan", reason="Prov.").status_code == 302
    assert who.post(page, email="a@prov.se", reason="Prov.").status_code == 302


def test_second_post_of_a_kind_is_told_which_values_are_the_same():
    who, post = administrator(), make.post(make.body())
    values = {"body": post.body_id, "role": post.role_id, "number": post.number}
    refused(who.post("poster/ny/", **values), "Det finns redan en likadan: ")


# Rules of the records


def test_rules_of_the_models_are_told_beside_the_fields(settings):
    settings.DEMO = False
    who = administrator()
    make.region(email_domain="prov.se")
    person, given = of(make.region())
    page = f"personer/{person.pk}/"
    refused(who.post(page, email="a@annan.se"), "ligger utanför regionernas domäner")
    refused(who.post(page, family_name="19121212-1212"), "innehåller ett personnummer")
    refused(who.post(page, given_name="Ny", reason="19121212-1212"), "innehåller ett personnummer")
    refused(who.post(page, given_name=""), "Fyll i fältet ”Förnamn”.")
    page = f"anknytningar/{given.pk}/"
    said = "Sista dagen 1 februari 2026 ligger före första dagen 2 februari 2026."
    refused(who.post(page, start="2026-02-02", end="2026-02-01"), said)
    refused(who.post(page, end="9999-12-31"), "Skriv datumet som år, månad och dag")
    refused(who.post(page, start="2 februari"), "Skriv datumet som år, månad och dag")
    values = {"person": person.pk, "region": given.region_id}
    refused(who.post("anknytningar/ny/", **values), "har redan en anknytning under den tiden")
    assert person.history.count() == given.history.count() == 1


def test_derived_post_takes_no_appointment():
    who, body = administrator(), make.body()
    followed = make.post(body, "ordforande")
    derived = make.post(
        make.body(), "ordforande", held_by_role=followed.role, held_by_body=followed.body
    )
    refused(who.post("uppdrag/ny/", post=derived.pk, person=make.person().pk))
    assert not Appointment.objects.exists()


def test_decision_of_a_published_version_stays():
    who = administrator()
    edition = make.published()
    decision = edition.decision
    answer = who.post(f"beslut/{decision.pk}/", paragraph="99")
    assert answer.status_code == 409
    assert "Beslutet hör till en publicerad version och kan inte ändras." in told(answer)
    decision.refresh_from_db()
    assert decision.paragraph != "99"


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("personer", {"given_name": "a\x00b"}),
        ("personer", {"given_name": "x" * 5000}),
        ("personer", {"merged_into": "9" * 40}),
        ("personer", {"merged_into": "a\x00"}),
        ("personer", {"slug": "å ä ö"}),
        ("regioner", {"order": "9" * 40}),
        ("regioner", {"order": "-1"}),
        ("regioner", {"aliases": "a\x00b"}),
        ("regioner", {"aliases": "x" * 500}),
        ("regioner", {"editors": ["x", "99999"]}),
        ("regioner", {"start": "0000-00-00"}),
        ("organ", {"function": "chef"}),
        ("organ", {"description": "# \x00"}),
    ],
)
def test_nonsense_is_told_in_the_form(address, values):
    who = administrator()
    record = {"personer": make.person, "regioner": make.region, "organ": make.body}[address]()
    answer = who.post(f"{address}/{record.pk}/", **values)
    assert answer.status_code == 400
    assert told(answer)
    assert type(record).objects.get(pk=record.pk).history.count() == record.history.count()
    assert record.history.filter(history_user=who.user).count() == 0


@pytest.mark.parametrize(
    "address", ["personer/99999999999999999999/", "personer/0/", "personer/x/"]
)
def test_record_that_is_not_there_is_not_found(address):
    who = administrator()
    who.get(address, status=404)
    who.get(f"{address}historik/", status=404)
    assert who.forge(address, given_name="x").status_code == 404


def test_body_keeps_the_address_of_its_kind():
    who, body = administrator(), make.body()
    refused(who.post(f"organ/{body.pk}/", path="annat/b1"), "Adressen ska börja med grupper/")
    refused(who.post(f"organ/{body.pk}/", path="admin/b1"), "upptagen")
    assert Body.objects.get(pk=body.pk).path == body.path

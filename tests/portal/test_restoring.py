"""Restoring a record to how it was: shown first, by the same rules and rights as any change, with a
row of its own; refused at the field where it can't be, with nothing saved."""

import datetime
import re
from html import unescape

import pytest

from organisation.models import Affiliation, Page, Person
from portal.admin_site import site
from tests import factories as make
from tests.portal.administering import Administrator, administrator, editor_of, told

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
TODAY = datetime.date.today()


def changed(record, **values) -> int:
    """Changes a record; returns the number of the row of how it was before."""
    before = record.history.latest().history_id
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return before


def at(record, row: int) -> str:
    kind = site.of(type(record)).address
    return f"{kind}/{record.pk}/historik/{row}/"


def version(html: str) -> str:
    return re.search(r'name="version" value="(\d+)"', html)[1]


def restored(who: Administrator, record, row: int, why=""):
    """Looks at what restoring would do, and does it."""
    page = who.get(at(record, row))
    return who.client.post(f"/admin/{at(record, row)}", {"version": version(page), "why": why})


@pytest.fixture
def who():
    return administrator()


def test_history_leads_to_each_earlier_state_and_not_to_the_latest(who):
    person = make.person("Eva Prov")
    first = changed(person, given_name="Ewa")
    second = changed(person, given_name="Eva-Lisa")
    html = who.get(f"personer/{person.pk}/historik/")
    links = re.findall(r"/admin/(personer/\d+/historik/\d+/)", html)
    assert links == [at(person, second), at(person, first)]


def test_what_would_change_is_shown_and_nothing_else_is_done(who):
    person = make.person("Eva Prov", email="eva@region.test")
    row = changed(person, given_name="Ewa", email="")
    html = unescape(who.get(at(person, row)))
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", html.split("<tbody>")[1])
    assert cells == ["Förnamn", "Ewa", "Eva", "E-post i arbetet", "tomt", "eva@region.test"]
    person.refresh_from_db()
    assert person.given_name == "Ewa"
    assert person.history.count() == 2


def test_restoring_is_a_change_with_who_when_and_why(who):
    person = make.person("Eva Prov")
    row = changed(person, given_name="Ewa", family_name="Prow")
    answer = restored(who, person, row, "Namnet var rätt från början.")
    assert answer.status_code == 302
    assert answer["Location"] == f"/admin/personer/{person.pk}/historik/"
    person.refresh_from_db()
    assert person.name == "Eva Prov"
    latest = person.history.latest()
    assert latest.history_user == who.user
    assert latest.history_change_reason.startswith("Återställt till hur det var ")
    assert latest.history_change_reason.endswith(": Namnet var rätt från början.")
    # No row is taken away, and the restoring can itself be taken back.
    assert person.history.count() == 3
    assert restored(who, person, person.history.all()[1].history_id).status_code == 302
    person.refresh_from_db()
    assert person.name == "Ewa Prow"


def test_texts_with_markup_and_last_days_come_back_as_they_were(who):
    page = Page.objects.create(path="om", title="Om", body="<p>Först <strong>så</strong>.</p>")
    before = page.body
    row = changed(page, body="<p>Sedan.</p>")
    assert restored(who, page, row).status_code == 302
    page.refresh_from_db()
    assert page.body == before
    given = make.affiliation(make.person(), make.region(), end=TODAY + 10 * DAY, title="Läkare")
    row = changed(given, end=TODAY + 20 * DAY)
    assert restored(who, given, row).status_code == 302
    given.refresh_from_db()
    assert given.end == TODAY + 10 * DAY


def refused(who, record, row, *said):
    """Restoring says why beside the field, keeps the text and saves nothing."""
    rows, stored = record.history.count(), type(record).objects.filter(pk=record.pk).values().get()
    answer = restored(who, record, row, "Ett skäl.")
    assert answer.status_code in (400, 409), answer.status_code
    for each in said:
        assert each in told(answer), told(answer)
    assert record.history.count() == rows
    assert type(record).objects.filter(pk=record.pk).values().get() == stored
    html = unescape(answer.content.decode())
    kind = site.of(type(record)).address
    assert f'action="/admin/{kind}/{record.pk}/"' in html
    return html


def test_address_that_someone_else_has_taken_since_is_refused_at_its_field(who):
    person = make.person("Eva Prov", slug="eva-prov")
    row = changed(person, slug="eva-prov-2")
    Person.objects.create(slug="eva-prov", given_name="Eva", family_name="Prov")
    html = refused(who, person, row, "Det finns redan en annan med det värdet")
    assert 'value="eva-prov"' in html


def test_address_of_mail_outside_the_regions_is_refused_at_its_field(who):
    make.region(email_domain="region.test")
    person = make.person("Eva Prov", email="eva@privat.test")
    row = changed(person, email="")
    html = refused(who, person, row, "utanför regionernas domäner")
    assert 'value="eva@privat.test"' in html


def test_time_that_someone_else_has_in_the_post_is_refused_at_its_field(who):
    post = make.post(make.body("Tandvård"))
    appointment = make.appoint(make.person("Eva Prov"), post, start=TODAY - 100 * DAY)
    row = changed(appointment, end=TODAY)
    make.appoint(make.person("Bo Prov"), post, start=TODAY)
    refused(who, appointment, row, "Bo Prov har redan posten")


def test_editor_doesnt_restore_what_would_be_another_regions():
    north, south = make.region(), make.region()
    person = make.person("Eva Prov")
    given = make.affiliation(person, south)
    row = changed(given, region=north)
    who = editor_of(north)
    refused(who, given, row, "Välj något i listan")


def test_editor_neither_sees_nor_restores_another_regions():
    north, south = make.region(), make.region()
    person = make.person("Eva Prov")
    make.affiliation(person, south)
    row = changed(person, given_name="Ewa")
    who = editor_of(north)
    who.get(at(person, row), status=404)
    answer = who.forge(at(person, row), version=str(row + 1))
    assert answer.status_code == 404
    person.refresh_from_db()
    assert person.given_name == "Ewa"


def test_what_someone_saved_in_between_is_shown_before_it_is_overwritten(who):
    person = make.person("Eva Prov")
    row = changed(person, given_name="Ewa")
    opened = version(who.get(at(person, row)))
    changed(person, given_name="Evelina")
    answer = who.client.post(f"/admin/{at(person, row)}", {"version": opened, "why": "Skäl"})
    assert answer.status_code == 409
    html = unescape(answer.content.decode())
    assert "Evelina" in html
    assert 'value="Skäl"' in html
    person.refresh_from_db()
    assert person.given_name == "Evelina"
    again = who.client.post(f"/admin/{at(person, row)}", {"version": version(html), "why": "Skäl"})
    assert again.status_code == 302
    person.refresh_from_db()
    assert person.given_name == "Eva"


def test_state_that_is_the_same_as_now_is_said_so_and_leaves_no_row(who):
    person = make.person("Eva Prov")
    row = changed(person, given_name="Ewa")
    changed(person, given_name="Eva")
    assert "Så är det redan" in unescape(who.get(at(person, row)))
    answer = who.forge(at(person, row), version=str(person.history.latest().history_id))
    assert answer.status_code == 302
    assert person.history.count() == 3


def test_personal_identity_number_in_why_is_refused(who):
    person = make.person("Eva Prov")
    row = changed(person, given_name="Ewa")
    answer = restored(who, person, row, "Enligt 19121212-1212")
    assert answer.status_code == 400
    assert "personnummer" in unescape(answer.content.decode())
    person.refresh_from_db()
    assert person.given_name == "Ewa"


@pytest.mark.parametrize("row", ["0", "999999999", "9" * 25])
def test_forged_row_is_missing(who, row):
    person = make.person("Eva Prov")
    who.get(f"personer/{person.pk}/historik/{row}/", status=404)


def test_row_of_another_record_is_missing(who):
    person, other = make.person("Eva Prov"), make.person("Bo Prov")
    row = changed(other, given_name="Ola")
    who.get(at(person, row), status=404)


def test_what_an_account_may_isnt_restored(who):
    """It is shut off and opened with a reason each time, in pages of its own."""
    user = make.user("Bo", office=False)
    row = changed(user, is_superuser=True)
    assert who.client.get(f"/admin/konton/{user.pk}/historik/{row}/").status_code == 404
    assert f"historik/{row}" not in who.get(f"konton/{user.pk}/historik/")


def test_field_that_isnt_changed_by_hand_is_told(who):
    post = make.post(make.body("Tandvård"))
    appointment = make.appoint(make.person("Eva Prov"), post)
    changed(appointment, start=TODAY, end=TODAY, is_mistake=True)
    row = changed(appointment, start=TODAY, end=None, is_mistake=False)
    html = unescape(who.get(at(appointment, row)))
    assert "Följer inte med" in html
    assert "Inlagt av misstag" in html


def test_mistake_is_neither_changed_nor_restored_to_hold(who):
    """What came back by itself would hold again for the rights, and for no list."""
    appointment = make.appoint(make.person("Eva Prov"), make.post(make.body()), TODAY)
    opened, at_first = f"uppdrag/{appointment.pk}/", who.form(f"uppdrag/{appointment.pk}/")
    row = changed(appointment, end=TODAY, is_mistake=True)
    why = "lades in av misstag och gällde aldrig"
    for address in (opened, at(appointment, row)):
        sent = who.client.post(f"/admin/{address}", at_first | {"end": "", "why": "Ändå."})
        assert sent.status_code == 409
        for answer in (sent, who.client.get(f"/admin/{address}")):
            html = unescape(answer.content.decode())
            assert why in html
            assert "lägg till ett nytt uppdrag" in html
            assert "admin-form" not in html
    assert f"historik/{row}" not in who.get(f"{opened}historik/")
    appointment.refresh_from_db()
    assert (appointment.is_mistake, appointment.end) == (True, TODAY)


def test_what_holds_is_not_restored_to_a_mistake(who):
    appointment = make.appoint(make.person("Eva Prov"), make.post(make.body()), TODAY)
    changed(appointment, end=TODAY, is_mistake=True)
    row = changed(appointment, end=None, is_mistake=False)
    answer = restored(who, appointment, row)
    assert answer.status_code == 400
    assert "ligger före första dagen" in told(answer)
    appointment.refresh_from_db()
    assert (appointment.is_mistake, appointment.end) == (False, None)


def test_double_click_restores_once(who):
    person = make.person("Eva Prov")
    row = changed(person, given_name="Ewa")
    opened = version(who.get(at(person, row)))
    for _ in range(2):
        who.client.post(f"/admin/{at(person, row)}", {"version": opened, "why": ""})
    person.refresh_from_db()
    assert person.given_name == "Eva"
    assert person.history.count() == 3
    assert Affiliation.objects.count() == 0

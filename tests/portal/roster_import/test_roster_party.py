"""The party of someone elected who is known without one, told in a roster from a file."""

import datetime

import pytest
from django.utils import timezone

from bodies.actions import roster_import as actions
from bodies.models import Appointment
from organisation.actions.refusals import Refused
from organisation.actions.table_uploads import keep
from organisation.models import TableUpload
from organisation.tables import matched, read_table
from tests import factories as make
from tests.portal.rosters import COLUMNS, HEADINGS, START, csv_of

pytestmark = pytest.mark.django_db


def test_party_from_a_file_is_kept_with_the_person():
    make.healthcare_region()
    north = make.region(name="Region Norr")
    admin = make.user("Adam", office=False, is_superuser=True)
    board = make.body("Nämnden", function="board")
    make.post(board)
    make.post(board)
    with_work, without = make.person("Anna Berg"), make.person("Bo Ek")
    make.affiliation(with_work, north)
    row = dict.fromkeys(HEADINGS, "") | {"Organ": "Nämnden", "Roll": "Ledamot"}
    row |= {"Från och med": START, "Parti": "Provpartiet"}
    rows = [
        row | {"Förnamn": "Anna", "Efternamn": "Berg", "Nummer": "1"},
        row | {"Förnamn": "Bo", "Efternamn": "Ek", "Nummer": "2"},
    ]
    table = read_table(csv_of(rows), "lista.csv")
    upload = keep(table, "lista.csv", TableUpload.Purpose.ROSTER, by=admin, at=timezone.now())
    upload.at = dict(matched(table.headings, COLUMNS).at)
    upload.save()
    on = datetime.date.today()
    plan = actions.plan_for(upload, by=admin, on=on)
    assert not plan.differing
    values = {"by": admin, "on": on, "at": timezone.now(), "expected": actions.seen(plan)}

    # Someone has written another in between: it isn't what was shown.
    work = with_work.affiliations.get()
    work.party = "Ett annat"
    work.save()
    with pytest.raises(Refused):
        actions.carry_out(upload, **values)
    assert not Appointment.objects.filter(start=START).exists()
    work.party = ""
    work.save()

    actions.carry_out(upload, **values)
    for person, region in ((with_work, north), (without, None)):
        work = person.affiliations.get()
        assert (work.party, work.region) == ("Provpartiet", region)
        row = work.history.latest()
        assert row.history_user == admin
        assert "lista.csv" in row.history_change_reason
    assert Appointment.objects.filter(start=START).count() == 2

"""Sending in a roster, keeping it and doing what it says, for tests."""

import datetime
import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from bodies.actions import roster_import as actions
from bodies.models import Appointment, Decision
from organisation.actions.table_uploads import keep
from organisation.models import Affiliation, Person, TableUpload
from organisation.tables import matched, read_table
from tests.portal.rosters import COLUMNS, csv_of

ADDRESS = "/arbetsyta/organ/las-in/"


def send(client, content: bytes, name="lista.xlsx"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def text_of(answer) -> str:
    return html.unescape(answer.content.decode().replace("\xad", ""))


def seen_in(text: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', text)[1]


def kept(by, rows, name="lista.xlsx") -> TableUpload:
    table = read_table(csv_of(rows), "lista.csv")
    upload = keep(table, name, TableUpload.Purpose.ROSTER, by=by, at=timezone.now())
    upload.at = dict(matched(table.headings, COLUMNS).at)
    upload.save()
    return upload


def done(upload, by, **values):
    on = datetime.date.today()
    plan = actions.plan_for(upload, by=by, on=on)
    values = {"expected": actions.seen(plan), "on": on, "at": timezone.now()} | values
    return actions.carry_out(upload, by=by, **values)


def counted() -> tuple:
    kinds = (Person, Affiliation, Appointment, Decision)
    return tuple(each.objects.count() + each.history.count() for each in kinds)


def own_connection(act):
    try:
        return act()
    finally:
        connection.close()

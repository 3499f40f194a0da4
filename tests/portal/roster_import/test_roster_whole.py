"""Rosters from files are read in wholly or not at all, as they were shown."""

import datetime
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from django.utils import timezone

from bodies.actions import roster_import as actions
from bodies.models import Appointment, Body, Decision, Tenure
from organisation.actions.refusals import Refused
from organisation.models import TableUpload
from tests import factories as make
from tests.documents.processes import killed, process, time_taken
from tests.portal.roster_import.sending import (
    ADDRESS,
    counted,
    done,
    kept,
    own_connection,
    seen_in,
    send,
    text_of,
)
from tests.portal.rosters import COLUMNS, START, book_of, right_rows


@pytest.mark.django_db(transaction=True)
def test_corrected_all_500_are_in_at_once_with_progress(signed_in, admin, capsys):
    began, worked = time.perf_counter(), time.process_time()
    place = send(signed_in, book_of(right_rows()))["Location"]
    text = text_of(signed_in.get(place))
    shown = time.perf_counter()
    assert "500 rader ändrar något" in text
    assert "<strong>495</strong> utser nya personer" in text
    assert "<strong>5</strong> byter" not in text
    before = Appointment.objects.count()
    answer = signed_in.post(f"{place}gor/", {"seen": seen_in(text)})
    assert (answer.streaming, answer["Content-Encoding"]) == (True, "identity")
    told, others, whole = [], [], ""
    for piece in answer:
        whole += piece.decode()
        told += [int(each) for each in re.findall(r"<li>(\d+) av 500 rader</li>", piece.decode())]
        others.append(Appointment.objects.count() - before)
    took = time.perf_counter() - began
    with capsys.disabled():
        print(
            f"\n500 rows: shown in {shown - began:.1f} s, in after {took:.1f} s, "
            f"told {len(told)} times, {time.process_time() - worked:.1f} s of work"
        )
    assert "Klart: allt i filen är inläst." in whole
    assert told == sorted(told)
    assert told[-1] == 500
    assert len(told) > 15
    # Nobody saw a part of it.
    assert set(others) <= {0, 500}
    assert others[-1] == 500
    made = Appointment.objects.filter(start=START)
    assert made.count() == 500
    reasons = {each.history.get().history_change_reason for each in made[:20]}
    assert all(re.fullmatch(r"Inläst från lista.xlsx, rad \d+", each) for each in reasons)
    assert {each.history.get().history_user_id for each in made[:20]} == {admin.pk}
    assert Tenure.objects.filter(start=START).count() == 500
    text = text_of(signed_in.get(place))
    assert "Filen är inläst" in text
    assert "Grupp 50" in text
    upload = TableUpload.objects.get()
    assert (upload.rows, upload.chosen) == ([], {})
    # Sent again, it's done once.
    assert signed_in.post(f"{place}gor/", {"seen": "x"}).status_code == 302
    assert Appointment.objects.count() == before + 500
    # And what was read in changes nothing when it's read in once more.
    place = send(signed_in, book_of(right_rows()))["Location"]
    assert "0 rader ändrar något" in text_of(signed_in.get(place))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "kills", [4, pytest.param(25, marks=pytest.mark.full)], ids=["few", "many"]
)
def test_killed_in_the_middle_nothing_is_in(admin, kills, capsys):
    rows = right_rows()[:120]
    with process("../portal/roster_reader.py") as reader:
        takes = time_taken(reader, f"{kept(admin, rows).pk} {admin.pk} undo")
        before, hits = counted(), 0
        for number in range(kills):
            upload = kept(admin, rows)
            after = takes * (number + 0.5) / kills
            through = killed(reader, f"{upload.pk} {admin.pk} stay", after)
            upload.refresh_from_db()
            if through:
                assert upload.done_at
                break
            hits += 1
            assert counted() == before
            assert upload.done_at is None
            assert len(upload.rows) == 120
    with capsys.disabled():
        print(f"\n{hits} of {kills} killed in the middle of {takes:.1f} s, nothing was left")
    assert hits >= kills // 2


def test_interrupted_file_says_so_and_can_be_read_in_again(signed_in, admin):
    upload = kept(admin, right_rows()[:2])
    TableUpload.objects.filter(pk=upload.pk).update(started_at=timezone.now())
    text = text_of(signed_in.get(f"{ADDRESS}{upload.pk}/"))
    assert "blev inte klar. Inget ur den är inläst." in text
    done(upload, admin)
    assert Appointment.objects.filter(start=START).count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_or_still_runs_was_not_interrupted(signed_in, admin, monkeypatch):
    upload = kept(admin, right_rows()[:2])
    page = f"{ADDRESS}{upload.pk}/"
    interrupted = "blev inte klar. Inget ur den är inläst."
    seen = seen_in(text_of(signed_in.get(page)))
    monkeypatch.setattr("bodies.actions.roster_import._Writer.write", refuse)
    answer = signed_in.post(f"{page}gor/", {"seen": seen})
    assert "Rad 2, Titel: så går det inte" in b"".join(answer).decode()
    assert interrupted not in text_of(signed_in.get(page))
    monkeypatch.undo()
    monkeypatch.setattr("portal.second_factor.missing", lambda request: None)
    TableUpload.objects.filter(pk=upload.pk).update(started_at=timezone.now())
    with transaction.atomic():
        TableUpload.objects.select_for_update().get(pk=upload.pk)
        # Another connection, as another page of the same account has.
        with ThreadPoolExecutor(1) as pool:
            text = pool.submit(own_connection, lambda: text_of(signed_in.get(page))).result()
    assert "Filen läses in just nu." in text
    assert interrupted not in text
    assert 'name="seen" value' not in text
    assert interrupted in text_of(signed_in.get(page))


def refuse(writer):
    raise Refused("Rad 2, Titel: så går det inte")


def test_what_has_changed_since_it_was_shown_is_not_done(signed_in, admin):
    upload = kept(admin, right_rows()[:2])
    text = text_of(signed_in.get(f"{ADDRESS}{upload.pk}/"))
    group = Body.objects.get(path="grupper/grupp-1")
    make.appoint(make.person("Före Kommen"), group.posts.get(number=2), start="2026-01-01")
    before = counted()
    answer = signed_in.post(f"{ADDRESS}{upload.pk}/gor/", {"seen": seen_in(text)})
    assert answer.status_code == 409
    assert "har ändrats sedan du såg" in text_of(answer)
    with pytest.raises(Refused, match="har ändrats"):
        done(upload, admin, expected=seen_in(text))
    assert counted() == before
    # The row now follows whoever came between.
    plan = actions.plan_for(upload, by=admin, on=datetime.date.today())
    assert plan.rows[1].told == ["Efter Före Kommen, som slutar 31 december 2026."]


@pytest.mark.parametrize("column", ["Titel", "E-post", "Beslutat av", "Paragraf", "Skäl"])
def test_what_is_written_is_what_was_shown(admin, column):
    """Which column is which can be changed in another window; then it's to be looked at again."""
    decided = {"Beslutat av": "Grupp 1", "Beslutsdag": "2026-02-01"}
    told = {"E-post": "alma@norr.example", "Paragraf": "7", "Skäl": "Nyval"}
    upload = kept(admin, [right_rows()[0] | decided | told])
    plan = actions.plan_for(upload, by=admin, on=datetime.date.today())
    name = next(each.name for each in COLUMNS if each.label == column)
    del upload.at[name]
    if name == "decided_by":
        del upload.at["decided"]
    upload.save()
    before = counted()
    with pytest.raises(Refused, match="har ändrats"):
        done(upload, admin, expected=actions.seen(plan))
    assert counted() == before


def test_right_that_ended_while_one_looked_is_asked_again(admin):
    editor = make.editor_of(make.user(office=False), make.region(name="Region Väst"))
    region = editor.groups.get().regiongrouppermission_set.get().content_object
    group = make.body("Grupp Väst", path="grupper/vast")
    make.post(group, "ledamot", number=1, represents_region=region)
    row = right_rows()[0] | {
        "Organ": "Grupp Väst",
        "Företräder": "Region Väst",
        "Region": "Region Väst",
    }
    upload = kept(editor, [row])
    plan = actions.plan_for(upload, by=editor, on=datetime.date.today())
    assert plan.can_be_done, plan.rows[0].faults
    editor.groups.clear()
    before = counted()
    with pytest.raises(Refused):
        actions.carry_out(
            upload,
            by=editor,
            on=datetime.date.today(),
            at=timezone.now(),
            expected=actions.seen(plan),
        )
    assert counted() == before


def test_site_is_told_once_and_last(admin, monkeypatch):
    told = []
    monkeypatch.setattr("organisation.publication._listeners", [lambda: told.append(counted())])
    decisions = [{"Beslutat av": "Grupp 1", "Beslutsdag": f"2026-02-0{n}"} for n in range(1, 4)]
    rows = [row | decided for row, decided in zip(right_rows(), decisions, strict=False)]
    done(kept(admin, rows), admin)
    assert told == [counted()]
    assert Decision.history.filter(history_user=admin).count() == 3
    reason = Decision.history.first().history_change_reason
    assert reason == "Inläst från lista.xlsx"


@pytest.mark.parametrize(
    ("column", "text"), [("Titel", "x" * 121), ("Förnamn", "x" * 81), ("Paragraf", "1" * 21)]
)
def test_what_is_overlooked_is_told_with_row_and_column(admin, monkeypatch, column, text):
    monkeypatch.setattr("bodies.rosters.reading.LONGEST", {})
    rows = right_rows()[:3]
    rows[1] |= {"Beslutat av": "Grupp 1", "Beslutsdag": "2026-02-01", column: text}
    before = counted()
    with pytest.raises(Refused, match=f"^Rad 3, {column}: .* Inget är inläst"):
        done(kept(admin, rows), admin)
    assert counted() == before

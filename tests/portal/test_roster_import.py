"""Rosters from files: what the preview says, what is done, when nothing is, how it's told."""

import datetime
import html
import io
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bodies.actions import roster_import as actions
from bodies.models import Appointment, Body, Decision, Tenure
from organisation.actions.refusals import Refused
from organisation.models import Affiliation, Person, TableUpload
from organisation.tables import matched, read_table
from tests import factories as make
from tests.documents.processes import killed, process, time_taken

from .rosters import (
    COLUMNS,
    FAULTS,
    HEADINGS,
    START,
    book_of,
    csv_of,
    faulty_rows,
    organisation,
    right_rows,
)

ADDRESS = "/arbetsyta/organ/las-in/"


@pytest.fixture
def admin(db):
    organisation()
    return make.user("Adam", office=False, is_superuser=True)


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    session = client.session
    session.save()
    return client


@pytest.fixture(autouse=True)
def without_second_factor(monkeypatch):
    monkeypatch.setattr("portal.second_factor.missing", lambda request: None)


def send(client, content: bytes, name="lista.xlsx"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def text_of(answer) -> str:
    return html.unescape(answer.content.decode().replace("\xad", ""))


def seen_in(text: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', text)[1]


def kept(by, rows, name="lista.xlsx") -> TableUpload:
    table = read_table(csv_of(rows), "lista.csv")
    upload = actions.keep(table, name, by=by, at=timezone.now())
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


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_twenty_faults_in_500_rows_are_each_told_with_row_column_and_remedy(signed_in, form):
    rows = faulty_rows()
    before = counted()
    content = book_of(rows) if form == "xlsx" else csv_of(rows)
    answer = send(signed_in, content, f"lista.{form}")
    assert answer.status_code == 302
    text = text_of(signed_in.get(answer["Location"]))
    told = re.findall(
        r'<th scope="row">Rad (\d+).*?</th><td data-label="Kolumn">(.*?)</td>'
        r'<td data-label="Fel">(.*?)</td>',
        text,
    )
    assert [(int(row), column) for row, column, _ in told] == [
        (each["row"], each["column"]) for each in FAULTS
    ]
    for (*_, message), each in zip(told, FAULTS, strict=True):
        assert each["fault"] in message
        assert each["remedy"] in message
    assert "20 går inte att läsa in, och då läses ingen in" in text
    assert 'name="seen"' not in text
    assert counted() == before
    upload = TableUpload.objects.get()
    refused = signed_in.get(f"{ADDRESS}{upload.pk}/rader.{form}").content
    back = read_table(refused, f"a.{form}")
    assert back.headings == (*HEADINGS, "Varför raden inte går att läsa in")
    assert back.rows[0].cells[0] == "Grupp 99"
    assert len(back.rows) == 20
    for row, each in zip(back.rows, FAULTS, strict=True):
        assert row.cells[-1].startswith(f"{each['column']}: ")
        assert each["remedy"] in row.cells[-1]
    whole = signed_in.get(f"{ADDRESS}{upload.pk}/rader.{form}?alla=1").content
    back = read_table(whole, f"a.{form}")
    assert len(back.rows) == 500
    assert sum(bool(row.cells[-1]) for row in back.rows) == 20


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


def own_connection(act):
    try:
        return act()
    finally:
        connection.close()


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


def test_replaces_ends_and_names_the_decision(signed_in, admin):
    group = Body.objects.get(path="grupper/grupp-1")
    sitting = group.posts.get(number=1).appointments.get()
    rows = right_rows()[:1]
    rows[0] |= {"Beslutat av": "Grupp 1", "Beslutsdag": "2026-02-01", "Paragraf": "§ 7"}
    upload = done(kept(admin, rows), admin)
    assert upload.result["counts"]["new"] == 1
    sitting.refresh_from_db()
    assert sitting.end == datetime.date(2027, 1, 1)
    assert sitting.history.first().history_change_reason == "Inläst från lista.xlsx, rad 2"
    made = group.posts.get(number=1).appointments.latest("start")
    decision = (made.decision.body, str(made.decision.date), made.decision.paragraph)
    assert decision == (group, "2026-02-01", "7")
    rows[0] |= {"Till och med": "2027-12-31", "Skäl": "Ny tjänst"}
    done(kept(admin, rows), admin)
    made.refresh_from_db()
    assert (made.end, made.end_reason) == (datetime.date(2028, 1, 1), "Ny tjänst")


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


def test_whom_is_meant_is_asked_and_chosen(signed_in, admin):
    given, family = right_rows()[0]["Förnamn"], right_rows()[0]["Efternamn"]
    twins = [make.person(f"{given} {family}"), make.person(f"{given} {family}")]
    rows = right_rows()[:1]
    upload = kept(admin, rows)
    page = f"{ADDRESS}{upload.pk}/"
    text = text_of(signed_in.get(page))
    assert "Vem är det?" in text
    assert 'name="seen"' not in text
    # Somebody else entirely can't be chosen.
    signed_in.post(page, {"val-2": str(Person.objects.latest("pk").pk + 1)})
    signed_in.post(page, {"val-2": str(Person.objects.get(family_name="Kvarlevande").pk)})
    assert "Vem är det?" in text_of(signed_in.get(page))
    signed_in.post(page, {"val-2": str(twins[1].pk)})
    text = text_of(signed_in.get(page))
    assert "Vem är det?" not in text
    upload.refresh_from_db()
    done(upload, admin)
    assert twins[1].appointments.filter(start=START).exists()


def test_columns_are_matched_by_hand_and_what_is_wrong_is_said(signed_in):
    headings = ["Gremium", *HEADINGS[1:-1], "Skonummer"]
    answer = send(signed_in, csv_of(right_rows()[:2], headings), "lista.csv")
    place = answer["Location"]
    assert place.endswith("/kolumner/")
    text = text_of(signed_in.get(place))
    assert "<strong>Organ</strong>" in text
    assert "”Gremium”, ”Skonummer”" in text
    form = {each.name: str(number) for number, each in enumerate(COLUMNS)} | {"reason": "-"}
    answer = signed_in.post(place, form | {"body": "-", "party": "3"})
    assert answer.status_code == 400
    text = text_of(answer)
    assert "Organ måste finnas" in text
    assert "Kolumnen är redan vald som Nummer" in text
    answer = signed_in.post(place, form)
    assert "2 rader ändrar något" in text_of(signed_in.get(answer["Location"]))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("lista.csv", b"", "tom"),
        ("lista.csv", "Namn;Ort\nÅsa;Ödeshög\n".encode("cp850"), "CSV UTF-8"),
        ("lista.xlsx", b"PK\x03\x04 nej", "trasig"),
        ("lista.pdf", b"%PDF-1.4", "PDF"),
        ("lista.csv", b"Namn\n" + b"Anna\n" * 10_000, "5 000 rader"),
        ("lista.csv", b"Namn;Ort\n", "inga rader"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_nothing_kept(signed_in, name, content, said):
    answer = send(signed_in, content, name)
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert not TableUpload.objects.exists()


def test_nobody_else_reads_or_does_what_someone_has_sent_in(client, admin):
    upload = kept(admin, right_rows()[:2])
    other = make.user(office=False, is_superuser=True)
    client.force_login(other)
    for address in ("", "kolumner/", "gor/", "ta-bort/", "rader.csv", "rader.xlsx"):
        for method in (client.get, client.post):
            assert method(f"{ADDRESS}{upload.pk}/{address}").status_code in (404, 405)
    assert PEOPLE_IN not in text_of(client.get(ADDRESS))
    with pytest.raises(Refused):
        done(upload, other)
    client.force_login(make.user(office=False))
    assert client.get(ADDRESS).status_code == 404


PEOPLE_IN = "lista.xlsx"


def test_what_is_sent_in_is_gone_after_a_day(admin, capsys):
    old, new = kept(admin, right_rows()[:2]), kept(admin, right_rows()[:2])
    a_day = timezone.now() - datetime.timedelta(days=1, minutes=1)
    TableUpload.objects.filter(pk=old.pk).update(made_at=a_day)
    call_command("clear_expired")
    assert list(TableUpload.objects.all()) == [new]


def test_what_is_old_is_not_to_be_had_before_it_is_cleared_away(signed_in, admin):
    old = kept(admin, right_rows()[:2], "gammal.xlsx")
    plan = actions.plan_for(old, by=admin, on=datetime.date.today())
    a_day = timezone.now() - datetime.timedelta(days=1, minutes=1)
    TableUpload.objects.filter(pk=old.pk).update(made_at=a_day)
    assert "gammal.xlsx" not in text_of(signed_in.get(ADDRESS))
    for address in ("", "kolumner/", "rader.csv?alla=1"):
        assert signed_in.get(f"{ADDRESS}{old.pk}/{address}").status_code == 404
    with pytest.raises(Refused, match="finns inte längre"):
        done(old, admin, expected=actions.seen(plan))
    others = make.user(office=False, is_superuser=True)
    kept(others, right_rows()[:2])
    assert TableUpload.objects.count() == 2
    # The owner's next one clears it away.
    new = kept(admin, right_rows()[:2])
    assert list(TableUpload.objects.filter(owner=admin)) == [new]


def test_as_many_are_kept_as_may_be_and_the_oldest_makes_room(signed_in, admin):
    uploads = [kept(admin, right_rows()[:1], f"lista-{n}.xlsx") for n in range(12)]
    assert set(TableUpload.objects.all()) == set(uploads[2:])
    text = text_of(signed_in.get(ADDRESS))
    assert [n for n in range(12) if f"lista-{n}.xlsx" in text] == list(range(2, 12))


def test_thrown_away_is_gone(signed_in, admin):
    upload = kept(admin, right_rows()[:2])
    assert signed_in.post(f"{ADDRESS}{upload.pk}/ta-bort/").status_code == 302
    assert not TableUpload.objects.exists()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_blank_file_can_be_filled_in(signed_in, form):
    content = signed_in.get(f"{ADDRESS}mall.{form}").content
    table = read_table(content, f"a.{form}")
    assert list(table.headings) == HEADINGS
    assert signed_in.get(f"{ADDRESS}mall.pdf").status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_written_and_read_in_again_changes_nothing(client, demo_data, form):
    """All that the demo holds: merged people, unknown days, namesakes, vacancies."""
    client.force_login(make.user(office=False, is_superuser=True))
    before = counted()
    content = client.get("/arbetsyta/organ/lista/", {"form": form}).content
    rows = read_table(content, f"a.{form}").rows
    assert len(rows) > 250
    answer = send(client, content, f"a.{form}")
    text = text_of(client.get(answer["Location"]))
    assert re.findall(r'data-label="Fel">(.*?)</td>', text) == []
    assert "0 rader ändrar något" in text
    assert f"<strong>{len(rows)}</strong> ändrar inget" in text
    assert 'name="seen"' not in text
    assert counted() == before


def test_list_holds_only_what_one_may_fill(client, admin):
    region = make.region(name="Region Öst", slug="ost")
    group = make.body("Grupp Öst", path="grupper/ost")
    make.post(group, "ledamot", number=1, represents_region=region)
    editor = make.editor_of(make.user(office=False), region)
    client.force_login(editor)
    rows = read_table(client.get("/arbetsyta/organ/lista/").content, "a.xlsx").rows
    assert [row.cells[:5] for row in rows] == [("Grupp Öst", "Ledamot", "Region Öst", "1", "")]
    client.force_login(admin)
    for query, count in (
        ("organ=grupper/grupp-7", 10),
        ("region=ost", 1),
        ("slag=grupp", 502),
        ("organ=grupper/grupp-7&region=ost", None),
    ):
        answer = client.get(f"/arbetsyta/organ/lista/?{query}")
        if count:
            assert len(read_table(answer.content, "a.xlsx").rows) == count, query
    for query in ("organ=finns/inte", "slag=inget", "region=ingen", "form=pdf"):
        assert client.get(f"/arbetsyta/organ/lista/?{query}").status_code == 404


def test_formula_in_a_name_is_harmless_in_the_list(signed_in, admin):
    group = Body.objects.get(path="grupper/grupp-7")
    make.appoint(make.person("=HYPERLINK(1) Prov"), group.posts.get(number=1), start="2026-01-01")
    query = "/arbetsyta/organ/lista/?organ=grupper/grupp-7&form="
    assert b";'=HYPERLINK(1)" in signed_in.get(f"{query}csv").content
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(signed_in.get(f"{query}xlsx").content)).active
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=HYPERLINK(1)", "s")


def test_party_is_stored_of_elected_representatives_alone(signed_in, admin):
    board = make.body("Nämnden", path="namnden", function=Body.Function.BOARD)
    seat = make.post(board, "ledamot", number=1)
    row = right_rows()[0] | {"Parti": "Exempelpartiet"}
    text = text_of(signed_in.get(f"{ADDRESS}{kept(admin, [row]).pk}/"))
    assert "Parti får bara anges för förtroendevalda" in text
    assert 'name="seen"' not in text
    done(kept(admin, [row | {"Organ": "Nämnden"}]), admin)
    assert seat.appointments.get().person.affiliations.get().party == "Exempelpartiet"
    # Nor does the list tell it at another post, where it could not be read in again.
    make.appoint(
        seat.appointments.get().person, Body.objects.get(path="grupper/grupp-9").posts.first()
    )
    told = {
        row.cells[0]: row.cells[HEADINGS.index("Parti")]
        for row in read_table(signed_in.get("/arbetsyta/organ/lista/").content, "a.xlsx").rows
        if row.cells[HEADINGS.index("Förnamn")] == right_rows()[0]["Förnamn"]
    }
    assert told == {"Nämnden": "Exempelpartiet", "Grupp 9": ""}


@pytest.mark.parametrize(
    ("column", "text"), [("Titel", "x" * 121), ("Förnamn", "x" * 81), ("Paragraf", "1" * 21)]
)
def test_what_is_overlooked_is_told_with_row_and_column(admin, monkeypatch, column, text):
    monkeypatch.setattr("bodies.roster_reading.LONGEST", {})
    rows = right_rows()[:3]
    rows[1] |= {"Beslutat av": "Grupp 1", "Beslutsdag": "2026-02-01", column: text}
    before = counted()
    with pytest.raises(Refused, match=f"^Rad 3, {column}: .* Inget är inläst"):
        done(kept(admin, rows), admin)
    assert counted() == before


def test_what_is_not_read_in_is_told(signed_in, admin):
    row = right_rows()[0]
    done(kept(admin, [row]), admin)
    text = text_of(signed_in.get(f"{ADDRESS}{kept(admin, [row]).pk}/"))
    assert "0 rader ändrar något: allt är redan så." in text
    other = row | {"Titel": "Tandläkare", "Beslutat av": "Grupp 1", "Beslutsdag": "2026-02-01"}
    text = text_of(signed_in.get(f"{ADDRESS}{kept(admin, [other]).pk}/"))
    assert "allt är redan så" not in text
    assert "1 rad säger något som inte läses in härifrån" in text
    assert "Titel är något annat än det som finns" in text
    assert "Beslutat av och Beslutsdag är något annat än det som finns" in text

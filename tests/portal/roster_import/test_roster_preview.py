"""What the preview of a roster from a file says of its rows, and what they do."""

import datetime
import re

import pytest

from bodies.models import Body, Tenure
from organisation.models import Person, TableUpload
from organisation.tables import read_table
from tests import factories as make
from tests.portal.roster_import.sending import ADDRESS, counted, done, kept, send, text_of
from tests.portal.rosters import (
    COLUMNS,
    FAULTS,
    HEADINGS,
    START,
    book_of,
    csv_of,
    faulty_rows,
    right_rows,
)


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
    assert "20 rader går inte att läsa in, så inget läses in" in text
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


def test_what_ends_with_its_post_is_told_as_it_is_stored(signed_in, admin):
    """No last day is stored, as when it's filled by hand: the post's last day holds."""
    post = Body.objects.get(path="grupper/grupp-7").posts.get(number=1)
    post.end = datetime.date(2028, 1, 1)
    post.save()
    row = right_rows()[60]
    assert (row["Organ"], row["Nummer"], row["Till och med"]) == ("Grupp 7", "1", "")
    upload = kept(admin, [row])
    text = text_of(signed_in.get(f"{ADDRESS}{upload.pk}/"))
    assert "finns till och med 31 december 2027, och uppdraget slutar med posten. Det får" in text
    done(upload, admin)
    assert post.appointments.get().end is None
    assert Tenure.objects.get(post=post).end == datetime.date(2028, 1, 1)


def test_one_row_is_told_as_one(signed_in, admin):
    row = right_rows()[0]
    text = text_of(signed_in.get(f"{ADDRESS}{kept(admin, [row]).pk}/"))
    assert "1 rad utser en ny person" in text
    text = text_of(signed_in.get(f"{ADDRESS}{kept(admin, [row | {'Roll': 'Påve'}]).pk}/"))
    assert "En rad går inte att läsa in, så inget läses in." in text

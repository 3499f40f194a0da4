"""Rosters of 500 rows for tests, right and with faults, and the organisation they are about."""

import datetime
import io
import tomllib
from pathlib import Path

from openpyxl import Workbook

from bodies.models import Body, Post
from bodies.rosters.table import COLUMNS
from organisation.models import Person
from tests import factories as make

FAULTS = tomllib.loads((Path(__file__).parent / "roster_faults.toml").read_text())["fault"]
HEADINGS = [each.label for each in COLUMNS]
START = "2027-01-01"
ON = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)
GIVEN = (
    *("Alma", "Bertil", "Cornelia", "Doris", "Elof", "Frideborg", "Göran", "Hjördis", "Ingemar"),
    *("Josefina", "Konrad", "Lovisa", "Malte", "Nikolina", "Oskar", "Petronella", "Ragnvald"),
    *("Svea", "Torvald", "Ulrika"),
)
FAMILY = (
    *("Abrahamsson", "Bergqvist", "Cederblad", "Dahlström", "Ekelund", "Forsberg", "Gyllenhammar"),
    *("Hallgren", "Isaksson", "Jonasson", "Kristoffersson", "Lagerkvist", "Mattisson", "Nyström"),
    *("Olofsson", "Palmgren", "Rosengren", "Sandström", "Tegnér", "Ulfsparre", "Vikström"),
    *("Wallenberg", "Ytterberg", "Zetterlund", "Öhrström"),
)
PEOPLE = [(given, family) for family in FAMILY for given in GIVEN]


def organisation() -> None:
    """Fifty groups with ten members each to be, five of whom sit already; and two other groups that
    faulty rows name."""
    make.healthcare_region()
    north = make.region(slug="norr", name="Region Norr", email_domain="norr.example")
    make.region(slug="soder", name="Region Söder", email_domain="soder.example")
    make.role("ledamot", name="Ledamot", plural="ledamöter")
    make.role("sekreterare", name="Sekreterare", plural="sekreterare")
    member = make.role("ledamot")
    groups = [make.body(f"Grupp {n}", path=f"grupper/grupp-{n}") for n in range(1, 51)]
    Post.objects.bulk_create(
        Post(body=group, role=member, number=place) for group in groups for place in range(1, 11)
    )
    for place in range(1, 6):
        group = Body.objects.get(path=f"grupper/grupp-{place}")
        make.appoint(known(place, north), group.posts.get(number=1), start=ON - 400 * DAY)
    other = make.body("Grupp 51", path="grupper/grupp-51")
    ended = datetime.date(2025, 12, 31) + DAY
    make.appoint(
        make.person("Vilma Kvarlevande"),
        make.post(other, "ledamot", number=1),
        start=ON - 400 * DAY,
        end=datetime.date(2027, 6, 30) + DAY,
    )
    make.post(other, "ledamot", number=2, end=ended)
    make.post(other, "sekreterare", held_by_role=make.role("ledamot"), held_by_body=other)
    over = make.body("Grupp 52", path="grupper/grupp-52", end=ended)
    make.post(over, "ledamot", number=1)


def known(number: int, region) -> Person:
    """One of those who are stored already, and stand in the roster too, at the end of it."""
    given, family = PEOPLE[-number]
    made = make.person(f"{given} {family}")
    make.affiliation(made, region)
    return made


def right_rows() -> list[dict[str, str]]:
    """The roster as it should be: 500 rows."""
    found = []
    for number, (given, family) in enumerate(PEOPLE):
        found.append(
            dict.fromkeys(HEADINGS, "")
            | {
                "Organ": f"Grupp {number // 10 + 1}",
                "Roll": "Ledamot",
                "Nummer": str(number % 10 + 1),
                "Förnamn": given,
                "Efternamn": family,
                "Region": "Region Norr",
                "Titel": "Överläkare",
                "Från och med": START,
            }
        )
    return found


def faulty_rows() -> list[dict[str, str]]:
    """The same with the twenty faults of the list."""
    rows = right_rows()
    for each in FAULTS:
        at = each["row"] - 2
        rows[at] = dict(rows[at - 1]) if each["write"] == "as row 154" else rows[at] | each["write"]
    return rows


def book_of(rows: list[dict[str, str]]) -> bytes:
    book = Workbook()
    book.active.append(HEADINGS)
    for row in rows:
        book.active.append([row[each] or None for each in HEADINGS])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_of(rows: list[dict[str, str]], headings=HEADINGS) -> bytes:
    lines = [headings, *([row[each] for each in HEADINGS] for row in rows)]
    return "\n".join(";".join(each) for each in lines).encode()


def posts_held() -> int:
    return Post.objects.filter(appointments__start=START).distinct().count()

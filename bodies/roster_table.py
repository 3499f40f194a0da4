"""The columns of a roster in a file, and what their texts mean. Plain values only."""

import datetime
import re

from organisation.dates import MONTHS, long_date
from organisation.rules import Finding, Severity
from organisation.tables import Column

COLUMNS = (
    Column(
        "body",
        "Organ",
        ("grupp", "organisation", "råd", "nämnd", "adress", "body"),
        required=True,
        help="Organets namn eller adress, som det står på webbplatsen.",
        example="Tandvård",
    ),
    Column(
        "role",
        "Roll",
        ("uppdrag", "post", "funktion", "befattning i gruppen", "role"),
        required=True,
        help="Vad personen är i organet.",
        example="Ledamot",
    ),
    Column(
        "represents",
        "Företräder",
        ("företräder region", "representerar", "plats för", "utses av region"),
        help="Regionen eller organet som platsen är till för, eller ”Hela sjukvårdsregionen”.",
        example="Region Norr",
    ),
    Column(
        "number",
        "Nummer",
        ("nr", "plats nr", "plats", "platsnummer"),
        help="Vilken av flera lika platser. Lämna tomt för den första lediga.",
        example="1",
    ),
    Column(
        "given",
        "Förnamn",
        ("tilltalsnamn", "given name", "first name"),
        required=True,
        example="Anna",
    ),
    Column(
        "family",
        "Efternamn",
        ("familjenamn", "family name", "last name", "surname"),
        required=True,
        example="Berg",
    ),
    Column(
        "email",
        "E-post",
        ("e-postadress", "epostadress", "mejl", "mail", "e-mail", "mejladress", "mailadress"),
        help="Adress i arbetet, hos en av regionerna.",
        example="",
    ),
    Column(
        "region",
        "Region",
        ("hemregion", "arbetsgivare", "personens region", "kommer från"),
        help="Regionen som personen arbetar i eller är vald i.",
        example="Region Norr",
    ),
    Column("title", "Titel", ("yrkestitel", "befattning", "yrke", "title"), example="Tandläkare"),
    Column("party", "Parti", ("partibeteckning", "party"), help="Bara för förtroendevalda."),
    Column(
        "first",
        "Från och med",
        (
            "från",
            "fr.o.m.",
            "from",
            "första dag",
            "första dagen",
            "start",
            "startdatum",
            "tillträder",
        ),
        help="Första dagen, som 2026-01-01.",
        example="2026-01-01",
    ),
    Column(
        "last",
        "Till och med",
        ("till", "t.o.m.", "tom", "sista dag", "sista dagen", "slut", "slutdatum", "lämnar"),
        help="Sista dagen. Tomt är tills vidare.",
        example="2027-12-31",
    ),
    Column(
        "decided_by",
        "Beslutat av",
        ("beslutande", "beslutsorgan", "utsedd av", "beslut av"),
        help="Organet som utsåg personen.",
    ),
    Column(
        "decided",
        "Beslutsdag",
        ("beslutsdatum", "datum för beslut", "beslutad"),
        help="Dagen för beslutet, som 2025-12-03.",
    ),
    Column("paragraph", "Paragraf", ("§", "beslutsparagraf", "par"), help="Till exempel 12."),
    Column(
        "reason",
        "Skäl",
        ("anledning", "orsak", "kommentar", "varför", "not"),
        help="Varför uppdraget slutar. Måste anges då, och visas i historiken.",
    ),
)
LABELS = {each.name: each.label for each in COLUMNS}
# The column of a file with refused rows that says why; not read again.
WHY = "Varför raden inte går att läsa in"
# What each column is stored in has room for.
LONGEST = {
    "given": 80,
    "family": 80,
    "email": 254,
    "title": 120,
    "party": 60,
    "paragraph": 20,
    "reason": 200,
}
EXCEL_BEGINS = datetime.date(1899, 12, 30)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]00:00(?::00)?)?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2})(?: ?[-/.] ?| )(\d{4}|\d{2})")
_IN_WORDS = re.compile(r"(\d{1,2})\.? ([a-zåäö]+)\.? (\d{4})", re.IGNORECASE)


def fault(column: str, message: str, code: str = "row") -> Finding:
    """What is wrong in a column, with the remedy."""
    return Finding(code, Severity.ERROR, message, column)


def day_of(text: str, column: str) -> datetime.date | Finding | None:
    """The day that a text means, or what is wrong with it; nothing for no text. One that can be
    read in two ways is refused: a day is who has which rights."""
    if not text:
        return None
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4]) or _no_day(text, column)
    if match := _TOGETHER.fullmatch(text):
        return _day(*match.groups()) or _no_day(text, column)
    if match := _IN_WORDS.fullmatch(text):
        begins = match[2].lower()[:3]
        month = next((n for n, each in enumerate(MONTHS, 1) if each[:3] == begins), 0)
        is_month = month and MONTHS[month - 1].startswith(match[2].lower().rstrip("r"))
        day = _day(match[3], month, match[1]) if is_month else None
        return day or _no_day(text, column)
    if match := _YEAR_LAST.fullmatch(text):
        year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
        likely = _day(year, match[2], match[1]) or _day(year, match[1], match[2])
        if likely:
            return fault(
                column,
                f"”{text}” går att läsa på mer än ett sätt. Skriv {likely.isoformat()}, om det är "
                f"{long_date(likely)} du menar.",
                "day-ambiguous",
            )
    if text.isdecimal() and len(text) == 5:
        likely = EXCEL_BEGINS + datetime.timedelta(int(text))
        return fault(
            column,
            f"{text} ser ut som Excels tal för {long_date(likely)}. Skriv {likely.isoformat()}, "
            "eller formatera kolumnen som datum i Excel.",
            "day-serial",
        )
    return _no_day(text, column)


def _day(year, month, day) -> datetime.date | None:
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


def _no_day(text: str, column: str) -> Finding:
    return fault(
        column,
        f"”{text[:40]}” är ingen dag. Skriv år, månad och dag, till exempel 2026-01-05.",
        "day",
    )

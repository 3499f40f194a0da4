"""The columns of a roster in a file. Plain values only."""

from organisation.rules import Finding, Severity
from organisation.tables import Column

COLUMNS = (
    Column(
        "body",
        "Organ",
        ("grupp", "organisation", "råd", "nämnd", "adress", "body"),
        required=True,
        help="Organets namn eller adress, som det står på webbplatsen.",
        example="Exempelgruppen",
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


def fault(column: str, message: str, code: str = "row") -> Finding:
    """What is wrong in a column, with the remedy."""
    return Finding(code, Severity.ERROR, message, column)

"""The columns of a file with measurements. Plain values only."""

from organisation.rules import Finding, Severity
from organisation.tables import Column

from ..measuring import MISSING

COLUMNS = (
    Column(
        "body",
        "Organ",
        ("programområde", "grupp", "område", "body"),
        help="Organets namn eller adress. Behövs inte om bara ett organ har målet.",
        example="Exempelområdet",
    ),
    Column(
        "goal",
        "Mål",
        ("indikator", "målnummer", "nummer", "mått", "goal", "indicator"),
        required=True,
        help="Målets nummer, målet som det är skrivet, eller dess indikator.",
        example="1",
    ),
    Column(
        "period",
        "Period",
        ("år", "kvartal", "månad", "halvår", "tid", "mätperiod", "period start"),
        required=True,
        help="Så ofta som målet mäts: 2025, halvår 1 2025, kv 1 2025 eller mars 2025.",
        example="2025",
    ),
    Column(
        "region",
        "Region",
        ("var", "plats", "län"),
        required=True,
        help="Regionens namn, eller ”Hela sjukvårdsregionen”.",
        example="Hela sjukvårdsregionen",
    ),
    Column(
        "value",
        "Värde",
        ("mätvärde", "utfall", "resultat", "andel", "tal", "value"),
        required=True,
        help=f"Ett tal, eller ”{MISSING}”. En rad utan värde hoppas över.",
        example="87,5",
    ),
    Column(
        "comment",
        "Kommentar",
        ("anmärkning", "notering", "comment"),
        help="Behövs när uppgift saknas: då står det varför. Den är offentlig.",
        example="",
    ),
    Column(
        "unit",
        "Enhet",
        ("måttenhet", "unit"),
        help="Behövs inte. Står den här jämförs den med målets.",
        example="procent",
    ),
)
LABELS = {each.name: each.label for each in COLUMNS}
LONGEST_COMMENT = 300
# What the public file of a goal says too, and the import needs none of.
OTHERS = ("Indikator", "Från och med", "Till och med")


def fault(name: str, message: str, code: str = "wrong") -> Finding:
    """What is wrong with a column of a row."""
    return Finding(f"import-{code}", Severity.ERROR, message, name)

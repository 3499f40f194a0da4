"""Which addresses data may give to bodies, lists and pages."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

# First steps of the addresses that the site itself has; a test holds them equal to the URLconf.
RESERVED = frozenset(
    {
        *("organisation", "loften", "nytt", "personer", "regioner", "gemensamma-texter"),
        *("stilguide", "synpunkter"),
        *("admin", "arbetsyta", "konto", "logga-in", "logga-ut", "inbjudan"),
        *("favicon.ico", "livez", "readyz", "robots.txt", "sitemap.xml"),
    }
)

# Second steps that are pages below a body.
BELOW_A_BODY = frozenset({"uppdrag", "ledamoter", "moten", "dokument"})

# One or two steps: deeper ones are pages below a body.
path_validator = RegexValidator(
    r"^[a-z0-9-]+(/[a-z0-9-]+)?\Z",
    "Adressen får ha ett eller två led med små bokstäver a–z, siffror och bindestreck, till "
    "exempel programomraden/tandvard.",
)

# Any number of steps: what a published address may have been.
published_validator = RegexValidator(
    r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\Z",
    "Skriv adressen utan snedstreck i början och slutet, till exempel programomraden/tandvard.",
)


def not_reserved(path: str) -> None:
    """Refuses an address that a page of the site itself would hide."""
    first, _, second = path.partition("/")
    if first in RESERVED or second in BELOW_A_BODY:
        raise ValidationError(
            f"Adressen {path} är upptagen av en sida som alltid finns. Välj en annan."
        )


def absolute(path: str) -> str:
    """An address of this site in full, for mail and print."""
    return f"{settings.SITE_ADDRESS}{path}"

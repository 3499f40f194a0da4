"""Which addresses data may give to bodies, lists and pages, and which its links may lead to."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator, validate_email

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
BELOW_A_BODY = frozenset(
    {"uppdrag", "ledamoter", "moten", "dokument", "aktiviteter", "uppfoljning", "mal"}
)

# One or two steps: deeper ones are pages below a body.
path_validator = RegexValidator(
    r"^[a-z0-9-]+(/[a-z0-9-]+)?\Z",
    "Adressen får ha ett eller två led med små bokstäver a–z, siffror och bindestreck, till "
    "exempel grupper/exempel.",
)

# Any number of steps: what a published address may have been.
published_validator = RegexValidator(
    r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\Z",
    "Skriv adressen utan snedstreck i början och slutet, till exempel grupper/exempel.",
)


# Pages of the site itself that lie below an editorial page.
BELOW_A_PAGE = frozenset(
    {
        *("om/fordelning", "om/vem-leder"),
        *("planering/planer-och-rapporter", "planering/styrande-dokument"),
    }
)

# Pages of the site itself that an editorial page stands in, by its address.
AROUND_A_PAGE = frozenset({"organisation", "loften"}) | BELOW_A_PAGE


def not_reserved(path: str) -> None:
    """Refuses an address that a page of the site itself would hide."""
    first, _, second = path.partition("/")
    if first in RESERVED or second in BELOW_A_BODY or path in BELOW_A_PAGE:
        raise ValidationError(
            f"Adressen {path} är upptagen av en sida som alltid finns. Välj en annan."
        )


def not_reserved_for_pages(path: str) -> None:
    """Refuses an editorial page an address that a page of the site itself has, but for those that
    are made to show one."""
    if path not in AROUND_A_PAGE:
        not_reserved(path)


TELEPHONE = re.compile(r"\+?[0-9][0-9-]*")
NO_LINK = (
    "Skriv en adress på webbplatsen som börjar med ett snedstreck (/om/), en hel "
    "webbadress (https://exempel.se), mailto: med en e-postadress eller tel: med ett "
    "telefonnummer."
)


def leads_safely(target: str) -> None:
    """Refuses a link that doesn't lead to a page, an e-mail address or a telephone: a script, or
    what only looks like an address of this site (browsers read //host and /\\host as another)."""
    try:
        if "\\" in target or " " in target or not target.isprintable():
            raise ValidationError(NO_LINK)
        scheme, _, rest = target.partition(":")
        if target.startswith("/"):
            fits = not target.startswith("//")
        elif scheme.lower() == "mailto":
            fits = validate_email(rest.partition("?")[0]) is None
        elif scheme.lower() == "tel":
            fits = TELEPHONE.fullmatch(rest)
        else:
            fits = URLValidator(["http", "https"])(target) is None
    except ValidationError as error:
        raise ValidationError(NO_LINK) from error
    if not fits:
        raise ValidationError(NO_LINK)


def absolute(path: str) -> str:
    """An address of this site in full, for mail and print."""
    return f"{settings.SITE_ADDRESS}{path}"

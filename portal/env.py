"""Typed reading of environment variables, for settings.

Every helper raises SettingError when a value is missing or cannot be used. Its message names the
variable, what was given and what is accepted. A variable that is set but empty counts as missing.
"""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")
_REQUIRED = object()


class SettingError(ImproperlyConfigured):
    """A setting is missing or wrong; the message is meant for the person who starts the site."""


def env_str(name: str, default: str | None = _REQUIRED, *, min_length: int = 0) -> str | None:
    """Return the text of `name`, at least `min_length` characters long.

    The text itself is never repeated in an error: it may be a secret.
    """
    value = os.environ.get(name, "")
    if not value:
        return _default(name, default, "en text")
    if len(value) < min_length:
        raise SettingError(
            f"{name} är {len(value)} tecken lång. Den måste ha minst {min_length} tecken."
        )
    return value


def env_bool(name: str, default: bool = _REQUIRED) -> bool:
    """Return `name` as true or false."""
    value = os.environ.get(name, "")
    if not value:
        return _default(name, default, "1 eller 0")
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise SettingError(
        f"{name} är {value!r}. Tillåtna värden: {', '.join(TRUE)} (ja) eller "
        f"{', '.join(FALSE)} (nej)."
    )


def env_int(
    name: str, default: int = _REQUIRED, *, least: int | None = None, most: int | None = None
) -> int:
    """Return `name` as a whole number from `least` to `most`, both included."""
    accepted = "ett heltal"
    if least is not None:
        accepted += f", minst {least}"
    if most is not None:
        accepted += f", högst {most}"
    value = os.environ.get(name, "")
    if not value:
        return _default(name, default, accepted)
    try:
        number = int(value)
    except ValueError:
        number = None
    too_small = number is not None and least is not None and number < least
    too_big = number is not None and most is not None and number > most
    if number is None or too_small or too_big:
        raise SettingError(f"{name} är {value!r}. Tillåtet: {accepted}.")
    return number


def env_list(name: str, default: list[str] = _REQUIRED) -> list[str]:
    """Return `name`, separated by commas, as a list without empty items."""
    items = [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]
    return items or _default(name, default, "en lista med komma mellan värdena")


def env_database(name: str, default: str | None = _REQUIRED) -> dict:
    """Return `name`, a PostgreSQL address, as an entry for Django's DATABASES.

    Accepted: postgresql://user:password@host:port/database?option=value. The host may be given as
    an option instead, for a Unix socket's folder. A password is never repeated in an error.
    """
    accepted = "postgresql://användare:lösenord@värd:port/databas"
    value = os.environ.get(name, "") or _default(name, default, accepted)
    try:
        parts = urlsplit(value)
        port = parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise SettingError(f"{name} går inte att läsa ({error}). Tillåtet: {accepted}") from None
    if parts.scheme not in ("postgres", "postgresql"):
        raise SettingError(
            f"{name} börjar med {parts.scheme or 'något annat än ett schema'!r}. "
            f"Bara PostgreSQL stöds. Tillåtet: {accepted}"
        )
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise SettingError(f"{name} saknar databasens namn. Tillåtet: {accepted}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def is_loopback(host: str) -> bool:
    """Tell whether the host name can only mean this very machine."""
    return host == "localhost" or host in ("::1", "[::1]") or _is_ipv4_loopback(host)


def _is_ipv4_loopback(host: str) -> bool:
    parts = host.split(".")
    return len(parts) == 4 and parts[0] == "127" and all(part.isdecimal() for part in parts)


def _default(name, default, accepted):
    if default is _REQUIRED:
        raise SettingError(f"{name} saknas. Sätt miljövariabeln {name} till {accepted}.")
    return default

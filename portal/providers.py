"""The regions' identity providers, read from the environment for settings."""

import re
from urllib.parse import urlsplit

from .env import SettingError, env_list, env_str, is_loopback


def env_providers(prefix: str) -> list[dict]:
    """Return the providers that `<prefix>_PROVIDERS` names, as entries for allauth's APPS.

    Each has `<prefix>_<NAME>_NAME`, what it's called on the sign-in page; `_SERVER_URL`, its
    issuer, below which its configuration is found; `_CLIENT_ID` and `_CLIENT_SECRET`. Raises
    SettingError that names the part which is missing or can't be used.
    """
    names = env_list(f"{prefix}_PROVIDERS", default=[])
    for name in names:
        if not re.fullmatch(r"[a-z][a-z0-9]{0,19}", name):
            raise SettingError(
                f"{prefix}_PROVIDERS innehåller {name!r}. Ett kortnamn får ha små bokstäver a–z "
                "och siffror, högst 20 tecken, och börjar med en bokstav."
            )
    if len(set(names)) < len(names):
        raise SettingError(f"{prefix}_PROVIDERS innehåller samma kortnamn två gånger.")
    return [_provider(f"{prefix}_{name.upper()}_", name) for name in names]


def _provider(prefix: str, name: str) -> dict:
    issuer = env_str(f"{prefix}SERVER_URL").removesuffix("/.well-known/openid-configuration")
    parts = urlsplit(issuer)
    safe = parts.scheme == "https" or is_loopback(parts.hostname or "")
    if not safe or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        raise SettingError(
            f"{prefix}SERVER_URL är {issuer!r}. Tillåtet: leverantörens adress (issuer), till "
            "exempel https://inloggning.exempel.se/portalen"
        )
    return {
        "provider_id": name,
        "name": env_str(f"{prefix}NAME")[:40],
        "client_id": env_str(f"{prefix}CLIENT_ID"),
        "secret": env_str(f"{prefix}CLIENT_SECRET"),
        "settings": {"server_url": issuer, "fetch_userinfo": False},
    }

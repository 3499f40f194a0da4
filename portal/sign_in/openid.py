"""Signing in by a region's identity provider, over OpenID Connect.

An account is found by who vouches (provider and issuer) and for whom (subject), never by an e-mail
address. What allauth leaves to TLS is judged here: issuer, audience, time, signature and nonce.
"""

import logging
import secrets
from enum import StrEnum
from urllib.parse import urlsplit

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
    get_adapter,
)
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from organisation.models.access import outside_key
from portal.env import is_loopback
from portal.site import page_context, site_today

from .id_token import BadToken, claims_of

logger = logging.getLogger("portal.sign_in")

# Where in the session it waits who may ask for access.
STRANGER = "stranger"


class Fault(StrEnum):
    """Why it ended, as the page says."""

    CANCELLED = "avbruten"
    LOST = "borttappad"
    AWAY = "nås inte"
    UNTRUSTED = "går inte att lita på"


class Refused(OAuth2Error):
    """What the provider sent is no sign-in. `why` is for the log and holds no secret."""

    def __init__(self, fault: Fault, why: str):
        super().__init__(why)
        self.fault, self.why = fault, why


class RegionAdapter(OpenIDConnectOAuth2Adapter):
    """The talk with one provider, in one request."""

    state: dict = {}

    def fetched(self, address: str) -> dict:
        """JSON that the provider publishes."""
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(address, allow_redirects=False)
                answer.raise_for_status()
                found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise Refused(Fault.AWAY, f"{address}: {type(error).__name__}") from None
        if not isinstance(found, dict):
            raise Refused(Fault.AWAY, f"{address}: no JSON object")
        return found

    @property
    def openid_config(self):
        """The provider's configuration, which must be that of the issuer we ask."""
        if not hasattr(self, "_openid_config"):
            provider = self.get_provider()
            issuer = provider.app.settings["server_url"]
            config = self.fetched(provider.server_url)
            if config.get("issuer") != issuer:
                raise Refused(Fault.UNTRUSTED, f"issuer of the configuration isn't {issuer}")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                parts = urlsplit(str(config.get(name, "")))
                if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
                    raise Refused(Fault.UNTRUSTED, f"{name} isn't https")
            self._openid_config = config
        return self._openid_config

    def get_access_token_data(self, *args, **kwargs):
        """allauth's own; an answer that it can't read is no sign-in."""
        try:
            return super().get_access_token_data(*args, **kwargs)
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(Fault.UNTRUSTED, f"token answer: {type(error).__name__}") from None

    def parse_token(self, data):
        """allauth's own; what it stumbles on is no sign-in."""
        try:
            return super().parse_token(data)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise Refused(Fault.UNTRUSTED, f"token answer: {type(error).__name__}") from None

    def complete_login(self, request, app, token, **kwargs):
        """The sign-in that the ID token tells of, judged in full."""
        config = self.openid_config
        try:
            claims = claims_of(
                str(kwargs["response"].get("id_token", "")),
                keys=self.fetched(config["jwks_uri"]),
                issuer=config["issuer"],
                audience=app.client_id,
                nonce=self.state.get("nonce", ""),
            )
        except (BadToken, KeyError, AttributeError) as error:
            raise Refused(Fault.UNTRUSTED, f"ID token: {error}") from None
        request.outside_claims = claims
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


class RegionProvider(OpenIDConnectProvider):
    """A region's identity provider."""

    oauth2_adapter_class = RegionAdapter

    @property
    def server_url(self):
        issuer = self.app.settings["server_url"].rstrip("/")
        return f"{issuer}/.well-known/openid-configuration"

    def get_redirect_from_request_kwargs(self, request):
        """What a sign-in begins with. Nothing of it is the visitor's to choose but where it leads:
        no process, scope or parameter of the address."""
        nonce = secrets.token_urlsafe(24)
        following = get_next_redirect_url(request)
        return {
            "process": "login",
            "scope": self.get_default_scope(),
            "auth_params": {"nonce": nonce},
            "nonce": nonce,
            **({"next_url": following} if following else {}),
        }

    def extract_uid(self, data):
        claims = data["id_token"]
        return outside_key(claims["iss"], claims["sub"])

    def extract_extra_data(self, data):
        """Who vouches and for whom; nothing else of what the provider tells is kept."""
        claims = data["id_token"]
        return {"issuer": claims["iss"], "subject": claims["sub"]}

    def extract_common_fields(self, data):
        return {}

    def extract_email_addresses(self, data):
        return []


class OutsideAdapter(DefaultSocialAccountAdapter):
    """allauth asks this about people whom others vouch for. Nobody gets an account this way."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def authenticate_by_email(self, sociallogin):
        return None

    def list_apps(self, request, provider=None, client_id=None):
        """The providers of the settings; none is ever read from the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [each for apps in found.values() for each in apps]

    def pre_social_login(self, request, sociallogin):
        """Leads whoever has no account here to the page where access is asked for."""
        if sociallogin.is_existing:
            return
        claims = request.outside_claims
        app = sociallogin.provider.app
        logger.warning("okänd inloggning via %s", app.provider_id)
        request.session[STRANGER] = {
            "provider": app.provider_id,
            "called": app.name,
            "issuer": claims["iss"],
            "subject": claims["sub"],
            "name": str(claims.get("name") or "")[:120],
            "email": str(claims.get("email") or "")[:254],
        }
        raise ImmediateHttpResponse(redirect("ask_access"))

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        """Every end but a sign-in: one page, that says what happened and what to do."""
        if isinstance(exception, Refused):
            fault, why = exception.fault, exception.why
        elif error == AuthError.CANCELLED:
            fault, why = Fault.CANCELLED, "avbruten"
        elif exception is not None:
            away = isinstance(exception, requests.RequestException)
            fault, why = (Fault.AWAY if away else Fault.UNTRUSTED), type(exception).__name__
        elif "error" in request.GET:
            fault, why = Fault.UNTRUSTED, "fel från leverantören"
        else:
            fault, why = Fault.LOST, "okänt state"
        logger.warning("inloggning via %s avvisad: %s", provider.sub_id, why)
        site, day = site_today(request.path)
        context = page_context(site, day) | {
            "title": "Inloggningen gick inte att slutföra",
            "noindex": True,
            "provider": provider,
            "fault": fault.name.lower(),
        }
        status = 200 if fault is Fault.CANCELLED else 503 if fault is Fault.AWAY else 401
        raise ImmediateHttpResponse(
            render(request, "portal/sign_in/refused.html", context, status=status)
        )


def entrances(next_address: str) -> list[dict]:
    """The regions' sign-ins, for the sign-in page."""
    query = f"?{urlencode({'next': next_address})}" if next_address else ""
    return [
        {
            "name": each["name"],
            "url": reverse("openid_connect_login", args=[each["provider_id"]]) + query,
        }
        for each in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    ]

"""How allauth signs people in here: its words, its mail, its limits, where it leads."""

import logging
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from organisation.actions.mail import queue_mail
from portal import second_factor

from . import limits

logger = logging.getLogger("portal.sign_in")

WRONG = (
    "Användarnamnet och lösenordet stämmer inte. Kontrollera dem och försök igen. Lösenordet "
    "skiljer på stora och små bokstäver."
)
# What is told after something is done; what isn't here isn't told.
TOLD = {
    "account/messages/password_changed.txt": "Du har bytt lösenord. Du är utloggad på alla andra "
    "ställen.",
    "mfa/messages/totp_activated.txt": "Tvåstegsinloggningen är på. Du är utloggad på "
    "alla andra ställen.",
    "mfa/messages/totp_deactivated.txt": "Tvåstegsinloggningen är av. Du är utloggad "
    "på alla andra ställen.",
    "mfa/messages/recovery_codes_generated.txt": "Här är dina nya reservkoder. Spara dem innan du "
    "går vidare. Du är utloggad på alla andra ställen.",
    "usersessions/messages/sessions_logged_out.txt": "Du är utloggad på alla andra ställen.",
}
# Mails, by allauth's names for them: their subject, and the template of their text.
MAILS = {
    "account/email/password_reset_key": ("Välj ett nytt lösenord", "new_password"),
    "account/email/password_changed": ("Ditt lösenord är bytt", "password_changed"),
    "account/email/password_reset": ("Ditt lösenord är bytt", "password_changed"),
    "mfa/email/totp_activated": ("Tvåstegsinloggningen är på", "factor_on"),
    "mfa/email/totp_deactivated": ("Tvåstegsinloggningen är av", "factor_off"),
    "mfa/email/recovery_codes_generated": ("Du har fått nya reservkoder", "new_codes"),
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth asks this at each turn. No sign-up, no answers in JSON, no words but the site's."""

    error_messages = {
        "account_inactive": "Kontot är avstängt.",
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": "Det har blivit för många försök. Vänta en stund.",
        "rate_limited": "Det har blivit för många försök. Vänta en stund.",
        "enter_current_password": "Det är inte ditt nuvarande lösenord. Försök igen.",
        "incorrect_password": "Lösenordet stämmer inte. Försök igen.",
        "incorrect_code": "Koden stämmer inte.",
        "invalid_password_reset": "Länken gäller inte längre.",
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        return False

    def get_login_stages(self):
        return ["allauth.mfa.stages.AuthenticateStage"]

    # Where it leads

    def is_safe_url(self, url):
        """Whether an address may be led on to: one of this very site."""
        request = context.request
        safe = url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        if not safe:
            logger.warning("vidare till en annan webbplats avvisades: %.200r", url)
        return safe

    def get_login_redirect_url(self, request):
        """The workspace, for those who have something to do there."""
        return reverse("desk" if request.standing.holdings else "account")

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    # What is counted

    def limits_of(self, request, username: str):
        """Against what a wrong password counts."""
        name, address = username.casefold(), self.get_client_ip(request)
        visitor, provided = limits.network(address), limits.provided(address)
        counted = [(limits.SIGN_IN_PAIR, f"{name}@{visitor}"), (limits.SIGN_IN_ADDRESS, visitor)]
        if provided:
            counted.append((limits.SIGN_IN_PROVIDED, provided))
        if not limits.knows(name, address):
            counted.append((limits.SIGN_IN_ACCOUNT, name))
        return tuple(counted)

    def login(self, request, user):
        super().login(request, user)
        limits.remember(user.get_username().casefold(), self.get_client_ip(request))

    def pre_authenticate(self, request, **credentials):
        self._taken = self.limits_of(request, credentials.get("username", ""))
        try:
            limits.take(*self._taken)
        except limits.TooOften as error:
            self.log_refusal(request, "för många försök", credentials)
            raise error from None

    def _rollback_login_failed_rl_usage(self):
        limits.give_back(*self._taken)

    def authentication_failed(self, request, **credentials):
        self.log_refusal(request, "fel lösenord", credentials)

    def log_refusal(self, request, why: str, credentials) -> None:
        """Logs a refusal. A name that no account has isn't written down: it may be a password."""
        from organisation.models import User

        known = User.objects.filter(username__iexact=credentials.get("username", "")).first()
        logger.warning(
            "inloggning avvisad, %s: %s från %s",
            why,
            f"konto {known.pk}" if known else "okänt konto",
            self.get_client_ip(request),
        )

    def respond_user_inactive(self, request, user):
        logger.warning(
            "inloggning avvisad, avstängt: konto %s från %s", user.pk, self.get_client_ip(request)
        )
        return super().respond_user_inactive(request, user)

    # Who one is, once more

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not within ten minutes of signing in, which is as good. Where there is a second factor
        only its codes count: nothing that a password has proved, at the sign-in or since."""
        request = context.request
        has_factor = second_factor.has_one(request.user)
        records = (
            second_factor.proofs(request)
            if has_factor
            else get_authentication_records(request, request.user)
        )
        newest = max((each["at"] for each in records), default=0)
        too_old = time.time() - newest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if too_old and has_factor:
            # Said at once: allauth would let a password that was given lately do.
            raise ReauthenticationRequired
        return too_old

    def get_reauthentication_methods(self, user):
        """The second factor for those who have one: a password alone mustn't take it away."""
        if not user.is_authenticated:
            return []
        if second_factor.has_one(user):
            return [_method("mfa_reauthenticate")]
        return [_method("account_reauthenticate")] if user.has_usable_password() else []

    # What is changed and told

    def set_password(self, user, password):
        user._change_reason, user._history_user = "Nytt lösenord", user
        super().set_password(user, password)

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        if text := message or TOLD.get(message_template):
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def get_reset_password_from_key_url(self, key):
        """The address for a mail: the site's own, whatever host was asked."""
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_ADDRESS + address.replace("UID-KEY", key)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if email or user.email:
            told = {"user": user, "at": timezone.now()}
            self.send_mail(template_prefix, email or user.email, told | (context or {}))

    def send_mail(self, template_prefix, email, context):
        """Puts the mail in the queue. A mail that has no text here isn't sent."""
        if template_prefix not in MAILS:
            return
        subject, name = MAILS[template_prefix]
        user = context["user"]
        queue_mail(
            key=f"konto-{user.pk}:{name}:{get_random_string(16)}",
            to=email,
            subject=subject,
            text=render_to_string(
                f"portal/mail/{name}.txt", context | {"site_address": settings.SITE_ADDRESS}
            ),
        )


def _method(name: str) -> dict:
    return {"id": name, "description": "", "url": reverse(name)}

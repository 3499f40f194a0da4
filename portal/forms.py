"""The forms of signing in and of one's own account. allauth decides what they do; the words, and
how codes and links are judged, are the site's."""

import logging

from allauth.account import forms as account
from allauth.account.internal import flows
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.core.exceptions import ValidationError

from organisation.models import User

from .sign_in import factor, limits
from .sign_in.passwords import HELP, LONGEST

logger = logging.getLogger("portal.sign_in")

TEXTS = {
    "login": ("Användarnamn", "Fyll i ditt användarnamn.", "username"),
    "password": ("Lösenord", "Fyll i ditt lösenord.", "current-password"),
    "oldpassword": ("Nuvarande lösenord", "Fyll i ditt nuvarande lösenord.", "current-password"),
    "password1": ("Nytt lösenord", "Fyll i ett nytt lösenord.", "new-password"),
    "password2": (
        "Nytt lösenord en gång till",
        "Fyll i det nya lösenordet en gång till.",
        "new-password",
    ),
    "email": ("E-post", "Fyll i din e-postadress.", "email"),
    "code": ("Kod", "Fyll i koden.", "one-time-code"),
}


class Worded:
    """Gives each field its Swedish words and its look."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label, missing, known_as = TEXTS[name]
            field.label, field.help_text = label, ""
            field.error_messages |= {
                "required": missing,
                "null_characters_not_allowed": "Texten innehåller ett tecken som inte går att "
                "använda. Skriv om den.",
                "invalid": "Adressen ser inte ut som en e-postadress. Skriv den som "
                "namn@exempel.se.",
            }
            for each in field.validators:
                if isinstance(each, forms.fields.validators.ProhibitNullCharactersValidator):
                    each.message = field.error_messages["null_characters_not_allowed"]
            field.widget.attrs = {"class": "field-control", "autocomplete": known_as}
            if name in ("code", "login"):
                field.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        if "password1" in self.fields:
            self.fields["password1"].help_text = HELP

    def clean_password1(self):
        """The new password, if it isn't so long that it takes its time to lock up."""
        password = self.cleaned_data["password1"]
        if len(password) > LONGEST:
            raise ValidationError(f"Lösenordet får ha högst {LONGEST} tecken.")
        return password


class Twice:
    """A new password, given twice. allauth compares the two in words of its own."""

    def clean(self):
        cleaned = forms.Form.clean(self) or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error(
                "password2", "De två nya lösenorden är olika. Skriv samma i båda fälten."
            )
        return cleaned


class SignInForm(Worded, account.LoginForm):
    """User name and password. What is wrong isn't told more closely, so that nobody learns which
    accounts there are."""

    def add_prefix(self, field_name):
        """The name that browsers and those who keep passwords know the field by."""
        return "username" if field_name == "login" else super().add_prefix(field_name)


class ForgottenForm(Worded, forms.Form):
    """Where to send a link to a new password. It's said to be sent whether there is an account or
    not."""

    email = forms.EmailField(max_length=254)

    def save(self, request, **kwargs):
        """Queues a mail for each account with the address that signs in with a password; no more
        than three an hour to one, which isn't told either."""
        email = self.cleaned_data["email"]
        users = User.objects.filter(email__iexact=email, is_active=True)
        for user in [each for each in users if each.has_usable_password()]:
            try:
                limits.take((limits.RESET_ACCOUNT, str(user.pk)))
            except limits.TooOften:
                logger.warning("ny länk till lösenord nekades, för många: konto %s", user.pk)
            else:
                flows.password_reset.request_password_reset(
                    request, user.email, [user], account.default_token_generator
                )
        return email


class ResetLinkForm(account.UserTokenForm):
    """Judges the link to a new password: of an account that is open and has a password."""

    def _get_user(self, uidb36):
        try:
            user = super()._get_user(uidb36)
        except OverflowError:
            return None
        return user if user and user.is_active and user.has_usable_password() else None

    def clean(self):
        try:
            return super().clean()
        except ValidationError:
            logger.warning("länk till nytt lösenord avvisad: den är använd, för gammal eller fel")
            raise


class ChosenPasswordForm(Worded, Twice, account.ResetPasswordKeyForm):
    """A new password for the one who followed the link."""


class ChangePasswordForm(Worded, Twice, account.ChangePasswordForm):
    """A new password for the one who knows the old."""

    def clean_oldpassword(self):
        counted = (limits.CODE, f"password-{self.user.pk}")
        limits.take(counted)
        try:
            password = super().clean_oldpassword()
        except ValidationError:
            logger.warning("byte av lösenord avvisat, fel lösenord: konto %s", self.user.pk)
            raise
        limits.give_back(counted)
        return password


class ConfirmByPasswordForm(Worded, account.ReauthenticateForm):
    """Who one is, once more, by password."""


class CodeForm(Worded, forms.Form):
    """The second step of signing in: a code of the app, or a recovery code."""

    code = forms.CharField(max_length=40)
    reauthenticated = False

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self):
        self.authenticator = factor.accept_code(self.user, self.cleaned_data["code"])
        self.authenticator.user = self.user
        return self.cleaned_data["code"]

    def save(self):
        post_authentication(
            context.request, self.authenticator, reauthenticated=self.reauthenticated
        )


class ConfirmByCodeForm(CodeForm):
    """Who one is, once more, by code."""

    reauthenticated = True


PENDING = "second_factor_pending"


class EnrolForm(Worded, forms.Form):
    """The first code of a new app. The key that it's made of waits in the session, locked up."""

    code = forms.CharField(max_length=40)

    def __init__(self, *args, user, **kwargs):
        self.user = user
        session = context.request.session
        adapter = get_factor_adapter()
        try:
            self.secret = adapter.decrypt(session[PENDING])
        except (KeyError, ValidationError):
            self.secret = generate_totp_secret()
            session[PENDING] = adapter.encrypt(self.secret)
        super().__init__(*args, **kwargs)

    def clean_code(self):
        counted = (limits.CODE, f"enrol-{self.user.pk}")
        limits.take(counted)
        code = factor.digits(self.cleaned_data["code"])
        self.step = factor.step_of(self.secret, code)
        if self.step is None:
            raise ValidationError(
                "Koden stämmer inte. Kontrollera att appen har rätt nyckel och att telefonens "
                "klocka går rätt. Skriv sedan koden som visas nu."
            )
        limits.give_back(counted)
        return code

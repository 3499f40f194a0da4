"""The second factor: how its secrets are kept, how its codes are judged, how its key is drawn."""

import base64
import hashlib
import logging

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare

from organisation.models import HealthcareRegion

from . import limits

logger = logging.getLogger("portal.sign_in")

WRONG_CODE = (
    "Koden stämmer inte. Vänta tills appen visar en ny kod och skriv den, eller använd en av dina "
    "reservkoder."
)
USED_CODE = "Koden är redan använd. Vänta tills appen visar en ny kod och skriv den."


def box() -> MultiFernet:
    """What secrets are locked in: with a key made of SECRET_KEY, opened with earlier ones too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(each)) for each in keys])


def _derived(secret_key: str) -> bytes:
    digest = hashlib.blake2b(secret_key.encode(), digest_size=32, person=b"second factor").digest()
    return base64.urlsafe_b64encode(digest)


def encrypt_anew() -> int:
    """Locks all stored secrets with today's key; returns how many. Raises InvalidToken for one that
    no key opens."""
    number = 0
    with transaction.atomic():
        for each in Authenticator.objects.select_for_update():
            for name in {"secret", "seed"} & set(each.data):
                each.data[name] = box().rotate(each.data[name].encode()).decode()
                number += 1
            each.save(update_fields=["data"])
    return number


class FactorAdapter(DefaultMFAAdapter):
    """allauth asks this about the second factor."""

    error_messages = {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "Tvåstegsinloggningen går inte att stänga av.",
        "cannot_generate_recovery_codes": "Slå på tvåstegsinloggningen först.",
        "unverified_email": "Din e-postadress är inte bekräftad.",
        "add_email_blocked": "Adressen går inte att lägga till.",
    }

    def get_totp_label(self, user):
        return user.username

    def get_totp_issuer(self):
        return HealthcareRegion.objects.values_list("name", flat=True).first() or ""

    def build_totp_svg(self, url):
        """Not used: the key is drawn by `drawn`."""
        return ""

    def encrypt(self, text):
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Locked with a key that is gone: nothing is the right code.
            logger.error("en hemlighet går inte att öppna; är SECRET_KEY bytt?")
            raise ValidationError(
                "Tvåstegsinloggningen går inte att läsa. Be den som ansvarar för webbplatsen att "
                "ta bort den, så att du kan slå på den på nytt."
            ) from None


def step_of(secret: str, code: str) -> int | None:
    """Which step in time a code belongs to, among those that count now; None for a wrong one."""
    for step in yield_hotp_counters_from_time():
        if constant_time_compare(format_hotp_value(hotp_value(secret, step)), code):
            return step
    return None


def digits(code: str) -> str:
    """A code without the spaces and dashes that people write it with."""
    return "".join(each for each in code if each.isascii() and each.isdigit())


def accept_code(user, code: str) -> Authenticator:
    """The factor that the code proves: the app's, or a recovery code, which is then used up.

    Raises ValidationError for a wrong code, for one that has been used, and TooOften. A code of the
    app counts once, however long it's shown.
    """
    counted = ((limits.CODE, str(user.pk)), (limits.CODE_DAY, str(user.pk)))
    try:
        limits.take(*counted)
    except limits.TooOften:
        logger.warning("kod avvisad, för många försök: konto %s", user.pk)
        raise
    code = digits(code)
    with transaction.atomic():
        factors = {
            each.type: each
            for each in Authenticator.objects.select_for_update().filter(user_id=user.pk)
        }
        app = factors.get(Authenticator.Type.TOTP)
        step = step_of(FactorAdapter().decrypt(app.data["secret"]), code) if app else None
        if step is not None and step > app.data.get("last_step", -1):
            app.data["last_step"] = step
            app.save(update_fields=["data"])
            limits.give_back(*counted)
            return app
        codes = factors.get(Authenticator.Type.RECOVERY_CODES)
        if step is None and codes and RecoveryCodes(codes).validate_code(code):
            codes.refresh_from_db()
            limits.give_back(*counted)
            logger.warning("reservkod använd: konto %s", user.pk)
            return codes
    why = "redan använd" if step is not None else "fel"
    logger.warning("kod avvisad, %s: konto %s", why, user.pk)
    raise ValidationError(USED_CODE if step is not None else WRONG_CODE, code="incorrect_code")


def drawn(address: str) -> dict:
    """A QR code as the side of its square and one path of SVG."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return {"side": len(matrix), "path": path}

"""Checking and saving, as every action does it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisation.models import User
from organisation.rules import Finding, Severity

from ..models import Edition
from .refusals import Refused


def checked(record) -> None:
    """Raises Refused with a finding for each field that can't be saved as it is."""
    try:
        record.full_clean()
    except ValidationError as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        raise Refused(
            [
                Finding("invalid", Severity.ERROR, message, "" if field == "__all__" else field)
                for field, messages in by_field.items()
                for message in messages
            ]
        ) from None


def store(edition: Edition, by: User | None) -> Edition:
    """Saves the edition as its next revision, by whom. Raises Refused, in words, where the database
    says no."""
    edition.revision += 1
    edition._history_user = by
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as error:
        raise Refused(_told(error)) from error
    return edition


def _told(error: IntegrityError) -> str:
    """Why the database refused, in words."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    return {
        "published_stays": "Versionen är publicerad och ändras inte. Gör en ny version.",
        "shared_part_same_words": "Ett avsnitt skiljer sig från den gemensamma text som det är "
        "taget ur. Ladda om sidan och försök igen.",
        "edition_begins_after_the_last": "En annan version har publicerats under tiden och gäller "
        "från samma dag eller senare. Välj en senare dag.",
    }.get(broken, f"Databasen säger nej: {str(error).splitlines()[0]}")

"""Locks the secrets of second factors with today's SECRET_KEY, after it was changed."""

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from portal.sign_in.factor import encrypt_anew


class Command(BaseCommand):
    help = "Encrypts stored secrets with today's SECRET_KEY. To be run after a change of it."

    def handle(self, *args, **options):
        try:
            number = encrypt_anew()
        except InvalidToken:
            raise CommandError(
                "En hemlighet går inte att öppna. Ange den tidigare nyckeln i "
                "SECRET_KEY_FALLBACKS. Inget har ändrats."
            ) from None
        self.stdout.write(f"{number} hemligheter är låsta med den nya nyckeln.")

"""Writes docs/permissions.md from the table of rights."""

from django.core.management.base import BaseCommand, CommandError

from portal.embedded import ROOT
from portal.permissions import as_markdown

FILE = ROOT / "docs" / "permissions.md"


class Command(BaseCommand):
    help = "Skriver docs/permissions.md av tabellen över rättigheter."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="skriv inget, jämför bara")

    def handle(self, *args, check: bool, **options):
        text = as_markdown()
        if check and (not FILE.exists() or FILE.read_text() != text):
            raise CommandError(
                "docs/permissions.md stämmer inte med tabellen. Kör manage.py permissions."
            )
        if not check:
            FILE.write_text(text)

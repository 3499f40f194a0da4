"""Scans the files that came in while the virus scanner was down. To be run every few minutes."""

from django.core.management.base import BaseCommand

from documents.actions.attachments import scan_again


class Command(BaseCommand):
    help = "Scans files that wait for the virus scanner. To be run every few minutes, by a timer."

    def handle(self, *args, **options):
        clean, waiting = scan_again()
        if clean:
            self.stdout.write(f"{clean} filer är kontrollerade.")
        if waiting:
            self.stderr.write(f"{waiting} filer väntar än: virusskyddet svarar inte.")

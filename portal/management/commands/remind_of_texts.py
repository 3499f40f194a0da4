"""Reminds the staff office by mail of pages that nobody has looked through for a year."""

from django.core.management.base import BaseCommand

from organisation.dates import today
from portal.texts.reminding import remind


class Command(BaseCommand):
    help = "Queues mail about pages that nobody has looked through for a year. Once a day."

    def handle(self, *args, **options):
        if queued := remind(today()):
            self.stdout.write(f"{queued} påminnelser lades i kön.")

"""Reminds by mail of plans and reports that are to be published."""

from django.core.management.base import BaseCommand

from documents.actions.reminding import remind
from organisation.dates import today


class Command(BaseCommand):
    help = (
        "Queues mail about plans and reports 30 and 7 days before the last day, and 7 and 30 days "
        "after it. Once a day."
    )

    def handle(self, *args, **options):
        if queued := remind(today()):
            self.stdout.write(f"{queued} brev om planer och rapporter lades i kön.")

"""Publishes the texts that are approved ahead for today or an earlier day. The site does the same
before the first page that is asked for; run it where no one may come for long."""

from django.core.management.base import BaseCommand

from organisation.dates import today
from portal.texts.publishing import publish_due


class Command(BaseCommand):
    help = "Publishes texts that are approved ahead for today or an earlier day."

    def handle(self, *args, **options):
        if done := publish_due(today()):
            self.stdout.write(f"{done} texter publicerade.")

"""Keeps terms ten years ahead, and reminds by mail of offices that go to another region."""

from django.core.management.base import BaseCommand

from bodies.actions.handovers import remind
from bodies.actions.rotation_terms import settle
from organisation.actions.refusals import Refused
from organisation.dates import today


class Command(BaseCommand):
    help = (
        "Works out whose turn it is ten years ahead, and queues mail about handovers 180, 90 and "
        "30 days before. Once a day."
    )

    def handle(self, *args, **options):
        on = today()
        try:
            settle(on)
        except Refused as error:
            # What is stored is still right as far as it goes: its handovers are told.
            self.stderr.write(f"Turordningarna gick inte att räkna fram: {error}")
        if queued := remind(on):
            self.stdout.write(f"{queued} brev om överlämningar lades i kön.")

"""Sends the mail that waits. To be run every minute."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organisation.actions.mail import send_mail_queue
from organisation.models import Outbox


class Command(BaseCommand):
    help = "Sends the mail that waits in the queue. To be run every minute, by a timer."

    def handle(self, *args, **options):
        if not settings.EMAIL_HOST:
            waiting = Outbox.objects.filter(sent__isnull=True).count()
            raise CommandError(f"EMAIL_HOST är inte satt. {waiting} brev väntar.")
        delivery = send_mail_queue(timezone.now)
        if delivery.sent or delivery.failed:
            self.stdout.write(f"{delivery.sent} skickade, {delivery.failed} väntar.")
        if delivery.lost:
            self.stderr.write(
                f"{delivery.lost} brev påbörjades men blev kanske inte skickade. Titta på dem."
            )

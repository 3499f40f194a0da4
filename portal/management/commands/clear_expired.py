"""Clears away what no longer counts: sessions, what is known of them, and tries that were counted.
To be run once a day."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management.base import BaseCommand
from django.db.models import Exists, OuterRef


class Command(BaseCommand):
    help = "Clears expired sessions and counted tries. To be run once a day, by a timer."

    def handle(self, *args, **options):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        living = Session.objects.filter(session_key=OuterRef("session_key"))
        ended, _ = UserSession.objects.exclude(Exists(living)).delete()
        tries = cache.delete_expired()
        if ended or tries:
            self.stdout.write(f"{ended} inloggningar och {tries} tillfälliga uppgifter borttagna.")

"""Clears away what no longer counts: sessions, what is known of them, tries that were counted, and
tables that were read in. To be run once a day."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management.base import BaseCommand
from django.db.models import Exists, OuterRef
from django.utils import timezone

from organisation.models import TableUpload


class Command(BaseCommand):
    help = "Clears expired sessions and counted tries. To be run once a day, by a timer."

    def handle(self, *args, **options):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        living = Session.objects.filter(session_key=OuterRef("session_key"))
        ended, _ = UserSession.objects.exclude(Exists(living)).delete()
        tries = cache.delete_expired()
        tables, _ = TableUpload.objects.expired(timezone.now()).delete()
        if ended or tries or tables:
            told = f"{ended} inloggningar, {tries} tillfälliga uppgifter och {tables} inlästa"
            self.stdout.write(f"{told} tabeller borttagna.")

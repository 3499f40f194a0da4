"""Clears away what no longer counts: sessions, what is known of them, tries that were counted,
tables that were read in, and files of writes that were broken off. To be run once a day."""

import datetime
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management.base import BaseCommand
from django.db.models import Exists, OuterRef
from django.utils import timezone

from documents.actions.attachments import clear_left_over
from organisation.models import TableUpload


class Command(BaseCommand):
    help = "Clears expired sessions and counted tries. To be run once a day, by a timer."

    def handle(self, *args, **options):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        living = Session.objects.filter(session_key=OuterRef("session_key"))
        ended, _ = UserSession.objects.exclude(Exists(living)).delete()
        tries = cache.delete_expired()
        tables, _ = TableUpload.objects.expired(timezone.now()).delete()
        files = clear_left_over(timezone.now() - datetime.timedelta(days=1))
        if files:
            self.stdout.write(f"{files} filer utan ägare borttagna.")
        if ended or tries or tables:
            told = f"{ended} inloggningar, {tries} tillfälliga uppgifter och {tables} inlästa"
            self.stdout.write(f"{told} tabeller borttagna.")

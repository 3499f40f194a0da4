"""Loads a fixture set into the database."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from organisation.dates import today
from organisation.models import HealthcareRegion
from portal.loading import FixtureError, load


class Command(BaseCommand):
    help = "Loads fixtures/<set>, and with --demo the invented data of fixtures/demo/<set>."

    def add_arguments(self, parser):
        parser.add_argument("set", help="folder under fixtures/")
        parser.add_argument("--demo", action="store_true", help="add invented people and groups")
        parser.add_argument(
            "--unless-loaded",
            action="store_true",
            help="do nothing when the database already holds a healthcare region",
        )

    def handle(self, *args, **options):
        if options["unless_loaded"]:
            loaded = HealthcareRegion.objects.first()
            if loaded and loaded.slug != options["set"]:
                raise CommandError(
                    f"Databasen innehåller {loaded.name}. Börja om med en tom databas "
                    "(make demo RESET=1) för att byta."
                )
            if loaded:
                return
        try:
            report = load([options["set"]], on=today(), demo=options["demo"])
        except FixtureError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(error.faults)} fel. Inget lästes in.") from error
        # The database finds this out by itself in a minute or so; until then it would believe that
        # the tables are as empty as they were, and pages would take seconds.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(
            f"Inläst: {report.created.total()} nya, {report.changed.total()} ändrade, "
            f"{report.unchanged.total()} oförändrade poster."
        )

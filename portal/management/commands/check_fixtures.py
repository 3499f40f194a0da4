"""Checks a fixture set without keeping anything of it, and tells where its sources disagree."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from bodies.findings import placement_findings_on
from bodies.models import BodyName
from organisation.dates import today
from organisation.models import SourceDisagreement
from portal.loading import FixtureError, load


class Command(BaseCommand):
    help = "Checks fixtures/<set>: faults, findings, and where the sources disagree."

    def add_arguments(self, parser):
        parser.add_argument("set", help="folder under fixtures/")
        parser.add_argument("--demo", action="store_true", help="check fixtures/demo/<set> with it")

    def handle(self, *args, **options):
        try:
            with transaction.atomic():
                report = load([options["set"]], on=today(), demo=options["demo"])
                self._tell(report)
                transaction.set_rollback(True)
        except FixtureError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(error.faults)} fel.") from error

    def _tell(self, report):
        total = report.writes + report.unchanged.total()
        self.stdout.write(f"{total} poster, inga fel.")
        self.stdout.write("\nAtt rätta när det är beslutat:")
        for finding in placement_findings_on(today()):
            self.stdout.write(f"- {finding.message}")
        self.stdout.write("\nNamn som källorna skriver på flera sätt:")
        aliases = BodyName.objects.filter(kind=BodyName.Kind.ALIAS, source__isnull=False)
        for alias in aliases.select_related("body", "source").order_by("body__path", "name"):
            official = alias.body.names.filter(kind=BodyName.Kind.OFFICIAL).last()
            note = f" ({alias.source_note})" if alias.source_note else ""
            self.stdout.write(f"- {official}: {alias} i {alias.source.code}{note}")
        self.stdout.write("\nDär källorna säger olika, eller fel:")
        for each in SourceDisagreement.objects.prefetch_related("links__source"):
            codes = ", ".join(link.source.code for link in each.links.all())
            self.stdout.write(f"- {each.subject} ({codes}): {each.statement} → {each.handling}")

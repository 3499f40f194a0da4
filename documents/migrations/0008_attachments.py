"""Files that go with an edition, and that they stay as they were published."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# What a file holds never changes: only whether it has been scanned.
GUARDS = """
CREATE TRIGGER attachment_guard BEFORE INSERT OR UPDATE OR DELETE ON documents_attachment
FOR EACH ROW EXECUTE FUNCTION documents_part_guard();
CREATE TRIGGER attachment_not_emptied BEFORE TRUNCATE ON documents_attachment
EXECUTE FUNCTION documents_only_added();
CREATE TRIGGER stored_file_same BEFORE UPDATE ON documents_storedfile
FOR EACH ROW WHEN (
    (OLD.sha256, OLD.kind, OLD.size, OLD.text, OLD.facts, OLD.mark, OLD.stored_at)
    IS DISTINCT FROM (NEW.sha256, NEW.kind, NEW.size, NEW.text, NEW.facts, NEW.mark, NEW.stored_at)
) EXECUTE FUNCTION documents_only_added();
CREATE TRIGGER storedfile_not_emptied BEFORE TRUNCATE ON documents_storedfile
EXECUTE FUNCTION documents_only_added();
"""
UNDO = """
DROP TRIGGER storedfile_not_emptied ON documents_storedfile;
DROP TRIGGER stored_file_same ON documents_storedfile;
DROP TRIGGER attachment_not_emptied ON documents_attachment;
DROP TRIGGER attachment_guard ON documents_attachment;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_duties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(max_length=64, unique=True, verbose_name="kontrollsumma"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "pdf"), ("docx", "docx"), ("xlsx", "xlsx")],
                        max_length=8,
                        verbose_name="slag",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="storlek")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("facts", models.JSONField(default=dict, verbose_name="fakta")),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("none_found", "inga brister funna vid automatisk kontroll"),
                            ("wanting", "brister i tillgänglighet"),
                            ("unchecked", "tillgängligheten är inte kontrollerad"),
                        ],
                        max_length=12,
                        verbose_name="tillgänglighet",
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("none", "inte genomsökt"),
                            ("clean", "genomsökt"),
                            ("waiting", "väntar på viruskontroll"),
                            ("bad", "skadlig"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="viruskontroll",
                    ),
                ),
                ("stored_at", models.DateTimeField(verbose_name="sparad")),
            ],
            options={
                "verbose_name": "fil",
                "verbose_name_plural": "filer",
            },
        ),
        migrations.CreateModel(
            name="HistoricalAttachment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="plats")),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("name", models.CharField(max_length=150, verbose_name="filens namn")),
                ("slug", models.CharField(max_length=120, verbose_name="adress")),
                (
                    "elsewhere",
                    models.TextField(
                        blank=True, max_length=500, verbose_name="samma innehåll i tillgänglig form"
                    ),
                ),
                (
                    "removed",
                    models.BooleanField(default=False, editable=False, verbose_name="borttagen"),
                ),
                ("added_at", models.DateTimeField(editable=False, verbose_name="tillagd")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tillagd av",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.edition",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical bilaga",
                "verbose_name_plural": "historical bilagor",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="plats")),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("name", models.CharField(max_length=150, verbose_name="filens namn")),
                ("slug", models.CharField(max_length=120, verbose_name="adress")),
                (
                    "elsewhere",
                    models.TextField(
                        blank=True, max_length=500, verbose_name="samma innehåll i tillgänglig form"
                    ),
                ),
                (
                    "removed",
                    models.BooleanField(default=False, editable=False, verbose_name="borttagen"),
                ),
                ("added_at", models.DateTimeField(editable=False, verbose_name="tillagd")),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tillagd av",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="documents.edition",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "bilaga",
                "verbose_name_plural": "bilagor",
                "ordering": ("edition", "position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed", False)),
                        fields=("edition", "slug"),
                        name="attachment_address_once",
                        violation_error_message="Versionen har redan en fil med den adressen.",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]

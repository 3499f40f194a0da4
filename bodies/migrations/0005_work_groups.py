"""Which kinds of body may be chosen when a work group is started."""

from django.db import migrations, models


def as_their_bodies(apps, schema_editor):
    """Kinds whose bodies are work groups already are what new ones are started of."""
    kinds = apps.get_model("bodies", "BodyKind").objects
    kinds.filter(bodies__function="work_group").update(starts_work_groups=True)


LABEL = "går att välja när en arbetsgrupp startas"


class Migration(migrations.Migration):
    dependencies = [("bodies", "0004_addresses_never_die")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="starts_work_groups",
                field=models.BooleanField(default=False, verbose_name=LABEL),
            )
            for name in ("bodykind", "historicalbodykind")
        ),
        migrations.RunPython(as_their_bodies, migrations.RunPython.noop),
    ]

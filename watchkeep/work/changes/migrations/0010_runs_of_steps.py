"""Which run of an action carries a step out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column, and the index by which a run finds its step."""

    dependencies = [("changes", "0009_freezes")]
    operations = [
        migrations.AddField("planstep", "run", models.BigIntegerField(null=True, blank=True, editable=False)),
        migrations.AddIndex(
            "planstep",
            models.Index(fields=["run"], name="plan_step_of_run", condition=models.Q(run__isnull=False)),
        ),
    ]

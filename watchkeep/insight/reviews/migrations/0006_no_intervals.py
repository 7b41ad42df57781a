"""Intervals have become rules."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("reviews", "0005_fill_rules")]
    operations = [
        migrations.RemoveConstraint(model_name="task", name="task_goes_forward"),
        migrations.RemoveField(model_name="task", name="every"),
        migrations.RemoveField(model_name="task", name="unit"),
    ]

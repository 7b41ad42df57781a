"""Views that were saved while the queue held incidents alone go on showing those."""

from django.db import migrations


def say_incidents(apps, schema_editor):
    for view in apps.get_model("tickets", "SavedView").objects.exclude(filters__has_key="kind"):
        view.filters = {"kind": ["incident"], **view.filters}
        view.save(update_fields=["filters"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("tickets", "0011_desk")]
    operations = [migrations.RunPython(say_incidents, migrations.RunPython.noop)]

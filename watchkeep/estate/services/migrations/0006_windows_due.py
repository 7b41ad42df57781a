"""Windows that are in force or still to come begin and end by themselves."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Now


def load(apps, schema_editor):
    """Give them their next moment."""
    window = apps.get_model("services", "MaintenanceWindow")
    window.objects.filter(cancelled_at=None, ends_at__gt=Now()).update(next_step_at=F("starts_at"))


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("services", "0005_maintenance_plans")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

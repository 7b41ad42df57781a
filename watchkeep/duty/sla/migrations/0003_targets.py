"""The targets with which every installation begins. All of them may be changed afterwards."""

from django.db import migrations

HOUR = 60
DAY = 8 * HOUR  # a working day
TARGETS = [
    # measure, priority, minutes, in business hours
    ("response", 1, 15, False),
    ("response", 2, 30, False),
    ("response", 3, 4 * HOUR, True),
    ("response", 4, 1 * DAY, True),
    ("response", 5, 2 * DAY, True),
    ("resolution", 1, 4 * HOUR, False),
    ("resolution", 2, 8 * HOUR, False),
    ("resolution", 3, 3 * DAY, True),
    ("resolution", 4, 5 * DAY, True),
    ("resolution", 5, 10 * DAY, True),
]


def load(apps, schema_editor):
    """Promise something from the first day on."""
    target = apps.get_model("sla", "Target")
    target.objects.bulk_create(
        target(measure=measure, priority=priority, minutes=minutes, in_business_hours=in_business_hours)
        for measure, priority, minutes, in_business_hours in TARGETS
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("sla", "0002_ledger")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

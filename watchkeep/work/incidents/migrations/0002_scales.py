"""The scales that a new installation starts with: the priority matrix, the severities, and the series of numbers."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series

MATRIX = {(1, 1): 1, (1, 2): 2, (1, 3): 3, (2, 1): 2, (2, 2): 3, (2, 3): 4, (3, 1): 3, (3, 2): 4, (3, 3): 5}
SEVERITIES = [
    {
        "level": 1,
        "name": "Critical",
        "definition": "A service that the business lives from is down or loses data, and there is no way around it.",
        "examples": "Nobody can order in the shop. Customer data is exposed. The head office has no network.",
        "demands": "Page at once, day and night. An update every 30 minutes. A review afterwards.",
        "permission": "incident.declare_major",
    },
    {
        "level": 2,
        "name": "Major",
        "definition": "An important service is badly hurt for many people, or a critical one works only with effort.",
        "examples": "Payments fail for one card brand. The ticket system answers after half a minute.",
        "demands": "Page at once, day and night. An update every hour. A review afterwards.",
        "permission": "incident.declare_major",
    },
    {
        "level": 3,
        "name": "Minor",
        "definition": "Part of a service fails, or few people are hit, and work goes on another way.",
        "examples": "One of two printers is down. A report is a day late.",
        "demands": "Deal with it in business hours. Keep the requester informed.",
        "permission": "incident.declare",
    },
    {
        "level": 4,
        "name": "Low",
        "definition": "Something is not as it should be, but nobody is kept from working.",
        "examples": "A warning on a spare disk. A wrong label on a page.",
        "demands": "Deal with it in its turn.",
        "permission": "incident.declare",
    },
]


def fill(apps, schema_editor):
    """Write the default scales."""
    cell, severity = apps.get_model("incidents", "MatrixCell"), apps.get_model("incidents", "SeverityDefinition")
    cell.objects.bulk_create(cell(impact=i, urgency=u, priority=p) for (i, u), p in MATRIX.items())
    severity.objects.bulk_create(severity(**values) for values in SEVERITIES)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [create_series("INC"), migrations.RunPython(fill, migrations.RunPython.noop)]

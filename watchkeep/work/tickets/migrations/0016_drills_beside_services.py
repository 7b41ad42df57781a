"""What counts the tickets of a service, but for drills, finds them in the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0015_changes")]

    operations = [
        migrations.RemoveIndex("ticket", "ticket_by_service"),
        migrations.AddIndex(
            "ticket",
            models.Index(
                models.F("service"),
                models.OrderBy(models.F("opened_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                include=(
                    "kind", "state", "is_open", "priority", "severity", "team", "assignee", "is_drill",
                ),
                name="ticket_by_service",
            ),
        ),
    ]

"""What the built-in roles may, the first morning, and a look at every item that is there."""

from datetime import UTC, datetime

from django.db import migrations

GRANTS = {"manager": {"finding.*"}, "agent": {"finding.see", "finding.work"}}


def begin(apps, schema_editor):
    """Give the permissions; who administers or audits has them by pattern."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])
    apps.get_model("reconciliation", "Morning").objects.create(next_at=datetime(2026, 1, 1, 5, tzinfo=UTC))


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0001_initial"), ("people", "0002_roles"), ("assets", "0003_fill")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunSQL("INSERT INTO reconciliation_look (item_id) SELECT id FROM assets_item ORDER BY id", ""),
    ]

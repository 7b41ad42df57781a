"""Managers say how seats are taken back; agents take them back."""

from django.db import migrations

GRANTS = {"manager": {"reclaim.*"}, "agent": {"reclaim.see", "reclaim.work"}}


def grant(apps, schema_editor):
    """Give them to the built-in roles; who administers or audits has them by pattern."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("reclaiming", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

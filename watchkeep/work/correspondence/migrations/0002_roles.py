"""Agents look after what waits; managers set mailboxes up."""

from django.db import migrations

GRANTS = {"manager": ["mail.*"], "agent": ["mail.judge", "mail.see"]}


def grant(apps, schema_editor):
    """Add what is missing; what an administrator gave or took besides stays."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("correspondence", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

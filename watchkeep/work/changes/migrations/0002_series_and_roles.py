"""The numbers of changes, and who may do what with them."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series

GRANTS = {
    "manager": ["change.*"],
    "agent": ["change.see", "change.plan", "change.rush", "change.schedule", "change.implement", "change.close"],
}


def grant(apps, schema_editor):
    """Add what is missing; what an administrator gave or took besides stays."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """The series and data."""

    dependencies = [("changes", "0001_initial"), ("people", "0002_roles")]
    operations = [create_series("CHG"), migrations.RunPython(grant, migrations.RunPython.noop)]

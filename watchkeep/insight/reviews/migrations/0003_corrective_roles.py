"""Permissions on corrective actions have an area of their own, apart from the actions that machines carry out."""

from django.db import migrations

GRANTS = {
    "manager": {"corrective.*"},
    "agent": {"corrective.see", "corrective.work", "corrective.manage"},
}
MISTAKEN = {"agent": {"action.work", "action.manage"}}


def grant(apps, schema_editor):
    """Give them to the built-in roles, and take away what stood under the other area."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]} - MISTAKEN.get(role.slug, set()))
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_kinds_of_cause")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

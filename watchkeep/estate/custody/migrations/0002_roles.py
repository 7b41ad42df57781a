"""Everybody may say whether they got something; agents hand things over; managers also record destruction."""

from django.db import migrations

GRANTS = {
    "manager": {"custody.*"}, "agent": {"custody.see", "custody.work", "custody.answer"},
    "employee": {"custody.answer"}, "customer": {"custody.answer"}, "administrator": set(), "auditor": set(),
}  # fmt: skip


def grant(apps, schema_editor):
    """Give them to the built-in roles; who administers or audits has them by pattern."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

"""Everybody may answer what they are asked and say who stands in for them; managers look after approvals."""

from django.db import migrations

GRANTS = {
    "manager": ["approval.*"],
    "agent": ["approval.see", "approval.answer", "approval.stand_in"],
    "employee": ["approval.answer", "approval.stand_in"],
    "customer": ["approval.answer", "approval.stand_in"],
}


def grant(apps, schema_editor):
    """Add what is missing; what an administrator gave or took besides stays."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("approvals", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

"""The numbers of stock-takes, and what the built-in roles may."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series

GRANTS = {"manager": {"stocktake.*"}, "agent": {"stocktake.see", "stocktake.count"}}


def grant(apps, schema_editor):
    """Give them to the built-in roles; who administers or audits has them by pattern."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("stocktaking", "0001_initial"), ("people", "0002_roles")]
    operations = [create_series("ST"), migrations.RunPython(grant, migrations.RunPython.noop)]

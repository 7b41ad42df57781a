"""The numbers of entitlements, what the built-in roles may, and who uses what has to be paid for is noted."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series

GRANTS = {"manager": {"licence.*"}}


def grant(apps, schema_editor):
    """Give them to the built-in roles; who administers or audits has them by pattern."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


def count_paid(apps, schema_editor):
    """The first sweep notes who uses them."""
    apps.get_model("licences", "Product").objects.filter(licence="paid").update(is_counted=True, uses_due=True)


class Migration(migrations.Migration):
    dependencies = [("licences", "0003_entitlements"), ("people", "0002_roles")]
    operations = [
        create_series("LIC"),
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(count_paid, migrations.RunPython.noop),
    ]

"""The numbers of orders, orders as a source of items, and what the built-in roles may."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series

GRANTS = {"manager": {"order.*"}, "agent": {"order.see", "order.receive"}}


def grant(apps, schema_editor):
    """Give them to the built-in roles; who administers or audits has them by pattern."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


def add_source(apps, schema_editor):
    """What an order says of an item is said by this source."""
    sources = apps.get_model("assets", "Source").objects
    sources.get_or_create(slug="orders", defaults={"name": "Orders", "kind": "import"})


class Migration(migrations.Migration):
    dependencies = [
        ("purchasing", "0001_initial"), ("people", "0002_roles"), ("assets", "0003_fill"),
    ]  # fmt: skip
    operations = [
        create_series("PO"),
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(add_source, migrations.RunPython.noop),
    ]

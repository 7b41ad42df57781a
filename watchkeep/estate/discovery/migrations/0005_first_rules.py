"""Things are missing after 30 days, ends are told in time, and services that answer have a place on items."""

from datetime import date, timedelta

from django.db import migrations

NOTICES = {"certificate": [60, 30, 14, 7, 3, 1, 0], "warranty": [90, 30, 0]}
PATIENCE = {"hardware": 30, "virtual_machine": 30, "container_host": 30, "cloud": 30}
SERVICES = {"name": "services", "label": "Services that answer", "kind": "text", "many": True}
SERVED = ("computer", "network_device", "printer", "virtual_machine", "container_host")
WARRANTIES = """
INSERT INTO discovery_deadline (item_id, kind, ends_on, next_on)
SELECT id, 'warranty', warranty_ends_on, warranty_ends_on - 90 FROM assets_item WHERE warranty_ends_on >= current_date
"""


def begin(apps, schema_editor):
    """Add what is missing; what somebody set already stays."""
    classes = apps.get_model("assets", "ItemClass").objects
    patience, notice = apps.get_model("discovery", "Patience").objects, apps.get_model("discovery", "Notice").objects
    for slug, days in PATIENCE.items():
        if cls := classes.filter(slug=slug).first():
            patience.get_or_create(cls=cls, defaults={"days": days})
    for kind, days in NOTICES.items():
        notice.get_or_create(kind=kind, defaults={"days": days})
    for cls in classes.filter(slug__in=SERVED):
        if all(one["name"] != "services" for one in cls.attributes):
            cls.attributes = [*cls.attributes, SERVICES]
            cls.save(update_fields=["attributes"])


def keep_ends(apps, schema_editor):
    """The last days of certificates that somebody wrote down."""
    items = apps.get_model("assets", "Item").objects.filter(cls__slug="certificate").order_by("pk")
    deadlines = apps.get_model("discovery", "Deadline").objects
    for pk, values in items.values_list("pk", "values").iterator(1000):
        try:
            ends = date.fromisoformat(str(values.get("valid_until"))[:10])
        except ValueError:
            continue
        if ends >= date.today():
            deadlines.create(item_id=pk, kind="certificate", ends_on=ends, next_on=ends - timedelta(days=60))


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("discovery", "0004_deadlines"), ("assets", "0006_suppliers")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(keep_ends, migrations.RunPython.noop),
        migrations.RunSQL(WARRANTIES, migrations.RunSQL.noop),
    ]

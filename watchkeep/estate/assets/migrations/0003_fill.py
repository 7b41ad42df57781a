"""Classes, sources and rules of authority; each item that is there gets its class, state, number, and a person's word."""

from django.db import migrations
from django.utils import timezone

from ._classes import AUTHORITIES, CLASSES, OLD_KINDS, SOURCES

BATCH = 1000
GRANTS = {"agent": ["item.work"]}
FILL = "UPDATE assets_item SET number = 'CI-' || nextval('number_ci')"
TIDY = """
UPDATE assets_item SET state = CASE WHEN is_active THEN 'in_use' ELSE 'retired' END
"""


def load(apps, schema_editor):
    """Make the rows with which every installation begins."""
    classes, made = apps.get_model("assets", "ItemClass").objects, {}
    for path, name, icon, attributes in CLASSES:
        above, _, slug = path.rpartition(".")
        made[path] = classes.create(
            slug=slug, name=name, icon=icon, path=path, parent=made.get(above), attributes=list(attributes)
        )
    apps.get_model("assets", "Source").objects.bulk_create(
        apps.get_model("assets", "Source")(slug=slug, name=name, kind=kind) for slug, name, kind in SOURCES
    )
    apps.get_model("assets", "Authority").objects.bulk_create(
        apps.get_model("assets", "Authority")(attribute=attribute, order=order, fresh_days=days)
        for attribute, order, days in AUTHORITIES
    )


def classify(apps, schema_editor):
    """Give each item the class that its kind has become, and keep what was known of it as what people say."""
    items, reports = apps.get_model("assets", "Item"), apps.get_model("assets", "Report")
    classes = {one.slug: one for one in apps.get_model("assets", "ItemClass").objects.all()}
    people = apps.get_model("assets", "Source").objects.get(slug="people")
    for kind, slug in OLD_KINDS.items():
        items.objects.filter(kind=kind).update(cls=classes[slug])
    now = timezone.now()
    said, last = [], 0
    while rows := list(items.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "name", "values")[:BATCH]):
        said = [
            reports(item_id=pk, source=people, seen_at=now, values=_said({**values, "name": name}, now))
            for pk, name, values in rows
        ]
        reports.objects.bulk_create(said)
        last = rows[-1][0]


def grant(apps, schema_editor):
    """Add what is missing; what an administrator gave or took besides stays."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


def _said(values, at):
    return {name: [value, at.isoformat()] for name, value in values.items()}


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("assets", "0002_register"), ("people", "0002_roles")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(TIDY, migrations.RunSQL.noop),
        migrations.RunPython(classify, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]

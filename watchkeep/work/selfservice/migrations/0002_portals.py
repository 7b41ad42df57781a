"""The two portals with which every installation begins, and who may look after them."""

from django.db import migrations

PORTALS = [
    ("employees", "Help for employees", "Ask in your own words, or look how your requests stand."),
    ("customers", "Customer service", "Ask in your own words, or look how your requests stand."),
]


def load(apps, schema_editor):
    """Make the portals."""
    portal = apps.get_model("selfservice", "Portal")
    portal.objects.bulk_create(portal(audience=audience, name=name, hint=hint) for audience, name, hint in PORTALS)


def permit(apps, schema_editor):
    """Managers may do all of it; whoever looks at everything sees it by name already."""
    for role in apps.get_model("people", "Role").objects.filter(slug="manager"):
        role.permissions = sorted({*role.permissions, "selfservice.*"})
        role.save()


class Migration(migrations.Migration):
    dependencies = [("selfservice", "0001_initial"), ("people", "0002_roles")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]

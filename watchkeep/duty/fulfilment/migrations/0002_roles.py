"""Managers choose how items are fulfilled."""

from django.db import migrations


def permit(apps, schema_editor):
    for role in apps.get_model("people", "Role").objects.filter(slug="manager"):
        role.permissions = sorted({*role.permissions, "fulfilment.*"})
        role.save()


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]

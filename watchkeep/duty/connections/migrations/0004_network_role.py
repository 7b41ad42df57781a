"""Whoever could open networks goes on to."""

from django.db import migrations


def grant(apps, schema_editor):
    """Opening networks was part of configuring webhooks."""
    for role in apps.get_model("people", "Role").objects.filter(permissions__overlap=["webhook.configure", "webhook.*"]):
        role.permissions = sorted({*role.permissions, "network.open"})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("connections", "0003_networks"), ("people", "0002_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

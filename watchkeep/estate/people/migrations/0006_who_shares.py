"""Customers whose people saw each other's tickets go on so; whoever comes later begins with each their own."""

from django.db import migrations


def share(apps, schema_editor):
    """Let things be as they were."""
    apps.get_model("people", "Organisation").objects.filter(kind="customer").update(shares_tickets=True)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("people", "0005_sharing")]
    operations = [migrations.RunPython(share, migrations.RunPython.noop)]

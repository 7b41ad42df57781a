"""Who may report and settle drift, and what is watched from the beginning."""

from django.db import migrations

GRANTS = {"agent": ["change.report", "change.settle_drift"]}
MACHINE = ["disk", "kernel", "os", "os_version", "software"]
WATCHED = {
    "hardware.computer.server": [*MACHINE, "bios_version", "firewall_rules", "memory", "owner_team"],
    "virtual_machine": [*MACHINE, "firewall_rules", "memory", "owner_team"],
    "container_host": [*MACHINE, "engine_version", "firewall_rules", "owner_team"],
    "hardware.network_device": ["firewall_rules", "firmware", "owner_team", "role"],
    "software.database": ["engine", "owner_team", "version"],
    "cloud": ["firewall_rules", "owner_team", "resource_type", "tags"],
}


def grant(apps, schema_editor):
    """Add what is missing; what an administrator gave or took besides stays."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


def watch(apps, schema_editor):
    """Servers and what serves are watched; people's laptops are not."""
    classes = apps.get_model("assets", "ItemClass").objects.filter(path__in=WATCHED)
    watches = apps.get_model("changes", "Watch")
    watches.objects.bulk_create(watches(cls=one, attributes=WATCHED[one.path]) for one in classes)


class Migration(migrations.Migration):
    """Data."""

    dependencies = [("changes", "0005_pipelines"), ("assets", "0002_register"), ("people", "0002_roles")]
    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(watch, migrations.RunPython.noop),
    ]

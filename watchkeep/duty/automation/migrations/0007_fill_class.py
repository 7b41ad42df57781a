"""What applied to a kind of item applies to the class that the kind has become."""

from django.db import migrations

CLASSES = {
    "host": "computer", "database": "database", "network": "network_device", "application": "application",
    "storage": "storage", "cloud": "cloud", "other": "other",
}
ALSO_HOSTS = ("virtual_machine", "container_host")
"""What was called a host may be a machine or stand for one."""


def classify(apps, schema_editor):
    """Give each such tie its class."""
    ties, classes = apps.get_model("automation", "Tie").objects, apps.get_model("assets", "ItemClass").objects
    for kind, slug in CLASSES.items():
        ties.filter(item_kind=kind).update(item_class=classes.get(slug=slug))
    hosts = ties.filter(item_class__slug="computer").values_list("procedure", flat=True)
    ties.bulk_create(
        apps.get_model("automation", "Tie")(procedure_id=procedure, item_class=classes.get(slug=slug))
        for procedure in hosts
        for slug in ALSO_HOSTS
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("assets", "0003_fill"), ("automation", "0006_class")]
    operations = [migrations.RunPython(classify, migrations.RunPython.noop)]

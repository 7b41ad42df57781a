"""Until when the maker supports a thing is known of what is bought and of what runs."""

from django.db import migrations

SUPPORTED = {"name": "support_ends_on", "label": "Supported until", "kind": "date"}
ROOTS = ("hardware", "virtual_machine", "software")


def add(apps, schema_editor):
    """Unless somebody has named an attribute so already, anywhere."""
    classes = apps.get_model("assets", "ItemClass").objects
    if any(one["name"] == SUPPORTED["name"] for cls in classes.all() for one in cls.attributes):
        return
    for cls in classes.filter(path__in=ROOTS):
        cls.attributes = [*cls.attributes, SUPPORTED]
        cls.save(update_fields=["attributes"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("assets", "0009_imports")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

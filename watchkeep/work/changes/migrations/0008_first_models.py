"""Models of changes to begin with: templates, since nobody has run them here yet."""

from django.db import migrations
from django.utils.text import slugify

from watchkeep.work.changes.migrations import _models


def fill(apps, schema_editor):
    """Make those whose names are free."""
    model = apps.get_model("changes", "ChangeModel")
    model.objects.bulk_create(
        (model(slug=slugify(values["name"]), standing="template", **values) for values in _models.rows()),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("changes", "0007_meetings")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""Whoever wants the built-in item "Unlock my account" proves who they are: a locked account is one that somebody tried."""

from django.db import migrations


def prove(apps, schema_editor):
    items = apps.get_model("requests", "CatalogueItem").objects.filter(slug="unlock-account", is_builtin=True)
    items.update(proof="fresh")


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0003_catalogue"), ("requests", "0003_proof_and_pictures")]
    operations = [migrations.RunPython(prove, migrations.RunPython.noop)]

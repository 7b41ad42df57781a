"""What the built-in roles may, the bundled list, and what is installed already: it is read by the first sweep."""

from django.db import migrations

from watchkeep.estate.licences.migrations._bundled import PRODUCTS

GRANTS = {"manager": {"software.*"}, "agent": {"software.see"}}


def grant(apps, schema_editor):
    """Give them to the built-in roles; who administers or audits has them by pattern."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


def bundle(apps, schema_editor):
    """Make the products that are on many machines, with the rules that read them."""
    product, rule = apps.get_model("licences", "Product"), apps.get_model("licences", "Rule")
    made = product.objects.bulk_create(
        product(name=name, publisher=publisher, licence=licence) for name, publisher, licence, _patterns in PRODUCTS
    )
    rule.objects.bulk_create(
        rule(origin="bundled", name=pattern, product=one)
        for one, (_name, _publisher, _licence, patterns) in zip(made, PRODUCTS, strict=True)
        for pattern in patterns
    )


NOTE = """
INSERT INTO licences_reading (title_id, edition, version)
SELECT DISTINCT title_id, '', '' FROM assets_installation WHERE until IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("licences", "0001_initial"), ("people", "0002_roles"), ("assets", "0005_software")]
    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(bundle, migrations.RunPython.noop),
        migrations.RunSQL(NOTE, migrations.RunSQL.noop),
    ]

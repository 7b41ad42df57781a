"""What the built-in roles may do with verdicts and indicators."""

from django.db import migrations

GRANTS = {
    "manager": {"verdict.*", "indicator.*"},
    "agent": {"verdict.see", "verdict.review", "verdict.suspect", "indicator.see", "indicator.push"},
}


def grant(apps, schema_editor):
    """Give them to the built-in roles."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("verdicts", "0001_initial"), ("people", "0001_initial")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

"""Who may see, open and configure chat, in the roles that every installation has."""

from django.db import migrations

GRANTS = {"manager": ["chat.*"], "agent": ["chat.open"]}


def grant(apps, schema_editor):
    """Add to the built-in roles what they lack."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("chat", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

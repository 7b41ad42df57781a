"""The words that came with Watchkeep say in each language how bad it is and how it stands. What was changed stays."""

from django.db import migrations

ADDED = [
    # language, phase, after these words, these
    ("en", "first", "What we see: {{ title }}\n",
     "{% if severity_name %}Severity: {{ severity }}, {{ severity_name }}\n{% endif %}"),
    ("de", "first", "Was wir sehen: {{ title }}\n",
     "{% if severity_name %}Schweregrad: {{ severity }}, {{ severity_name }}\n{% endif %}"),
    ("de", "update", "Gestört seit {{ started_at }}, das sind {{ elapsed }}.", " Stand: {{ state }}."),
]  # fmt: skip


def add(apps, schema_editor):
    """Add them where the words are still ours."""
    template = apps.get_model("communications", "Template")
    own = template.objects.filter(is_outside=False, audience=None, severity=None)
    for language, phase, after, words in ADDED:
        for row in own.filter(language=language, phase=phase, body__contains=after):
            if words not in row.body:
                row.body = row.body.replace(after, after + words, 1)
                row.save(update_fields=["body"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("communications", "0002_defaults")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

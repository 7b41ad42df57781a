"""The templates with which every installation begins."""

from django.db import migrations

TEMPLATES = (
    (
        "How-to", "howto", "employees", "Somebody wants to do something and does not know how.",
        "Say in one sentence what one can do afterwards.\n\n## Before you begin\n\n- What one needs: a device, a right, a"
        " number.\n\n## Steps\n\n1. One act a step, in the words that stand on the screen.\n2. Add a picture where words"
        " are many.\n\n## How you see that it worked\n\nWhat is different now.\n\n## If it does not work\n\nWhat to try"
        " next, and whom to ask.",
    ),
    (
        "Known error", "known_error", "internal", "Something fails in a way that we understand but have not removed yet.",
        "## What you see\n\nThe symptom, with the exact words of the message.\n\n## Who is hit\n\nServices, versions,"
        " places.\n\n## What to do meanwhile\n\n1. The way around it.\n\n## Why it happens\n\nThe cause, as far as it is"
        " known.\n\n## When it will be gone\n\nThe problem or change that removes it.",
    ),
    (
        "Question and answer", "faq", "employees", "One question that is asked again and again.",
        "Answer in one or two sentences.\n\n## Why\n\nWhat stands behind it, if somebody wants to know.\n\n## More\n\n"
        "Where to read on.",
    ),
    (
        "Incident record", "record", "internal", "What an incident taught that others should find.",
        "## What happened\n\nFrom when to when, and what people noticed.\n\n## What it meant\n\nWho could not do what.\n\n"
        "## What helped\n\n1. In the order in which it was done.\n\n## Why it happened\n\nCauses and what failed to stop"
        " it.\n\n## What changes now\n\nWho does what until when.",
    ),
)


def load(apps, schema_editor):
    """Make the templates."""
    template = apps.get_model("knowledge", "Template")
    template.objects.bulk_create(
        template(name=name, kind=kind, audience=audience, hint=hint, body=body, is_active=True)
        for name, kind, audience, hint, body in TEMPLATES
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("knowledge", "0003_meaning")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

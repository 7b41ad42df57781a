"""What reviews of changes ask, until somebody asks otherwise."""

from django.db import migrations

QUESTIONS = (
    ("", "What happened, and what did people notice of it?"),
    ("worse", "Which of the figures that got worse has to do with the change, and how?"),
    ("worse", "What would have shown it before the change went live?"),
    ("worse", "Is it mended, or was it taken back? What is left to do?"),
    ("emergency", "Why could it not wait for approval?"),
    ("emergency", "Is anything left that was done in a hurry and has to be done properly?"),
    ("backed_out", "What made you take it back, and how long did that take?"),
    ("backed_out", "Did the back-out plan hold?"),
    ("", "What is done otherwise the next time?"),
)


def ask(apps, schema_editor):
    """Put the questions down, where there are none."""
    question = apps.get_model("verdicts", "Question")
    if not question.objects.exists():
        question.objects.bulk_create(
            question(text=text, when=when, position=10 * place) for place, (when, text) in enumerate(QUESTIONS, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("verdicts", "0003_verdicts")]
    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]

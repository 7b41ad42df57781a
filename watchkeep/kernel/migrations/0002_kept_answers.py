"""Answers to requests that carried an idempotency key."""

from django.db import migrations, models

from watchkeep.kernel.secrets import SecretField


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=255)),
                ("digest", models.BinaryField(max_length=32)),
                ("answer", SecretField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "kept_answers",
                "constraints": [models.UniqueConstraint(fields=("actor", "key"), name="kept_answer_once")],
            },
        ),
    ]

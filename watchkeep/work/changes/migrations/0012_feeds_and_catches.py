"""Addresses of the calendar of changes, and which planned changes a freeze has caught."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import CASCADE, Q

import watchkeep.kernel.clock


class Migration(migrations.Migration):
    """Two tables: an address is found by its key and by whom it belongs to, a catch by its freeze."""

    dependencies = [
        ("changes", "0011_harm"),
        ("people", "0011_trail_by_function"),
        ("services", "0006_windows_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ChangeFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, db_index=False, on_delete=CASCADE, related_name="+"
                    ),
                ),
                ("service", models.ForeignKey("services.service", null=True, on_delete=CASCADE, related_name="+")),
                ("team", models.ForeignKey("people.team", null=True, on_delete=CASCADE, related_name="+")),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        fields=["owner", "-id"], name="change_feed_of", condition=Q(revoked_at__isnull=True)
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(service=None) | Q(team=None), name="change_feed_of_one_thing")
                ],
            },
        ),
        migrations.CreateModel(
            name="FreezeCatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=watchkeep.kernel.clock.now)),
                ("change", models.ForeignKey("changes.change", on_delete=CASCADE, related_name="+")),
                (
                    "freeze",
                    models.ForeignKey("changes.freeze", db_index=False, on_delete=CASCADE, related_name="catches"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("freeze", "change"), name="freeze_catch_once")],
            },
        ),
    ]

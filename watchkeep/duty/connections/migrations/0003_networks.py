"""The open networks, taken over from notifications with their rows."""

from django.db import migrations, models

import watchkeep.kernel.clock


class Migration(migrations.Migration):
    """The model arrives; its table is there already."""

    dependencies = [("connections", "0002_roles"), ("notify", "0003_networks_are_connections_business")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="AllowedNetwork",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("network", models.CharField(max_length=64, unique=True, verbose_name="network")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("created_at", models.DateTimeField(default=watchkeep.kernel.clock.now)),
                    ],
                    options={"ordering": ["network"]},
                ),
            ]
        )
    ]

"""Changes that the status page announces by itself."""

from django.db import migrations, models

ANNOUNCED = models.BooleanField(default=False, db_default=False, verbose_name="announced on the status page")


class Migration(migrations.Migration):
    """Schema only."""

    dependencies = [("changes", "0012_feeds_and_catches")]
    operations = [migrations.AddField("change", "is_public", ANNOUNCED)]

"""How much of its chance of a false alarm a verdict has spent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verdicts", "0006_harm_found_before")]

    operations = [migrations.AddField("verdict", "spent", models.FloatField(default=0.0))]

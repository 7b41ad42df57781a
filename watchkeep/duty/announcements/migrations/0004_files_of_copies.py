"""What lies in a bucket is known, so that it can be taken away again."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("announcements", "0003_visitors_programs")]
    operations = [
        migrations.AddField(
            model_name="copy",
            name="is_leaving",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="copy",
            name="keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=500), blank=True, default=list, editable=False, size=None
            ),
        ),
    ]

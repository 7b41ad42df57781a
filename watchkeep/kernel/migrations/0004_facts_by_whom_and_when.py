"""Facts are asked for by whom and when, too. They come in the order of time, so that ranges of pages are enough for it."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_beats_of_sweeps")]
    operations = [
        migrations.AddIndex("factrow", models.Index(fields=["by", "id"], name="facts_of_actor")),
        migrations.AddIndex("factrow", BrinIndex(fields=["at"], pages_per_range=16, name="facts_of_time")),
    ]

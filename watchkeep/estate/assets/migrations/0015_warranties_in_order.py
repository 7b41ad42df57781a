from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("assets", "0014_relation_connects_once")]

    operations = [
        migrations.AddIndex(
            "item",
            models.Index(
                fields=["name", "id"],
                include=["warranty_ends_on"],
                name="item_under_warranty",
                condition=Q(warranty_ends_on__isnull=False, is_active=True, merged_into=None),
            ),
        ),
    ]

"""A change that was named by its address is found under it."""

from django.db import migrations

FILL = r"UPDATE problems_problem SET change_link = reference WHERE reference ~ '^https://[^\s@]+$'"


class Migration(migrations.Migration):

    dependencies = [("problems", "0003_change_link")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

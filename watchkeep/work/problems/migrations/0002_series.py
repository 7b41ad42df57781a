"""The numbers of problems."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series


class Migration(migrations.Migration):
    dependencies = [("problems", "0001_initial")]
    operations = [create_series("PRB")]

"""The numbers of audits."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series


class Migration(migrations.Migration):
    dependencies = [("licences", "0005_audits")]
    operations = [create_series("AUD")]

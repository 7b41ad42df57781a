"""The words of what was written so far."""

from django.db import migrations

WRITTEN = "SELECT count(tickets_words_anew(id)) FROM tickets_ticket"


class Migration(migrations.Migration):
    dependencies = [("tickets", "0013_wordings")]
    operations = [migrations.RunSQL(WRITTEN, migrations.RunSQL.noop)]

"""The open networks belong to connections from now on: the table keeps its rows under a new name."""

from django.db import migrations


class Migration(migrations.Migration):
    """The table is renamed; the model leaves this slice."""

    dependencies = [("notify", "0002_outsiders")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("allowednetwork", "connections_allowednetwork")],
            state_operations=[migrations.DeleteModel("allowednetwork")],
        )
    ]

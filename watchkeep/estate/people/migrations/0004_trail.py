"""Indexes of the audit trail: partial, so that the facts of a million tickets neither fill nor slow them."""

from django.db import migrations

TRAIL = "stream IN ('person', 'role', 'team', 'organisation', 'source')"
INDEXES = {"facts_of_trail": "at, id", "facts_of_trail_kind": "kind, at, id", "facts_of_trail_actor": "by, at, id"}


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sources"), ("kernel", "0003_beats_of_sweeps")]
    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON facts ({columns}) WHERE {TRAIL}", f"DROP INDEX {name}")
        for name, columns in INDEXES.items()
    ]

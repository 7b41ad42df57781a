"""The audit trail follows machines, too: its indexes hold their facts besides those of people."""

from django.db import migrations

STREAMS = "stream IN ('person', 'role', 'team', 'organisation', 'source')"
KINDS = (
    "kind IN ('integration.added', 'integration.changed', 'integration.key_issued', 'integration.key_revoked', "
    "'webhook.added', 'webhook.changed', 'webhook.paused', 'webhook.resumed', 'webhook.tested', "
    "'connection.added', 'connection.changed', 'connection.paused', 'connection.resumed', "
    "'network.allowed', 'network.closed')"
)
INDEXES = {"facts_of_trail": "at, id", "facts_of_trail_kind": "kind, at, id", "facts_of_trail_actor": "by, at, id"}


def anew(name, columns, where):
    return f"DROP INDEX {name}; CREATE INDEX {name} ON facts ({columns}) WHERE {where}"


class Migration(migrations.Migration):
    dependencies = [("people", "0007_proofs"), ("kernel", "0004_facts_by_whom_and_when")]
    operations = [
        migrations.RunSQL(anew(name, columns, f"{STREAMS} OR {KINDS}"), anew(name, columns, STREAMS))
        for name, columns in INDEXES.items()
    ]

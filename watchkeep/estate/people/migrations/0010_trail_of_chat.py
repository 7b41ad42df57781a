"""The audit trail follows chats, too: its indexes hold what is set there."""

from django.db import migrations

STREAMS = "stream IN ('person', 'role', 'team', 'organisation', 'source')"
MACHINES = (
    "'integration.added', 'integration.changed', 'integration.key_issued', 'integration.key_revoked', "
    "'webhook.added', 'webhook.changed', 'webhook.paused', 'webhook.resumed', 'webhook.tested', "
    "'connection.added', 'connection.changed', 'connection.paused', 'connection.resumed', "
    "'network.allowed', 'network.closed'"
)
CHATS = (
    "'chat.workspace_saved', 'chat.workspace_paused', 'chat.workspace_resumed', 'chat.workspace_tested', "
    "'chat.relay_saved', 'chat.relay_removed'"
)
INDEXES = {"facts_of_trail": "at, id", "facts_of_trail_kind": "kind, at, id", "facts_of_trail_actor": "by, at, id"}


def anew(name, columns, kinds):
    where = f"{STREAMS} OR kind IN ({kinds})"
    return f"DROP INDEX {name}; CREATE INDEX {name} ON facts ({columns}) WHERE {where}"


class Migration(migrations.Migration):
    dependencies = [("people", "0009_found_by_name"), ("kernel", "0004_facts_by_whom_and_when")]
    operations = [
        migrations.RunSQL(anew(name, columns, f"{MACHINES}, {CHATS}"), anew(name, columns, MACHINES))
        for name, columns in INDEXES.items()
    ]

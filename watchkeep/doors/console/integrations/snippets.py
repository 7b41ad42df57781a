"""What to paste into the sender, ready with address and key."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.insight.detection.models import Integration, Kind

HIDDEN = "YOUR-KEY"

ALERTMANAGER = """\
route:
  receiver: watchkeep
receivers:
  - name: watchkeep
    webhook_configs:
      - url: {base}/ingest/alertmanager
        send_resolved: true
        http_config:
          authorization:
            credentials: {key}
"""
KEY_IN_ADDRESS = "{base}/ingest/{key}/alertmanager\n"
EVENTS_V2 = """\
curl {base}/v2/enqueue -H 'Content-Type: application/json' -d '{{
  "routing_key": "{key}", "event_action": "trigger", "dedup_key": "disk/db1",
  "payload": {{"summary": "Disk full on db1", "source": "db1", "severity": "critical"}}
}}'
"""
PAGERDUTY = """\
from pagerduty import EventsApiV2Client

client = EventsApiV2Client("{key}", base_url="{base}")
client.trigger("Disk full on db1", "db1", dedup_key="disk/db1", severity="critical")
client.resolve("disk/db1")
"""
CLOUDEVENTS = """\
curl {base}/ingest/cloudevents -H 'Authorization: Bearer {key}' \\
  -H 'Content-Type: application/cloudevents+json' -d '{{
  "specversion": "1.0", "id": "1", "source": "/monitoring/ams", "type": "disk.raised", "subject": "db1",
  "data": {{"summary": "Disk full on db1", "severity": "critical"}}
}}'
"""
FIRES = """\
curl {base}/ingest/json -H 'Authorization: Bearer {key}' -d '{{
  "key": "disk/db1", "status": "firing", "summary": "Disk full on db1", "severity": "critical"
}}'
"""
RECOVERED = """\
curl {base}/ingest/json -H 'Authorization: Bearer {key}' -d '{{"key": "disk/db1", "status": "resolved"}}'
"""
BEAT = "curl -fsS {base}/ingest/heartbeat/{key}\n"

_TEXTS: dict[Kind, tuple[tuple[Words, str], ...]] = {
    Kind.ALERTMANAGER: ((_("In alertmanager.yml"), ALERTMANAGER), (_("Where no header can be set"), KEY_IN_ADDRESS)),
    Kind.EVENTS_V2: ((_("In a shell"), EVENTS_V2), (_("In Python, with the package “pagerduty”"), PAGERDUTY)),
    Kind.CLOUDEVENTS: ((_("In a shell"), CLOUDEVENTS),),
    Kind.JSON: ((_("In a shell, when it fires"), FIRES), (_("When it has recovered"), RECOVERED)),
    Kind.HEARTBEAT: ((_("At the end of a script, or in a crontab"), BEAT),),
}


@dataclass(frozen=True)
class Snippet:
    """A few lines for one place."""

    title: Words
    text: str


def of(integration: Integration, key: str = "") -> list[Snippet]:
    """How to let this sender speak; without the key in the clear a placeholder stands for it."""
    base, key = settings.BASE_URL, key or HIDDEN
    return [Snippet(title, text.format(base=base, key=key)) for title, text in _TEXTS[Kind(integration.kind)]]

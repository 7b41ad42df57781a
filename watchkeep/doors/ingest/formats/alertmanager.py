"""Prometheus Alertmanager's webhook, version 4: ``POST /ingest/alertmanager``. Each alert is one event.

Grafana's webhook has the same shape. Alertmanager retries a 5xx and nothing else, so what may pass is
refused with 503.
"""

from datetime import UTC, datetime
from typing import Literal

import msgspec

from watchkeep.doors.ingest import decoding
from watchkeep.doors.ingest.answers import Answer, Refusal, problem
from watchkeep.doors.ingest.calls import Call
from watchkeep.doors.ingest.formats import Heard, words
from watchkeep.insight.detection.models.signal import Action, Severity, Signal

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Alert(msgspec.Struct):
    """One alert of the group."""

    status: Literal["firing", "resolved"]
    labels: dict[str, str]
    annotations: dict[str, str] = {}
    startsAt: str = ""  # noqa: N815  # Alertmanager's name
    endsAt: str = ""  # noqa: N815  # Alertmanager's name
    generatorURL: str = ""  # noqa: N815  # Alertmanager's name
    fingerprint: str = ""


class Message(msgspec.Struct):
    """The whole body."""

    alerts: list[Alert]
    truncatedAlerts: int | None = 0  # noqa: N815  # Alertmanager's name
    externalURL: str = ""  # noqa: N815  # Alertmanager's name


_decoder = msgspec.json.Decoder(Message)


class Alertmanager:
    """Alertmanager's webhook."""

    kind = "alertmanager"
    limit = 4 * 1024 * 1024
    methods = frozenset({"POST"})

    def read(self, call: Call) -> Heard:
        """As many events as the message has alerts. Raises Refusal."""
        try:
            message, notes = decoding.decode(_decoder, call.body)
        except msgspec.ValidationError as error:
            raise Refusal(400, "invalid_event", [str(error)]) from error
        if left_out := message.truncatedAlerts or 0:
            notes.append(f"Alertmanager left out {left_out} more alerts of this group (max_alerts).")
        return Heard(call.key, [_signal(alert, message.externalURL, notes) for alert in message.alerts])

    def accepted(self, heard: Heard) -> Answer:
        """202."""
        return Answer(202, b'{"status":"success","events":%d}' % len(heard.signals))

    def refused(self, refusal: Refusal) -> Answer:
        """A problem document; "too many" as 503, because Alertmanager gives up on a 429."""
        if refusal.status == 429:
            return problem(Refusal(503, refusal.reason, refusal.errors))
        return problem(refusal)


def _signal(alert: Alert, external_url: str, notes: list[str]) -> Signal:
    firing = alert.status == "firing"
    about = alert.annotations
    name = alert.labels.get("alertname", "Alert")
    where = alert.labels.get("instance", "")
    summary = about.get("summary") or about.get("title") or about.get("description") or f"{name} {where}".strip()
    started = _known(alert.startsAt)
    return Signal(
        key=alert.fingerprint[: words.MAX_KEY] or words.fingerprint(*map("=".join, sorted(alert.labels.items()))),
        action=Action.TRIGGER if firing else Action.RESOLVE,
        summary=summary[: words.MAX_SUMMARY],
        severity=words.severity(alert.labels.get("severity", ""), Severity.ERROR),
        source=(where or alert.labels.get("host", ""))[: words.MAX_LABEL],
        labels=words.labels(alert.labels),
        at=started if firing else _known(alert.endsAt),
        stamp=started if firing else _known(alert.endsAt),
        client="Alertmanager",
        client_url=external_url if words.is_web(external_url) else "",
        links=words.web_links([*_pages(about), ("Source of the alert", alert.generatorURL)]),
        details=msgspec.Raw(msgspec.json.encode(about)) if about else msgspec.UNSET,
        notes=notes,
    )


def _pages(about: dict[str, str]) -> list[tuple[str, str]]:
    return [(name.replace("_", " ").removesuffix(" url").capitalize(), url) for name, url in about.items()]


def _known(text: str) -> datetime | None:
    """A time that was given; Go writes the year 1 for none."""
    moment = words.instant(text) if text else None
    return moment if moment and moment > _NEVER else None

"""A small stand-in for Prometheus and Alertmanager, for machines that have neither.

It really asks the shop over HTTP, and posts what Alertmanager's webhook (version 4) would post. The
journeys in ``tests/`` play the same story with the real daemons.
"""

import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

INTERVAL_SECONDS = 1.0
PATIENCE_SECONDS = 5.0
FAILURES_BEFORE_ALERT = 2
NEVER = "0001-01-01T00:00:00Z"


@dataclass(frozen=True)
class Watched:
    """What is watched: the labels and the words of its alert."""

    service: str = "web-shop"
    severity: str = "critical"
    summary: str = "The web shop does not answer"
    shop: str = "kestrel"


class Watcher:
    """Asks a URL every second; tells Watchkeep when it stops and starts to answer."""

    def __init__(self, *, target: str, webhook: str, key: str, watched: Watched | None = None) -> None:
        self.target, self.webhook, self.key, self.watched = target, webhook, key, watched or Watched()
        self.is_up: bool | None = None
        self._failures = 0
        self._since = NEVER
        self._stop, self._back = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stop.set()
        self._thread.join(timeout=5)

    def wait_until_up(self) -> None:
        """Return once it was told that the URL answers again, or when nobody takes that word."""
        self._back.wait(PATIENCE_SECONDS)

    def _watch(self) -> None:
        with httpx.Client(timeout=2, trust_env=False) as http:
            while not self._stop.wait(INTERVAL_SECONDS):
                self._look(http)

    def _look(self, http: httpx.Client) -> None:
        try:
            answers = http.get(self.target).is_success
        except httpx.HTTPError:
            answers = False
        self._failures = 0 if answers else self._failures + 1
        is_up = answers or (self.is_up is not False and self._failures < FAILURES_BEFORE_ALERT)
        if is_up != self.is_up and self._tell(http, is_up=is_up):
            self.is_up = is_up
            (self._back.set if is_up else self._back.clear)()

    def _tell(self, http: httpx.Client, *, is_up: bool) -> bool:
        """Post the change; False when it was not accepted and is to be posted again."""
        if is_up and self.is_up is None:
            return True
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        self._since = self._since if is_up else now
        body = _webhook(self.target, self.watched, started=self._since, ended=now if is_up else NEVER)
        try:
            answer = http.post(self.webhook, json=body, headers={"Authorization": f"Bearer {self.key}"})
        except httpx.HTTPError:
            return False
        return answer.is_success


def _webhook(target: str, watched: Watched, *, started: str, ended: str) -> dict[str, Any]:
    """The body of Alertmanager's webhook, version 4, for this one alert."""
    status = "firing" if ended == NEVER else "resolved"
    labels = {
        "alertname": "EndpointDown",
        "instance": target,
        "job": "shop",
        "shop": watched.shop,
        "service": watched.service,
        "severity": watched.severity,
    }
    annotations = {"summary": watched.summary}
    alert = {
        "status": status, "labels": labels, "annotations": annotations, "startsAt": started, "endsAt": ended,
        "generatorURL": target, "fingerprint": hashlib.sha256(target.encode()).hexdigest()[:16],
    }  # fmt: skip
    return {
        "version": "4", "receiver": "watchkeep", "status": status, "alerts": [alert], "truncatedAlerts": 0,
        "groupKey": '{}:{alertname="EndpointDown"}', "groupLabels": {"alertname": "EndpointDown"},
        "commonLabels": labels, "commonAnnotations": annotations, "externalURL": target,
    }  # fmt: skip

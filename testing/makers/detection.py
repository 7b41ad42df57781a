"""Builders of detection: integrations and their keys, and monitors that say something."""

from datetime import timedelta
from itertools import count
from typing import Any

from testing.harness import sweep
from watchkeep.insight.detection import jobs, life
from watchkeep.insight.detection.life.receiving import receive
from watchkeep.insight.detection.models import Action, Alert, Integration, Signal
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

_number = count(1)


def integration(name: str = "", kind: str = "json", **values: Any) -> Integration:
    """A sender of events."""
    return integration_and_key(name, kind, **values)[0]


def integration_and_key(name: str = "", kind: str = "json", **values: Any) -> tuple[Integration, str]:
    """A sender of events, and its key in the clear."""
    return life.add_integration(by=CLOCK, name=name or f"Monitor {next(_number)}", kind=kind, **values)


def expired_key(sender: Integration) -> str:
    """A key that worked until a minute ago; the sender's other keys go on working."""
    with clock.travel(minutes=-2):
        old = life.rotate_key(sender, by=CLOCK)
        life.rotate_key(sender, by=CLOCK, grace=timedelta(minutes=1))
    return old


def signal(key: str = "disk/db1", action: str = "trigger", **values: Any) -> Signal:
    """What a monitor says."""
    return Signal(key=key, action=Action(action), **{"summary": f"{key} is broken", **values})


def said(sender: Integration, *signals: Signal) -> None:
    """The monitor says it; nobody has folded it yet."""
    receive(sender, signals)


def heard(sender: Integration, *signals: Signal) -> list[Alert]:
    """The monitor says it, and it is folded. Returns the alerts of those keys, in order."""
    said(sender, *signals)
    sweep(jobs.fold)
    alerts = Alert.objects.filter(integration=sender, key__in=[one.key for one in signals])
    return list(alerts.select_related("incident__ticket", "group").order_by("id"))


def alert(sender: Integration | None = None, **values: Any) -> Alert:
    """An alert that fires."""
    return heard(sender or integration(), signal(**values))[0]

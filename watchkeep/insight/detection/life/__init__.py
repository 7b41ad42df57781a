"""The life of alerts: senders are set up, events are folded, alerts share incidents, people step in."""

from watchkeep.insight.detection.life.alerts import close
from watchkeep.insight.detection.life.folding import BATCH, fold_waiting, retry
from watchkeep.insight.detection.life.heartbeats import miss_overdue
from watchkeep.insight.detection.life.integrations import (
    add_integration,
    change_integration,
    revoke_key,
    rotate_key,
    send_test,
)
from watchkeep.insight.detection.life.routes import add_route, change_route, move_route, remove_route
from watchkeep.insight.detection.life.silences import speak_up

__all__ = [
    "BATCH",
    "add_integration",
    "add_route",
    "change_integration",
    "change_route",
    "close",
    "fold_waiting",
    "miss_overdue",
    "move_route",
    "remove_route",
    "retry",
    "revoke_key",
    "rotate_key",
    "send_test",
    "speak_up",
]

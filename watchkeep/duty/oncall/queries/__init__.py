"""Reads of on call, for pages, feeds and the room of an incident."""

from watchkeep.duty.oncall.queries.escalations import (
    PURPOSE,
    Called,
    Panel,
    latest,
    page_of,
    panel,
)
from watchkeep.duty.oncall.queries.policies import Preview, Rung, policies_by_service, policy_for, preview
from watchkeep.duty.oncall.queries.reach import Reach, reach, reach_of, situation
from watchkeep.duty.oncall.queries.rotas import (
    Drawing,
    Duty,
    Shift,
    board,
    drawing,
    duties_of,
    feed_of,
    gaps,
    load,
    on_call,
    shifts_of,
    upcoming,
    with_rota,
)

__all__ = [
    "PURPOSE",
    "Called",
    "Drawing",
    "Duty",
    "Panel",
    "Preview",
    "Reach",
    "Rung",
    "Shift",
    "board",
    "drawing",
    "duties_of",
    "feed_of",
    "gaps",
    "latest",
    "load",
    "on_call",
    "page_of",
    "panel",
    "policies_by_service",
    "policy_for",
    "preview",
    "reach",
    "reach_of",
    "shifts_of",
    "situation",
    "upcoming",
    "with_rota",
]

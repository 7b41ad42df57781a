"""The rows of connections, in chapters: where we reach out to, and what was carried out."""

from watchkeep.duty.connections.models.places import Connection, Kind
from watchkeep.duty.connections.models.runs import ENDED, ActionRun, State

__all__ = ["ENDED", "ActionRun", "Connection", "Kind", "State"]

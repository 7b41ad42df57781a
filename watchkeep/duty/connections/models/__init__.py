"""The rows of connections, in chapters: where we may go, where we reach out to, and what was carried out."""

from watchkeep.duty.connections.models.networks import AllowedNetwork
from watchkeep.duty.connections.models.places import Connection, Kind
from watchkeep.duty.connections.models.runs import ENDED, ActionRun, State

__all__ = ["ENDED", "ActionRun", "AllowedNetwork", "Connection", "Kind", "State"]

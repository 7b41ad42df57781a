"""What can be told of portals and of looking for help. The record is the portal's or the attempt's id."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PortalSaved(Fact, kind="selfservice.portal_saved", stream="portal"):
    """A portal greets otherwise."""

    audience: str
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class Judged(Fact, kind="selfservice.judged", stream="attempt"):
    """It is known what came of looking for help."""

    outcome: str
    article: int | None
    ticket: int | None


FOR_THE_RECORD = (PortalSaved, Judged)
"""What is told for the record alone."""

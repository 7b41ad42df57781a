"""What an approver of a change needs first: its risk, when it is, what hangs on it, how it is taken back."""

from dataclasses import dataclass

from watchkeep.doors.console.changes import risks
from watchkeep.doors.console.changes.risks import Bar
from watchkeep.doors.ui.signs import Sign
from watchkeep.work.approvals.models import Approval
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change


@dataclass(frozen=True)
class Brief:
    """A change in one look. ``hanging`` names what hangs on it."""

    change: Change
    sign: Sign
    bars: list[Bar]
    hanging: str


def of(approval: Approval) -> Brief | None:
    """The brief of the change that is to be approved; None for anything else."""
    if approval.subject != life.SUBJECT:
        return None
    change = Change.objects.select_related("owner", "ticket__assignee").get(pk=approval.ticket_id)
    bars = [bar for bar in risks.bars(change.risk_parts) if bar.points]
    return Brief(change, risks.sign_of(change.risk), bars, queries.hanging_on(change))

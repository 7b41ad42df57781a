"""What an approver of a change needs first: its risk, when it is, what hangs on it, what stands against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from watchkeep.doors.console.changes import against, risks
from watchkeep.doors.console.changes.against import Against
from watchkeep.doors.console.changes.risks import Bar
from watchkeep.doors.ui.signs import Sign
from watchkeep.work.approvals.models import Approval, Ballot
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change
from watchkeep.work.changes.queries import Neighbour


@dataclass(frozen=True)
class Brief:
    """A change in one look. ``hanging`` names what hangs on it, ``answers`` are what people said of its risk.

    ``against`` is what stands against its time, ``near`` what is altered on the same a day before or after.
    """

    change: Change
    sign: Sign
    bars: list[Bar]
    hanging: str
    answers: list[tuple[str, str]]
    against: Against | None
    near: list[Neighbour]


@dataclass(frozen=True)
class Asked:
    """What is asked, in a list; of a change with its risk and when it is."""

    ballot: Ballot
    change: Change | None
    sign: Sign | None


def of(approval: Approval) -> Brief | None:
    """The brief of the change that is to be approved; None for anything else."""
    if approval.subject != life.SUBJECT:
        return None
    change = Change.objects.select_related("owner", "ticket__assignee", "ticket__requester").get(pk=approval.ticket_id)
    bars = [bar for bar in risks.bars(change.risk_parts) if bar.points]
    return Brief(
        change, risks.sign_of(change.risk), bars, queries.hanging_on(change), queries.answers_in_words(change.answers),
        against.standing(change), queries.neighbours_of(change),
    )  # fmt: skip


def listed(ballots: Iterable[Ballot]) -> Sequence[Asked]:
    """Questions as a list shows them: one query for the changes among them."""
    rows = list(ballots)
    numbers = [one.approval.ticket_id for one in rows if one.approval.subject == life.SUBJECT]
    changes = Change.objects.in_bulk(numbers) if numbers else {}
    found = [(one, changes.get(one.approval.ticket_id)) for one in rows]
    return [Asked(one, change, risks.sign_of(change.risk) if change else None) for one, change in found]

"""The clocks of an incident: what was promised, what is used, and how the figure came about."""

from datetime import datetime
from typing import Annotated

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number, found
from watchkeep.doors.api.shapes import Record, among
from watchkeep.duty.sla import queries
from watchkeep.duty.sla.models import Kind, Measure
from watchkeep.duty.sla.queries import Explanation, Row

router = Resource("Incidents: clocks")
KindName = Annotated[Kind, among(Kind)]
MeasureName = Annotated[Measure, among(Measure)]


class SegmentOut(Record):
    """One line of a clock's ledger."""

    kind: KindName
    from_at: datetime
    to_at: datetime
    reason: str
    terms: str
    """The promise that held, in words."""
    counted_seconds: int
    total_seconds: int
    by: str
    fact: int | None

    @classmethod
    def of(cls, row: Row) -> "SegmentOut":
        """Show a line of an explanation."""
        line = row.segment
        return cls(
            kind=Kind(line.kind),
            from_at=line.from_at,
            to_at=row.to_at,
            reason=line.reason,
            terms=str(line.terms),
            counted_seconds=row.counted,
            total_seconds=row.total,
            by=line.by,
            fact=line.fact,
        )


class ClockOut(Record):
    """One promise on one incident. The lines of the ledger add up to what is used."""

    id: int
    measure: MeasureName
    kind: KindName
    explanation: str
    """The figure in one sentence."""
    target_seconds: int | None
    used_seconds: int
    left_seconds: int | None
    due_at: datetime | None
    warned_at: datetime | None
    breached_at: datetime | None
    is_breached: bool
    ledger: list[SegmentOut]

    @classmethod
    def of(cls, explained: Explanation) -> "ClockOut":
        """Show a clock with its explanation."""
        clock = explained.clock
        return cls(
            id=clock.pk,
            measure=Measure(clock.measure),
            kind=Kind(clock.kind),
            explanation=explained.sentence,
            target_seconds=clock.terms.target_seconds,
            used_seconds=explained.used_seconds,
            left_seconds=explained.left_seconds,
            due_at=clock.due_at,
            warned_at=clock.warned_at,
            breached_at=clock.breached_at,
            is_breached=explained.is_breached,
            ledger=[SegmentOut.of(row) for row in explained.rows],
        )


class ClocksOut(Record):
    """The clocks of an incident."""

    items: list[ClockOut]


@router.read("/{slug:number}/clocks", ClocksOut)
def list_clocks(request: Call, number: Number) -> ClocksOut:
    """Every clock of the incident, explained down to its ledger."""
    return ClocksOut(items=[ClockOut.of(one) for one in queries.explain_all(found(request, number).pk)])

"""Reads: what a change consists of, in the words that others agree to, and how its model has done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.kernel import prepared
from watchkeep.work.changes.models import WENT_WRONG, Change, ChangeModel, Part
from watchkeep.work.changes.rules import Planned
from watchkeep.work.changes.rules.risk import HIGH, LOW, MEDIUM, band_of

if TYPE_CHECKING:
    from collections.abc import Iterable

BANDS = {LOW: gettext_lazy("Low"), MEDIUM: gettext_lazy("Medium"), HIGH: gettext_lazy("High")}
PARTS = {
    "reach": gettext_lazy("What hangs on it"),
    "record": gettext_lazy("How similar changes went"),
    "size": gettext_lazy("Size"),
    "time": gettext_lazy("Time"),
    "freeze": gettext_lazy("Freezes"),
    "collision": gettext_lazy("Collisions"),
    "care": gettext_lazy("Test and back-out"),
}
"""What the parts of a risk are called."""


_FOOTPRINT = """
SELECT c.begun_at, c.ends_at, c.outage_minutes,
       array(SELECT s.service_id FROM changes_changeservice s WHERE s.change_id = c.ticket_id ORDER BY s.service_id),
       array(SELECT i.item_id FROM changes_changeitem i WHERE i.change_id = c.ticket_id ORDER BY i.item_id)
  FROM changes_change c WHERE c.ticket_id = %s
"""


class Footprint(NamedTuple):
    """What a change touches, when it began and should end, and how much outage is expected."""

    begun_at: datetime | None
    ends_at: datetime | None
    outage_minutes: int
    services: list[int]
    items: list[int]


@dataclass(frozen=True)
class Record:
    """How the last changes of a model went."""

    runs: int
    good: int

    @property
    def percent(self) -> int:
        """How many of a hundred went well; a model without runs has none."""
        return round(100 * self.good / self.runs) if self.runs else 0


def plan_of(change: Change) -> list[Planned]:
    """The steps of its plan in their order."""
    order = {Part.IMPLEMENT: 0, Part.TEST: 1, Part.BACK_OUT: 2}
    rows = sorted(change.steps.all(), key=lambda one: (order[Part(one.part)], one.position))
    return [Planned(one.title, one.part, one.way, one.action, one.parameters) for one in rows]  # type: ignore[arg-type]  # checked by the row


def footprint(change: int) -> Footprint:
    """What it touches and when, as it stands now."""
    return Footprint(*prepared.rows(_FOOTPRINT, [change])[0])


def service_ids(change: Change) -> list[int]:
    """The services that it touches."""
    return sorted(change.touches.values_list("service", flat=True))


def record_of(model: ChangeModel) -> Record:
    """How the last changes of this model went, as many as it is judged by."""
    rows = Change.objects.filter(model=model).counted().order_by("-ticket_id")
    ends = list(rows.values_list("outcome", "harmed_at")[: model.window_runs])
    return Record(len(ends), sum(harm is None and outcome not in WENT_WRONG for outcome, harm in ends))


def lines_of(change: Change) -> list[tuple[str, str]]:
    """What is agreed to, a line at a time. Whatever of it changes makes it another thing."""
    ticket = change.ticket
    said = [
        (_("Kind"), str(change.get_kind_display())),
        (_("Purpose"), ticket.description),
        (_("Reason"), change.reason),
        (_("Services"), _names(change.services.order_by("name"))),
        (_("Items"), _names(change.items.order_by("name", "pk"))),
        (_("When"), _span(change.starts_at, change.ends_at)),
        (_("Expected outage in minutes"), str(change.outage_minutes) if change.outage_minutes else ""),
        (_("Risk"), str(BANDS[band_of(change.risk)])),
        (_("Owner"), change.owner.name if change.owner else ""),
        (_("Carried out by"), ticket.assignee.name if ticket.assignee else ""),
        (_("Cost in euro"), f"{change.cost:,.2f}" if change.cost else ""),
        *((str(Part(one.part).label), one.title) for one in plan_of(change)),
        (_("Test plan"), change.test_plan),
        (_("Back-out plan"), change.back_out_plan),
        (_("Who is told, and what"), change.communication),
    ]
    return [(label, text) for label, text in said if text]


def _names(rows: Iterable[object]) -> str:
    return ", ".join(str(one) for one in rows)


def _span(starts_at: datetime | None, ends_at: datetime | None) -> str:
    if starts_at is None or ends_at is None:
        return ""
    return f"{starts_at:%Y-%m-%d %H:%M} to {ends_at:%Y-%m-%d %H:%M} UTC"

"""Whether preventive work is done in time: by month and by task, with the days behind each figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncMonth

from watchkeep.insight.reviews.models import Kept, Occurrence, Task
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from watchkeep.kernel.actors import Actor

MONTHS = 12
MOST_TASKS = 200


@dataclass(frozen=True)
class Compliance:
    """How many days of schedules were kept in time, late, or not at all."""

    name: str
    key: str
    done: int
    late: int
    missed: int

    @property
    def total(self) -> int:
        """All days that have come."""
        return self.done + self.late + self.missed

    @property
    def percent(self) -> int:
        """How many of a hundred were kept in time; none have come: none."""
        return round(100 * self.done / self.total) if self.total else 0


def since(months: int = MONTHS) -> date:
    """The first day of the month so many months ago, this one counted."""
    today = clock.now().date()
    month = today.year * 12 + today.month - months
    return date(month // 12, month % 12 + 1, 1)


def days_of(actor: Actor) -> QuerySet[Occurrence]:
    """The days of schedules that this actor sees, of the last twelve months."""
    return Occurrence.objects.filter(task__in=Task.objects.visible_to(actor), due_on__gte=since())


def by_month(actor: Actor) -> list[Compliance]:
    """Each month that has days, the newest first."""
    days = days_of(actor).annotate(month=TruncMonth("due_on")).values("month")
    rows = days.annotate(done=_DONE, late=_LATE, missed=_MISSED).order_by("-month")
    return [
        Compliance(f"{row['month']:%Y-%m}", f"{row['month']:%Y-%m}", row["done"], row["late"], row["missed"])
        for row in rows
    ]  # fmt: skip


def by_task(actor: Actor) -> list[Compliance]:
    """Each task that has days, the worst first."""
    days = days_of(actor).values(number=F("task__number"), title=F("task__title"))
    rows = days.annotate(done=_DONE, late=_LATE, missed=_MISSED, last=Max("due_on"))
    rows = rows.order_by("-missed", "-late", "-last")[:MOST_TASKS]
    return [
        Compliance(f"{row['number']} {row['title']}", row["number"], row["done"], row["late"], row["missed"])
        for row in rows
    ]  # fmt: skip


def behind(actor: Actor, *, month: str = "", task: str = "", state: str = "") -> QuerySet[Occurrence]:
    """The days behind a figure, the newest first."""
    rows = days_of(actor).select_related("task", "done_by", "ticket")
    if len(month) == 7 and month[:4].isdecimal() and month[5:].isdecimal():
        rows = rows.filter(due_on__year=int(month[:4]), due_on__month=int(month[5:]))
    if task:
        rows = rows.filter(task__number=task.upper())
    if state in Kept.values:
        rows = rows.filter(state=state)
    return rows.order_by("-due_on", "-id")


_DONE, _LATE, _MISSED = (Count("pk", filter=Q(state=state)) for state in (Kept.DONE, Kept.LATE, Kept.MISSED))

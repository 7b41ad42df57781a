"""Load: what being on call was in a month, for each person, and how evenly it was shared."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Named, Record
from watchkeep.duty.oncall import queries
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock

router = Resource("On call")
MonthName = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-01"])]


class BurdenOut(Record):
    """One person's month."""

    person: Named
    hours: dict[str, float]
    """By `weekday`, `night`, `weekend` and `holiday`, on the person's own clock."""
    day_pages: int
    night_pages: int
    broken_hours: int
    """Hours of sleep that pages broke."""
    euro: Decimal | None
    """What it is paid with; null for who may not plan, but for oneself."""

    @classmethod
    def of(cls, burden: queries.Burden, *, in_money: bool) -> "BurdenOut":
        """Show a month."""
        return cls(
            person=Named(id=burden.person.pk, name=burden.person.name),
            hours={kind: round(hours, 2) for kind, hours in burden.hours.items()},
            day_pages=burden.day_pages,
            night_pages=burden.night_pages,
            broken_hours=burden.broken_hours,
            euro=burden.euro if in_money else None,
        )


class LoadOut(Record):
    """A month of everybody."""

    starts_at: datetime
    ends_at: datetime
    gini: float
    """0 when all bore the same, towards 1 when one bore everything; nights, weekends and holidays weigh more."""
    items: list[BurdenOut]
    """The most burdened first."""


class LoadFilters(BaseModel):
    """Which month, in UTC; this one unless told otherwise."""

    month: MonthName | None = None


@router.read("/on-call/load", LoadOut, may=P.SEE)
def get_load(request: Call, filters: Query[LoadFilters]) -> LoadOut:
    """What being on call was in a month, as the rotas stood then."""
    request.auth.need(P.SEE, "see who was on call")
    now = clock.now()
    year, number = map(int, filters.month.split("-")) if filters.month else (now.year, now.month)
    start = datetime(year, number, 1, tzinfo=UTC)
    end = (start + timedelta(days=32)).replace(day=1)
    month, plans = queries.month(start, end), request.auth.may(P.MANAGE)
    burdens = [
        BurdenOut.of(one, in_money=plans or one.person.pk == request.auth.person) for one in month.burdens
    ]  # fmt: skip
    return LoadOut(starts_at=start, ends_at=end, gini=round(month.gini, 4), items=burdens)

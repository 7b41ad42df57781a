"""Reads: contracts by what comes, what they cost, and what happened to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, DecimalField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from watchkeep.estate.suppliers import rules
from watchkeep.estate.suppliers.models import BINDING, Contract, Supplier
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

MONTHS_AHEAD = 12
MOST_AHEAD = 500
_MONEY = DecimalField(max_digits=16, decimal_places=4)
_NOTHING = Value(Decimal(0), output_field=_MONEY)


@dataclass(frozen=True)
class Coming:
    """A contract and the day of it that comes. ``is_notice``: by then notice can be given; else it ends."""

    contract: Contract
    on: date
    is_notice: bool

    @property
    def cost_per_year(self) -> Decimal:
        """In euro."""
        return Decimal(self.contract.cost_per_month * 12)


@dataclass(frozen=True)
class Month:
    """What comes in a month. ``cost_per_year`` in euro: what is decided or ends in it."""

    first: date
    coming: list[Coming]

    @property
    def cost_per_year(self) -> Decimal:
        """What these contracts cost in a year."""
        return sum((one.cost_per_year for one in self.coming), Decimal(0))


def ahead(actor: Actor, months: int = MONTHS_AHEAD, most: int = MOST_AHEAD) -> tuple[list[Month], bool]:
    """The months from this one on with the days of contracts that come, and whether there are more than ``most``."""
    first = clock.now().date().replace(day=1)
    until = rules.shifted(first, months=months) - timedelta(days=1)
    rows = Contract.objects.visible_to(actor).filter(moment_on__lte=until).select_related("supplier", "owner")
    found = list(rows.order_by("moment_on", "id")[: most + 1])
    coming = [Coming(one, one.moment_on, one.notice_by is not None) for one in found[:most] if one.moment_on]
    starts = [rules.shifted(first, months=place) for place in range(months)]
    sorted_in = {start: [one for one in coming if max(one.on, first).replace(day=1) == start] for start in starts}
    return [Month(start, inside) for start, inside in sorted_in.items()], len(found) > most


def cost_per_month(rows: QuerySet[Contract]) -> Decimal:
    """What the binding ones among these contracts cost in a month, in euro."""
    return Decimal(rows.filter(state__in=BINDING).aggregate(cost=Coalesce(Sum("cost_per_month"), _NOTHING))["cost"])


def with_figures(rows: QuerySet[Supplier]) -> QuerySet[Supplier]:
    """Suppliers with how many contracts bind us to them (``binding``) and what those cost a month (``monthly``)."""
    binds = Q(contracts__state__in=BINDING)
    return rows.annotate(
        binding=Count("contracts", filter=binds),
        monthly=Coalesce(Sum("contracts__cost_per_month", filter=binds), _NOTHING, output_field=_MONEY),
    )

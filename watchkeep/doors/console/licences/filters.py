"""Which products and entitlements a list shows: everything stands in its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from watchkeep.estate.licences.models import STATUSES, Entitlement, Metric, Position
from watchkeep.kernel import clock

HOLDS, COMES, OVER = "holds", "comes", "over"


@dataclass(frozen=True)
class Filter:
    """What was asked for. Anything that makes no sense is left out."""

    text: str = ""
    status: str = ""
    metric: str = ""
    when: str = ""
    ends_within: int = 0

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filter":
        """Read an address."""
        status, metric, when = (given.get(name, "") for name in ("status", "metric", "when"))
        ends = given.get("ends", "")
        return cls(
            text=given.get("q", "").replace("\0", "").strip()[:120],
            status=status if status in STATUSES else "",
            metric=metric if metric in Metric.values else "",
            when=when if when in {COMES, OVER, "all"} else HOLDS,
            ends_within=min(int(ends), 3650) if ends.isascii() and ends.isdigit() and len(ends) < 9 else 0,
        )

    def positions(self, rows: QuerySet[Position]) -> QuerySet[Position]:
        """Those of these positions that were asked for."""
        if self.text:
            rows = rows.filter(Q(product__name__icontains=self.text) | Q(product__publisher__icontains=self.text))
        same = {"status": self.status, "metric": self.metric}
        return rows.filter(**{name: value for name, value in same.items() if value})

    def entitlements(self, rows: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
        """Those of these entitlements that were asked for; what holds today unless said."""
        today = clock.now().date()
        if self.text:
            rows = rows.filter(
                Q(number=self.text.upper()) | Q(name__icontains=self.text) | Q(products__name__icontains=self.text)
            ).distinct()
        if self.metric:
            rows = rows.filter(metric=self.metric)
        if self.ends_within:
            rows = rows.filter(ends_on__range=(today, today + timedelta(days=self.ends_within)))
        if self.when == COMES:
            return rows.filter(starts_on__gt=today)
        if self.when == OVER:
            return rows.filter(ends_on__lt=today)
        holds = Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
        return rows if self.when == "all" else rows.filter(holds)

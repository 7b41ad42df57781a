"""Which contracts a list shows: everything stands in its address, so that a copied link shows the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.estate.suppliers.models import Contract, Kind, State
from watchkeep.kernel import clock

LONGEST = 3650
NEWEST, BY_NOTICE, BY_END = ("-id",), ("notice_by", "id"), ("ends_on", "id")
WITHIN: tuple[tuple[str, Words], ...] = (("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")))


@dataclass(frozen=True)
class Filter:
    """What was asked for. Anything that makes no sense is left out."""

    text: str = ""
    state: str = ""
    kind: str = ""
    supplier: int = 0
    notice_within: int = 0
    ends_within: int = 0

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filter":
        """Read an address."""
        state, kind = given.get("state", ""), given.get("kind", "")
        return cls(
            text=given.get("q", "").replace("\0", "").strip()[:120],
            state=state if state in (*State.values, "all") else "",
            kind=kind if kind in Kind.values else "",
            supplier=_whole(given.get("supplier", ""), 2**63 - 1),
            notice_within=_whole(given.get("notice", ""), LONGEST),
            ends_within=_whole(given.get("ends", ""), LONGEST),
        )

    def fitting(self, rows: QuerySet[Contract]) -> QuerySet[Contract]:
        """Those of these contracts that were asked for; without a state, what is not over."""
        if self.state and self.state != "all":
            rows = rows.filter(state=self.state)
        elif not self.state:
            rows = rows.filter(state__in=(State.DRAFT, State.IN_FORCE, State.NOTICE_GIVEN))
        if self.text:
            said = Q(title__icontains=self.text) | Q(number=self.text.upper()) | Q(reference__icontains=self.text)
            rows = rows.filter(said | Q(supplier__name__icontains=self.text))
        same = {"kind": self.kind, "supplier": self.supplier}
        rows = rows.filter(**{name: value for name, value in same.items() if value})
        return rows.filter(self._near)

    @property
    def order(self) -> tuple[str, ...]:
        """What is looked for by its day comes in the order of days, else the newest first."""
        return BY_NOTICE if self.notice_within else BY_END if self.ends_within else NEWEST

    @property
    def _near(self) -> Q:
        today, near = clock.now().date(), Q()
        if self.notice_within:
            near &= Q(notice_by__lte=today + timedelta(days=self.notice_within))
        if self.ends_within:
            near &= Q(notice_by=None, moment_on__lte=today + timedelta(days=self.ends_within))
        return near


def _whole(text: str, most: int) -> int:
    """A number of an address; 0 for anything that is none."""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 19 else 0

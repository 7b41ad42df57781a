"""The rows behind a figure: what was bought, where it is installed, who has a seat, and how many came at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.signs import Words
from watchkeep.estate.licences import queries
from watchkeep.estate.licences.models import Position, Product
from watchkeep.kernel.pages import Page, keyset

OWNED, MACHINES, SEATS, SIGN_INS, IDLE, PEAKS = "owned", "machines", "seats", "sign_ins", "idle", "peaks"
KINDS: Mapping[str, Words] = {
    OWNED: gettext_lazy("Bought"), MACHINES: gettext_lazy("Machines"), SEATS: gettext_lazy("Seats"),
    SIGN_INS: gettext_lazy("Signed in"), IDLE: gettext_lazy("Idle seats"), PEAKS: gettext_lazy("Peaks"),
}  # fmt: skip
USED_BY = {
    "seat": (SEATS, SIGN_INS, IDLE), "user": (MACHINES, SEATS, IDLE), "concurrent": (PEAKS,),
}  # fmt: skip
"""Which rows tell what is used, by what is counted; machines where nothing else is said."""


@dataclass(frozen=True)
class Figure:
    """A figure, what it means, and which rows it stands on."""

    label: str
    value: int
    rows: str
    tone: str = ""


@dataclass(frozen=True)
class Behind:
    """Which rows are shown, a page of them."""

    kind: str
    kinds: tuple[str, ...]
    page: Page[Any]

    @classmethod
    def of(cls, product: Product, position: Position | None, day: date, asked: Mapping[str, str]) -> "Behind":
        """Read the address; what was bought where it says nothing that can be shown."""
        kinds = (OWNED, *USED_BY.get(position.metric if position else "", (MACHINES,)))
        kind = asked.get("rows", "") if asked.get("rows", "") in kinds else OWNED
        return cls(kind, kinds, keyset(_rows(kind, product, day), order=("-id",), cursor=asked.get("cursor")))

    @property
    def label(self) -> str:
        """What they are."""
        return str(KINDS[self.kind])

    def tabs(self, request: Request) -> list[tuple[str, str]]:
        """Each kind with its address, on the same day; what is shown first has the page's own."""
        day = {"day": request.GET["day"]} if _is_day(request.GET.get("day", "")) else {}
        asked = {kind: urlencode(({} if kind == OWNED else {"rows": kind}) | day) for kind in self.kinds}
        return [(str(KINDS[kind]), f"{request.path}?{said}" if said else request.path) for kind, said in asked.items()]


def figures(one: Position | None) -> list[Figure]:
    """The figures of a position, in the order in which they are read."""
    if one is None:
        return []
    used = USED_BY.get(one.metric, (MACHINES,))[0]
    found = [
        Figure(_("Owned"), one.owned, OWNED),
        Figure(_("Used"), one.used, used),
        Figure(_("Covered"), one.covered, used),
        Figure(_("Missing"), one.missing, used, "red" if one.missing else ""),
        Figure(_("Free"), one.free, OWNED, "amber" if one.free else ""),
    ]
    return (
        [*found, Figure(_("Idle"), one.idle, IDLE, "amber" if one.idle else "")]
        if IDLE in USED_BY.get(one.metric, ())
        else found
    )


def _rows(kind: str, product: Product, day: date) -> QuerySet[Any]:
    if kind == OWNED:
        return queries.bought_of(product, day)
    if kind == MACHINES:
        return queries.rows_of(product, day)
    if kind == SIGN_INS:
        return queries.sign_ins_of(product, day)
    if kind == PEAKS:
        return queries.peaks_of(product, day)
    return queries.seats_of(product, day, idle=kind == IDLE)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

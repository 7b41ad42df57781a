"""What happened to suppliers, contracts and entitlements, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, ngettext

from watchkeep.doors.ui.signs import Words
from watchkeep.estate.licences.models import Entitlement
from watchkeep.estate.people.models import Person
from watchkeep.estate.suppliers.models import Contact, Contract, Supplier
from watchkeep.kernel.facts import told
from watchkeep.kernel.models import FactRow

MOST = 50
WORDS: Mapping[str, tuple[str, str, Words]] = {
    "supplier.added": ("plus", "blue", gettext_lazy("added the supplier")),
    "supplier.edited": ("edit", "", gettext_lazy("changed: {changed}")),
    "supplier.retired": ("pause", "amber", gettext_lazy("retired the supplier")),
    "supplier.revived": ("play", "green", gettext_lazy("took the supplier up again")),
    "supplier.contact_added": ("person", "", gettext_lazy("wrote down somebody to call")),
    "supplier.contact_edited": ("person", "", gettext_lazy("changed somebody to call: {changed}")),
    "supplier.contact_removed": ("person", "", gettext_lazy("took somebody to call away")),
    "contract.drafted": ("plus", "blue", gettext_lazy("drafted the contract")),
    "contract.edited": ("edit", "", gettext_lazy("changed: {changed}")),
    "contract.put_in_force": ("check", "green", gettext_lazy("put it in force")),
    "contract.notice_ahead": (
        "timer",
        "amber",
        gettext_lazy("warned: {days_left} left for notice, by {notice_by}"),
    ),
    "contract.ends_soon": ("timer", "amber", gettext_lazy("warned: {days_left} left until it ends on {ends_on}")),
    "contract.renewed": ("refresh", "violet", gettext_lazy("noted that it goes on from {was_ends_on} until {ends_on}")),
    "contract.notice_given": ("flag", "amber", gettext_lazy("gave notice on {given_on}: it ends on {ends_on}")),
    "contract.notice_withdrawn": ("undo", "green", gettext_lazy("withdrew the notice: {reason}")),
    "contract.ended": ("stop", "", gettext_lazy("ended it: {reason}")),
    "contract.cancelled": ("cross", "", gettext_lazy("cancelled it: {reason}")),
    "contract.document_added": ("attachment", "", gettext_lazy("filed {name}")),
    "contract.document_removed": ("attachment", "", gettext_lazy("took {name} away")),
    "entitlement.added": ("plus", "blue", gettext_lazy("wrote down that {quantity} were bought")),
    "entitlement.edited": ("edit", "", gettext_lazy("changed: {changed}")),
    "entitlement.ended": ("stop", "", gettext_lazy("ended it with {ends_on}: {reason}")),
    "entitlement.key_added": ("key", "", gettext_lazy("kept a key")),
    "entitlement.key_shown": ("eye", "amber", gettext_lazy("was shown a key")),
    "entitlement.key_removed": ("key", "", gettext_lazy("removed a key")),
    "entitlement.document_added": ("attachment", "", gettext_lazy("filed {name}")),
    "entitlement.document_removed": ("attachment", "", gettext_lazy("took {name} away")),
    "entitlement.renewal_ahead": (
        "timer",
        "amber",
        gettext_lazy("warned: {days_left} left to decide, by {decide_by}"),
    ),
    "entitlement.expired": ("stop", "amber", gettext_lazy("noted that it holds no longer")),
}
STREAMS: Mapping[type, str] = {Supplier: "supplier", Contract: "contract", Entitlement: "entitlement"}
ACTORS: Mapping[str, Words] = {"clock": gettext_lazy("Watchkeep")}


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    icon: str
    tone: str
    by: str
    words: str
    at: datetime


def lines(record: Supplier | Contract | Entitlement) -> list[Line]:
    """The newest things that happened to a record, in two queries."""
    rows = list(told(STREAMS[type(record)], record.pk).order_by("-at", "-id")[:MOST])
    names = _names(rows)
    return [_line(row, names) for row in rows]


def _line(row: FactRow, names: Mapping[str, str]) -> Line:
    icon, tone, words = WORDS.get(row.kind, ("info", "", row.kind))
    said = {name: _told(name, value) for name, value in row.data.items()}
    said["changed"] = ", ".join(map(_label, row.data.get("changed", ())))
    by = names.get(row.by) or str(ACTORS.get(row.by, row.by.replace(":", " ")))
    return Line(icon, tone, by, str(words).format(**said), row.at)


def _told(name: str, value: Any) -> Any:
    """A value as one reads it: days with their word, dates as everywhere else."""
    if name == "days_left":
        return ngettext("%(n)s day", "%(n)s days", value) % {"n": value}
    day = parse_date(str(value)) if name.endswith(("_on", "_by")) else None
    return date_format(day, "j M Y") if day else value


def _label(name: str) -> str:
    """What a field is called on its form."""
    for model in (Contract, Supplier, Contact, Entitlement):
        field = next((one for one in model._meta.fields if one.name == name), None)  # noqa: SLF001  # Django's name
        if field:
            return str(field.verbose_name)
    return name


def _names(rows: Iterable[FactRow]) -> dict[str, str]:
    keys = {row.by: row.by.rpartition(":")[2] for row in rows if row.by.startswith("person:")}
    found: dict[int, Any] = Person.objects.in_bulk([int(pk) for pk in keys.values()])
    return {key: str(found[int(pk)]) for key, pk in keys.items() if int(pk) in found}

"""Facts of people, keys, roles, machines and rules of changes as lines that a person reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.audit import details
from watchkeep.doors.console.audit.wording import WORDS
from watchkeep.doors.ui.signs import Words
from watchkeep.duty.chat.models import Workspace
from watchkeep.duty.connections.models import AllowedNetwork, Connection
from watchkeep.duty.notify.models import WebhookEndpoint
from watchkeep.estate.people.models import Organisation, Person, Role, Source, Team
from watchkeep.estate.services.models import MaintenancePlan
from watchkeep.insight.detection.models import Integration
from watchkeep.kernel.models import FactRow
from watchkeep.work.approvals.models import Board
from watchkeep.work.changes.models import ApprovalPolicy, ChangeModel, Freeze, PipelineSource
from watchkeep.work.tickets.models import Ticket

ROWS: dict[str, QuerySet[Any]] = {
    "person": Person.objects.all(),
    "role": Role.objects.all(),
    "team": Team.objects.all(),
    "organisation": Organisation.objects.all(),
    "source": Source.objects.all(),
    "integration": Integration.objects.all(),
    "webhook": WebhookEndpoint.objects.all(),
    "connection": Connection.objects.all(),
    "chat": Workspace.objects.all(),
    "network": AllowedNetwork.objects.all(),
    "change_model": ChangeModel.objects.all(),
    "change_policy": ApprovalPolicy.objects.all(),
    "board": Board.objects.all(),
    "freeze": Freeze.objects.all(),
    "pipeline": PipelineSource.objects.all(),
    "maintenance_plan": MaintenancePlan.objects.all(),
    "ticket": Ticket.objects.all(),
}


@dataclass(frozen=True)
class Line:
    """One line of the trail."""

    icon: str
    tone: str
    whom: str
    words: Words
    details: str
    by: str
    at: datetime


def lines(rows: Iterable[FactRow]) -> list[Line]:
    """Put facts into words, with one query for each kind of record."""
    kept = list(rows)
    wanted = {stream: {row.record for row in kept if row.stream == stream} for stream in ROWS}
    wanted["person"] |= {row.data[name] for row in kept for name in PEOPLE if isinstance(row.data.get(name), int)}
    for stream in ("person", "source"):
        wanted[stream] |= {int(key) for row in kept for kind, _colon, key in [row.by.partition(":")] if kind == stream}
    names = {stream: {pk: str(one) for pk, one in ROWS[stream].in_bulk(wanted[stream]).items()} for stream in ROWS}
    spoken = {"person": names["person"], "role": _slugs(kept)}
    return [_line(row, names, spoken) for row in kept]


PEOPLE = ("person", "deputy")
"""Which values of a fact are people."""
NAMING = ("name", "network", "path")
"""Which values say what it is about, when the record is gone or has no name of its own."""
MACHINES: dict[str, Words] = {"door": gettext_lazy("the sign-in"), "clock": gettext_lazy("Watchkeep")}


def _line(row: FactRow, names: dict[str, dict[int, str]], spoken: dict[str, dict[Any, str]]) -> Line:
    icon, tone, words = WORDS.get(row.kind, ("info", "", row.kind))
    whom = names.get(row.stream, {}).get(row.record)
    shown = whom or str(next((row.data[one] for one in NAMING if row.data.get(one)), _("An unknown account")))
    said = {name: value for name, value in row.data.items() if value != shown}
    if row.kind == "person.login_failed" and "reason" in said:
        said["tried"] = said.pop("reason")
    by = _who(row.by, names)
    return Line(icon, tone, shown, words, details.in_words(said, spoken), "" if by == shown else by, row.at)


def _who(key: str, names: dict[str, dict[int, str]]) -> str:
    kind, _colon, number = key.partition(":")
    if kind in names and number:
        return names[kind].get(int(number)) or _("somebody who is gone")
    return str(MACHINES.get(key, key.replace(":", " ")))


def _slugs(rows: list[FactRow]) -> dict[Any, str]:
    """The names of the roles that were given or taken."""
    slugs = {slug for row in rows for name in ("given", "taken") for slug in row.data.get(name, ())}
    return dict(Role.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}

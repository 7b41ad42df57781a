"""Opening a ticket of a kind that is chosen by name, and noting down a call while the caller still speaks."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes import life as changes
from watchkeep.work.incidents import life as incidents
from watchkeep.work.problems import life as problems
from watchkeep.work.requests import life as requests
from watchkeep.work.tickets.models import Kind, Ticket
from watchkeep.work.tickets.permissions import P as Tickets

CHANNELS = ("phone", "walk-in")
"""How somebody came to the desk; kept as a tag."""


def open_(  # what every kind can be told
    kind: str,
    *,
    by: Actor,
    title: str,
    description: str = "",
    requester: Person | None = None,
    service: Service | None = None,
    tags: tuple[str, ...] = (),
) -> Ticket:
    """Open a ticket of this kind. Refused (field ``kind``) for a kind that is not opened by hand."""
    if kind not in _OPEN:
        raise Refused(_("Tickets of this kind are not opened here."), field="kind", code="unknown")
    given = {"title": title, "description": description, "requester": requester, "service": service, "tags": tags}
    return _OPEN[kind](by=by, **given)


@transaction.atomic
def note_call(*, by: Actor, kind: str, caller: Person, says: str, channel: str = "phone") -> Ticket:
    """Note down what somebody says on the telephone or at the desk: the ticket is theirs."""
    by.need(Tickets.NOTE, "note down calls")
    if channel not in CHANNELS:
        raise Refused(_("Say how they came: by telephone or in person."), field="channel", code="unknown")
    says = " ".join(says.replace("\x00", "").split())
    title = says if len(says) <= 200 else f"{says[:197]}…"
    description = says if len(says) > 200 else ""
    return open_(kind, by=by, title=title, description=description, requester=caller, tags=(channel,))


Open = Callable[..., Ticket]


def _incident(**given: Any) -> Ticket:
    return incidents.open_(**given).ticket


def _problem(*, requester: Person | None, tags: tuple[str, ...], **given: Any) -> Ticket:  # noqa: ARG001  # nobody asks for one
    return problems.open_(**given).ticket


def _request(**given: Any) -> Ticket:
    return requests.open_(**given).ticket


def _change(*, tags: tuple[str, ...], service: Service | None, description: str, **given: Any) -> Ticket:  # noqa: ARG001  # its model sorts it
    return changes.draft(purpose=description, services=[service] if service else (), **given).ticket


_OPEN: Mapping[str, Open] = {
    Kind.INCIDENT: _incident,
    Kind.PROBLEM: _problem,
    Kind.REQUEST: _request,
    Kind.CHANGE: _change,
}
"""A kind that joins adds a line."""
BY_CALL = (Kind.INCIDENT, Kind.REQUEST)
"""What a caller can bring."""

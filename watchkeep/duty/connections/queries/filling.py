"""What placeholders mean for a run, and what it sends by that."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from watchkeep.duty.connections.models import ActionRun, Connection
from watchkeep.duty.connections.queries.library import action_of
from watchkeep.duty.connections.queries.places import secrets_of
from watchkeep.duty.connections.rules import masking, placeholders
from watchkeep.duty.connections.rules.actions import Action, Ask
from watchkeep.estate.services.models import ServiceItem
from watchkeep.work.requests.models import Request
from watchkeep.work.tickets.models import Ticket


def filled(run: ActionRun) -> Action:
    """The action with its placeholders filled: as they were when it ran, or as they are now. Raises BadPlaceholder."""
    return action_of(run).filled(values_of(run))


def shown(run: ActionRun) -> str:
    """Exactly what this run sends, or would send now, without secrets. Raises BadPlaceholder."""
    return would_send(action_of(run), run.connection, values_of(run))


def would_send(action: Action, connection: Connection | None, values: Mapping[str, Any] | None) -> str:
    """What an action sends by a connection, without secrets; without values its placeholders stay. BadPlaceholder."""
    whole = action if values is None else action.filled(values)
    return masking.mask(whole.shown(connection.hint if connection else ""), secrets_of(connection))


def filled_text(text: str, ticket: Ticket, given: Mapping[str, Any]) -> str:
    """A text for people with its placeholders filled, as they are now. Raises BadPlaceholder."""
    return placeholders.fill(text, values_for(ticket, given))


def choices_of(run: ActionRun) -> list[str]:
    """What can be answered; nothing unless it asks."""
    action = filled(run) if run.action == Ask.about.name else None
    return list(action.choices) if isinstance(action, Ask) else []


def values_of(run: ActionRun) -> dict[str, Any]:
    """What placeholders mean for this run."""
    return run.values if run.values is not None else values_for(run.ticket, run.given)


def values_for(ticket: Ticket | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """What placeholders mean for a ticket; what the asker brings along comes first."""
    known: dict[str, Any] = {name: {} for name in placeholders.KNOWN}
    if ticket:
        known |= {"incident": _ticket(ticket), "service": _service(ticket), "asset": _asset(ticket)}
        known |= _asked(ticket)
        known["answers"] |= _answers(ticket)
    answers = known["answers"] | dict(given.get("answers", {}))
    return {**known, **given, "answers": answers}


def _ticket(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "title": ticket.title,
        "severity": ticket.severity,
        "priority": ticket.priority,
        "state": ticket.state,
        "team": ticket.team.name if ticket.team else None,
        "url": f"{settings.BASE_URL}/{ticket.kind}s/{ticket.number}",
    }


def _service(ticket: Ticket) -> dict[str, Any]:
    service = ticket.service
    return {"name": service.name, "slug": service.slug, "tier": service.tier} if service else {}


def _asset(ticket: Ticket) -> dict[str, Any]:
    """The asset of the ticket's service, when it runs on one alone."""
    rows = (
        ServiceItem.objects.filter(service=ticket.service_id).select_related("item__cls")[:2]
        if ticket.service_id
        else []
    )
    items = [row.item for row in rows]
    if len(items) != 1:
        return {}
    item = items[0]
    return {"name": item.name, "kind": item.cls.slug, "external_id": item.external_id, "attributes": item.values}


def _asked(ticket: Ticket) -> dict[str, Any]:
    """Who asked, and what a request says: its item and the answers of its form."""
    person = ticket.requester
    found: dict[str, Any] = {"answers": {}}
    if person:
        found["requester"] = {
            "name": person.name,
            "email": person.email,
            "login": person.email.partition("@")[0],
            "manager": person.manager.email if person.manager else None,
        }
    request = Request.objects.filter(pk=ticket.pk).select_related("item").first() if ticket.kind == "request" else None
    if request:
        item = request.item.name if request.item else ticket.title
        about = {"number": ticket.number, "title": ticket.title, "item": item, "quantity": request.quantity}
        found |= {"request": about, "answers": dict(request.answers)}
    return found


def _answers(ticket: Ticket) -> dict[str, str]:
    """What was answered on this ticket before, the newest under each name."""
    asked = ActionRun.objects.filter(ticket=ticket, action="ask").exclude(answer="").order_by("id")
    return {parameters.get("key", "answer"): answer for parameters, answer in asked.values_list("parameters", "answer")}

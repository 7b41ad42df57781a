"""What others ask: which actions there are, what placeholders mean, what stands in the log."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.conf import settings as django_settings
from django.db.models import QuerySet

from watchkeep.duty.connections.models import ActionRun, AllowedNetwork, Connection, Kind
from watchkeep.duty.connections.permissions import P
from watchkeep.duty.connections.rules import fields, masking, settings
from watchkeep.duty.connections.rules.actions import LIBRARY, Action
from watchkeep.duty.connections.rules.fields import Field
from watchkeep.duty.connections.rules.settings import Settings
from watchkeep.estate.services.models import ServiceItem
from watchkeep.kernel import outgoing
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.outgoing import Allowance
from watchkeep.work.tickets.models import Ticket


def library() -> tuple[type[Action], ...]:
    """The actions that can be chosen for a step; each has ``about`` and ``fields_of``."""
    return tuple(kind for kind in LIBRARY.values() if kind.about.connects != "*")


def fields_of(action_name: str) -> tuple[Field, ...]:
    """The parameters of an action, from which a form can be drawn."""
    return fields.of(_kind(action_name))


def settings_of(kind: str) -> tuple[Field, ...]:
    """The settings of a kind of connection, from which a form can be drawn."""
    return fields.of(settings.KINDS[kind])


def read(action_name: str, parameters: Mapping[str, Any], also: frozenset[str] = frozenset()) -> Action:
    """The action that these parameters make. Raises Refused with the field that is wrong.

    ``also`` are names for placeholders besides incident, service, asset and answers.
    """
    action = fields.read(_kind(action_name), parameters)
    action.check(also)
    return action


def action_of(run: ActionRun) -> Action:
    """The action of a run, with its parameters as they were asked for."""
    return fields.read(_kind(run.action), run.parameters)


def filled(run: ActionRun) -> Action:
    """The same with its placeholders filled: as they were when it ran, or as they are now. Raises BadPlaceholder."""
    return action_of(run).filled(values_of(run))


def shown(run: ActionRun) -> str:
    """Exactly what this run sends, or would send now, without secrets. Raises BadPlaceholder."""
    words = filled(run).shown(run.connection.hint if run.connection else "")
    return masking.mask(words, secrets_of(run.connection))


def values_of(run: ActionRun) -> dict[str, Any]:
    """What placeholders mean for this run."""
    return run.values if run.values is not None else values_for(run.ticket, run.given)


def values_for(ticket: Ticket | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """What placeholders mean for a ticket; what the asker brings along comes first."""
    known: dict[str, Any] = {"incident": {}, "service": {}, "asset": {}, "answers": {}}
    if ticket:
        known |= {"incident": _ticket(ticket), "service": _service(ticket), "asset": _asset(ticket)}
        known["answers"] = _answers(ticket)
    answers = known["answers"] | dict(given.get("answers", {}))
    return {**known, **given, "answers": answers}


def settings_for(connection: Connection) -> Settings:
    """Where a connection leads and its secrets. For executors; never for a page."""
    return fields.read(settings.KINDS[connection.kind], connection.settings | msgspec.json.decode(connection.secrets))


def secrets_of(connection: Connection | None) -> tuple[str, ...]:
    """What must be masked in whatever goes through this connection."""
    return settings_for(connection).secrets() if connection else ()


def connections(actor: Actor) -> QuerySet[Connection]:
    """The connections that an actor may see, with their owners."""
    return Connection.objects.visible_to(actor).select_related("owner")


def usable_for(action_name: str) -> QuerySet[Connection]:
    """The connections that an action can go through."""
    return Connection.objects.usable().filter(kind=_kind(action_name).about.connects)


def kinds() -> list[tuple[str, Any]]:
    """The kinds of connections, by name and in words."""
    return list(Kind.choices)


def log(actor: Actor, **asked: Any) -> QuerySet[ActionRun]:
    """The runs that an actor may see, narrowed by state, action, connection or ticket number."""
    names = {"state": "state", "action": "action", "connection": "connection", "ticket": "ticket__number"}
    wanted = {names[name]: value for name, value in asked.items() if value}
    related = ("connection", "ticket", "asked_by_person")
    return ActionRun.objects.visible_to(actor).filter(**wanted).select_related(*related)


def of_ticket(ticket_id: int, actor: Actor) -> QuerySet[ActionRun]:
    """The runs of one ticket, the newest first."""
    return ActionRun.objects.visible_to(actor).filter(ticket=ticket_id).select_related("connection")


def to_decide(actor: Actor) -> QuerySet[ActionRun]:
    """What waits for this actor's approval: nobody approves what they asked for."""
    if not actor.may(P.APPROVE):
        return ActionRun.objects.none()
    return ActionRun.objects.waiting_for_approval().exclude(asked_by=actor.key).exclude(asked_by_person=actor.person)


def allowance() -> Allowance:
    """What an administrator opened to outgoing requests, in the settings or in data."""
    rows = AllowedNetwork.objects.values_list("network", flat=True)
    return outgoing.allowance([*django_settings.OUTGOING_ALLOW, *rows])


def networks() -> QuerySet[AllowedNetwork]:
    """The private networks that an administrator opened."""
    return AllowedNetwork.objects.order_by("network")


def fixed_allowance() -> list[str]:
    """The private places that the environment opens."""
    return list(django_settings.OUTGOING_ALLOW)


def label_of(action_name: str) -> Any:
    """The name of an action in words."""
    return LIBRARY[action_name].about.label if action_name in LIBRARY else action_name


def _kind(action_name: str) -> type[Action]:
    if action_name not in LIBRARY:
        raise Refused(f"There is no action called {action_name}.", field="action")
    return LIBRARY[action_name]


def _ticket(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "title": ticket.title,
        "severity": ticket.severity,
        "priority": ticket.priority,
        "state": ticket.state,
        "team": ticket.team.name if ticket.team else None,
        "url": f"{django_settings.BASE_URL}/{ticket.kind}s/{ticket.number}",
    }


def _service(ticket: Ticket) -> dict[str, Any]:
    service = ticket.service
    return {"name": service.name, "slug": service.slug, "tier": service.tier} if service else {}


def _asset(ticket: Ticket) -> dict[str, Any]:
    """The asset of the ticket's service, when it runs on one alone."""
    rows = ServiceItem.objects.filter(service=ticket.service_id).select_related("item")[:2] if ticket.service_id else []
    items = [row.item for row in rows]
    if len(items) != 1:
        return {}
    item = items[0]
    return {"name": item.name, "kind": item.kind, "external_id": item.external_id, "attributes": item.attributes}


def _answers(ticket: Ticket) -> dict[str, str]:
    """What was answered on this ticket before, the newest under each name."""
    asked = ActionRun.objects.filter(ticket=ticket, action="ask").exclude(answer="").order_by("id")
    return {parameters.get("key", "answer"): answer for parameters, answer in asked.values_list("parameters", "answer")}

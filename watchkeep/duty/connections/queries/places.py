"""Where we reach out to: connections, their settings, and the networks that are open."""

from typing import Any

import msgspec
from django.conf import settings as django_settings
from django.db.models import QuerySet

from watchkeep.duty.connections.models import AllowedNetwork, Connection, Kind
from watchkeep.duty.connections.queries.library import about
from watchkeep.duty.connections.rules import settings
from watchkeep.duty.connections.rules.settings import Http, Settings
from watchkeep.kernel import outgoing, parameters
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.outgoing import Allowance


def settings_for(connection: Connection) -> Settings:
    """Where a connection leads and its secrets. For executors; never for a page."""
    return parameters.read(
        settings.KINDS[connection.kind], connection.settings | msgspec.json.decode(connection.secrets)
    )


def http_settings(connection: Connection) -> Http:
    """The same for whoever asks an HTTP service by themselves, as an answer that is no action's. Never for a page."""
    found = settings_for(connection)
    assert isinstance(found, Http)  # noqa: S101  # the kind of the connection says so
    return found


def secrets_of(connection: Connection | None) -> tuple[str, ...]:
    """What must be masked in whatever goes through this connection."""
    return settings_for(connection).secrets() if connection else ()


def connections(actor: Actor) -> QuerySet[Connection]:
    """The connections that an actor may see, with their owners."""
    return Connection.objects.visible_to(actor).select_related("owner")


def usable_for(action_name: str) -> QuerySet[Connection]:
    """The connections that an action can go through."""
    return Connection.objects.usable().filter(kind=about(action_name).connects)


def kinds() -> list[tuple[str, Any]]:
    """The kinds of connections, by name and in words."""
    return list(Kind.choices)


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

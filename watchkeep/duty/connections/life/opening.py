"""Ways to the outside: added, changed, tried, paused."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections import events, queries
from watchkeep.duty.connections.life.asking import begin
from watchkeep.duty.connections.models import ActionRun, Connection, Kind
from watchkeep.duty.connections.permissions import P
from watchkeep.duty.connections.rules import settings
from watchkeep.duty.connections.rules.actions import Probe
from watchkeep.duty.connections.rules.settings import Settings
from watchkeep.estate.people.models import Team
from watchkeep.kernel import parameters
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

_PLACE = frozenset({"url", "host", "port", "host_key", "folder", "endpoint", "authority", "starttls", "security"})


@transaction.atomic
def add_connection(*, by: Actor, name: str, kind: str, owner: Team, given: Mapping[str, Any]) -> Connection:
    """Let actions reach a system. ``given`` holds the settings of its kind, secrets among them; they are encrypted."""
    by.need(P.CONFIGURE, _("add connections"))
    if kind not in Kind.values:
        raise Refused(_("There is no such kind of connection."), field="kind")
    connection = Connection(name=_named(name), kind=kind, owner=owner)
    _keep(connection, settings.read(kind, dict(given)))
    tell(events.ConnectionAdded(record=connection.pk, by=by, name=connection.name, connects=kind, owner=owner.pk))
    return connection


@transaction.atomic
def change_connection(connection: Connection, *, by: Actor, name: str, owner: Team, given: Mapping[str, Any]) -> None:
    """Change where it leads or how it signs in. A secret that is left empty stays, unless the place is another one.

    A secret never follows to another place: whoever may change an address could otherwise have it sent to their own.
    """
    by.need(P.CONFIGURE, _("change connections"))
    before = queries.settings_for(connection)
    after = settings.read(connection.kind, _with_kept_secrets(connection, before, given))
    what = [
        field.name for field in parameters.of(type(after)) if getattr(before, field.name) != getattr(after, field.name)
    ]
    what += ["name"] * (connection.name != name.strip()) + ["owner"] * (connection.owner_id != owner.pk)
    connection.name, connection.owner = _named(name, but=connection.pk), owner
    connection.failing_since = connection.answered_at = None
    _keep(connection, after)
    if what:
        tell(events.ConnectionChanged(record=connection.pk, by=by, what=what))


@transaction.atomic
def pause_connection(connection: Connection, *, by: Actor, reason: str = "") -> None:
    """Let nothing through. Runs that wait for it fail when their turn comes."""
    by.need(P.CONFIGURE, _("pause connections"))
    connection.is_active = False
    connection.save(update_fields=["is_active"])
    tell(events.ConnectionPaused(record=connection.pk, by=by, reason=reason[:200]))


@transaction.atomic
def resume_connection(connection: Connection, *, by: Actor) -> None:
    """Let actions through again."""
    by.need(P.CONFIGURE, _("resume connections"))
    connection.is_active = True
    connection.save(update_fields=["is_active"])
    tell(events.ConnectionResumed(record=connection.pk, by=by))


@transaction.atomic
def try_connection(connection: Connection, *, by: Actor) -> ActionRun:
    """See whether it answers: a worker knocks, and the run says what came back."""
    by.need(P.CONFIGURE, _("test connections"))
    about = Probe.about
    return begin(by=by, action=about.name, connection=connection, timeout_seconds=about.timeout_seconds)


def _keep(connection: Connection, new: Settings) -> None:
    shown, hidden = new.split()
    connection.settings, connection.secrets = shown, msgspec.json.encode(hidden).decode()
    connection.hint = new.hint[:200]
    connection.save()


def _with_kept_secrets(connection: Connection, before: Settings, given: Mapping[str, Any]) -> dict[str, Any]:
    kept = before.split()[1]
    asked = {name: value for name, value in given.items() if name not in kept or value}
    moved = any(asked.get(name, was) != was for name, was in connection.settings.items() if name in _PLACE)
    return asked if moved else kept | asked


def _named(name: str, but: int | None = None) -> str:
    if not name.strip():
        raise Refused(_("Give it a name."), field="name", code="missing")
    if len(name.strip()) > 80:
        raise Refused(_("The name is too long."), field="name")
    if Connection.objects.filter(name=name.strip()).exclude(pk=but or 0).exists():
        raise Refused(_("Another connection has this name."), field="name")
    return name.strip()

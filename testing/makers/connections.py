"""Builders of connections and runs."""

from itertools import count
from typing import Any

from testing.makers import estate
from watchkeep.duty.connections import life
from watchkeep.duty.connections.models import ActionRun, Connection
from watchkeep.estate.people.models import Team
from watchkeep.kernel.actors import CLOCK

_number = count(1)


def connection(kind: str = "http", *, owner: Team | None = None, **given: Any) -> Connection:
    """A connection; to a web service with a bearer token unless told otherwise."""
    if kind == "http":
        given = {"url": "http://127.0.0.1:9/api", "auth": "bearer", "secret": "tok-3n-very-secret"} | given
    name = given.pop("name", f"System {next(_number)}")
    return life.add_connection(by=CLOCK, name=name, kind=kind, owner=owner or estate.team(), given=given)


def action_run(action: str = "http", *, by: Any = CLOCK, **more: Any) -> ActionRun:
    """A run that somebody asked for: a GET to a web service unless told otherwise."""
    if action == "http" and "connection" not in more:
        more["connection"] = connection()
    return life.ask_for(action, by=by, **({"parameters": {"path": "status"} if action == "http" else {}} | more))

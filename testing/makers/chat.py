"""Workspaces and accounts."""

from itertools import count
from typing import Any

from testing.teams import APP, SECRET, TEAM, TENANT
from watchkeep.duty.chat import life
from watchkeep.duty.chat.models import Account, Workspace
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import CLOCK

_number = count(1)
BOT = {"app_id": APP, "tenant": TENANT, "team": TEAM, "token": SECRET}
"""How a bot in Teams is registered."""
GIVEN: dict[str, dict[str, str]] = {
    "slack": {"token": "xoxb-1", "secret": "8f742231b10e8888abcd99yyyzzz85a5", "address": "http://127.0.0.1:9/api"},
    "mattermost": {
        "address": "http://127.0.0.1:9", "team": "nordwind", "token": "bot0token0bot0token0bot0to",
        "secret": "nezum4kpu3faiec7r7c5zt6tfy",
    },
    "teams_bot": BOT | {"address": "http://127.0.0.1:9/teams"},
    "teams": {"address": "http://127.0.0.1:9/workflows/1", "secret": "c2VjcmV0IG9mIGEgdGVhbQ=="},
}  # fmt: skip


def workspace(kind: str = "mattermost", **more: Any) -> Workspace:
    """A workspace; nothing listens at its address unless a test says so."""
    given = {"name": f"Nordwind {kind} {next(_number)}", "kind": kind, "channel": "town-square", **GIVEN[kind], **more}
    return life.save_workspace(by=CLOCK, **given)


def account(of: Person, place: Workspace, remote: str = "U2CERLKJA") -> Account:
    """Somebody's account, linked."""
    return Account.objects.create(workspace=place, person=of, remote=remote, name=of.name.lower())

"""People in applications, by SCIM 2.0 (RFC 7644): found by user name, changed by PATCH, looked at afterwards."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from watchkeep.duty.connections.jobs.calling import exchange
from watchkeep.duty.connections.jobs.carrying import Job
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.rules.actions import ScimUser

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_HEADERS = {"Accept": "application/scim+json", "Content-Type": "application/scim+json"}


class _Unexpected(Exception):  # noqa: N818  # it says what it is
    """The application answered something that ends it."""


def carry_out(job: Job) -> Outcome:
    """Find the person, change what is not as wished, and look again."""
    action = job.action
    assert isinstance(action, ScimUser)  # noqa: S101  # the library says so
    try:
        return _carry_out(job, action)
    except _Unexpected as error:
        return Outcome(End.FAILED, why=str(error))


def _carry_out(job: Job, action: ScimUser) -> Outcome:
    wished, found = action.act == "activate", _found(job, action.user_name)
    if found is None and not (wished and action.display_name):
        return Outcome(End.FAILED, why=f"Nobody is called {action.user_name}.")
    if found is None:
        found = _made(job, action)
    elif found.get("active", True) == wished:
        return _outcome(found, changed=False)
    else:
        _ask(job, "PATCH", f"Users/{quote(str(found['id']), safe='')}", _change(wished))
    after = _found(job, action.user_name)
    if after is None or after.get("active", True) != wished:
        return Outcome(End.FAILED, why="It was changed, and is not as wished.")
    return _outcome(found)


def _found(job: Job, user_name: str) -> dict[str, Any] | None:
    """The one person of this user name. A string in a filter is written as in JSON (RFC 7644, 3.4.2.2)."""
    query = urlencode({"filter": f"userName eq {json.dumps(user_name)}", "count": "2"})
    found = _ask(job, "GET", f"Users?{query}").get("Resources") or []
    if len(found) > 1:
        raise _Unexpected(f"More than one is called {user_name}.")
    return dict(found[0]) if found else None


def _made(job: Job, action: ScimUser) -> dict[str, Any]:
    person = {
        "schemas": [USER],
        "userName": action.user_name,
        "displayName": action.display_name,
        "active": True,
    }
    return _ask(job, "POST", "Users", person)


def _change(wished: bool) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "active", "value": wished}]}


def _ask(job: Job, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    reply = exchange(job, method, path, _HEADERS, json.dumps(body).encode() if body is not None else None)
    if not 200 <= reply.status < 300:
        raise _Unexpected(f"{reply.status} {reply.reason}")
    try:
        said = json.loads(reply.body) if reply.body else {}
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise _Unexpected("The answer is not SCIM.")
    return said


def _outcome(person: dict[str, Any], *, changed: bool = True) -> Outcome:
    return Outcome(End.SUCCEEDED, output=str(person["id"]), result={"changed": changed, "id": str(person["id"])})

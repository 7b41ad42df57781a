"""Tokens with which a bot may speak: by its client secret, kept in this process until shortly before they end.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from watchkeep.duty.chat.jobs import calling
from watchkeep.duty.chat.jobs.calling import Unsaid
from watchkeep.duty.chat.models import Workspace
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.outgoing import Allowance

LOGIN = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com/v1.0"
FOR_TALK = "https://api.botframework.com/.default"
FOR_GRAPH = "https://graph.microsoft.com/.default"
EARLY = timedelta(minutes=5)
"""So long before its end a token is no longer used."""

_kept: dict[tuple[str, ...], tuple[str, datetime]] = {}


def token_for(workspace: Workspace, scope: str, allowed: Allowance, *, is_refused: bool = False) -> str:
    """A token for this scope; ``is_refused``: not the one that we keep. Raises Unsaid with Microsoft's own words."""
    mark = (LOGIN, workspace.tenant, workspace.app_id, secrets.digest(workspace.token).hex(), scope)
    token, ends = _kept.get(mark, ("", clock.now()))
    if is_refused or ends <= clock.now():
        token, ends = _asked(workspace, scope, allowed)
        _kept[mark] = (token, ends)
    return token


def _asked(workspace: Workspace, scope: str, allowed: Allowance) -> tuple[str, datetime]:
    form = {
        "grant_type": "client_credentials", "client_id": workspace.app_id, "client_secret": workspace.token,
        "scope": scope,
    }  # fmt: skip
    reply = calling.call("POST", f"{LOGIN}/{quote(workspace.tenant)}/oauth2/v2.0/token", allowed, form=form)
    if not reply.is_good:
        raise reply.refuse()
    token, seconds = reply.data.get("access_token"), reply.data.get("expires_in")
    if not isinstance(token, str) or not isinstance(seconds, int):
        raise Unsaid("The sign-in service gave no token.", is_final=False)
    return token, clock.now() + timedelta(seconds=seconds) - EARLY

"""Whether a request really comes from the workspace, is fresh, and was not seen before.

Slack signs (https://docs.slack.dev/authentication/verifying-requests-from-slack). Teams signs the body. Mattermost
sends the command's token; its buttons bring back what we signed ourselves and no client has seen, and its forms, which
a client does see, what we signed for one account. A bot in Teams is sent tokens of Microsoft's: ``microsoft``.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from slack_sdk.signature import Clock, SignatureVerifier

from watchkeep.doors.integrations.chat.microsoft import Unproven
from watchkeep.duty.chat.models import Kind, Workspace
from watchkeep.kernel import clock

FRESH = timedelta(minutes=5)


class _OurClock(Clock):
    def now(self) -> float:
        """The time as everything here knows it."""
        return clock.now().timestamp()


def prove(workspace: Workspace, request: HttpRequest) -> str:
    """The mark of a signed request, by which a repetition is known. Raises Unproven."""
    if not workspace.secret:
        raise Unproven("no secret is set")
    if workspace.kind == Kind.SLACK:
        return _slack(workspace, request)
    if workspace.kind == Kind.TEAMS:
        return _teams(workspace, request)
    return _mattermost(workspace, request)


def refuse_old(at: datetime) -> None:
    """What was sent more than five minutes ago, or claims to be from the future, is not taken."""
    if abs(clock.now() - at) > FRESH:
        raise Unproven("too old")


def mark_of(text: str) -> str:
    """A repetition's mark, of a length that fits."""
    return hashlib.sha256(text.encode()).hexdigest()


def trigger_at(trigger: str) -> datetime | None:
    """When a Mattermost trigger was made: it is base64 of ``id:user:milliseconds:signature``."""
    try:
        millis = base64.b64decode(trigger, validate=True).split(b":")[2]
        return datetime.fromtimestamp(int(millis) / 1000, UTC)
    except (binascii.Error, ValueError, IndexError, OverflowError, OSError):
        return None


def _slack(workspace: Workspace, request: HttpRequest) -> str:
    signature = request.headers.get("X-Slack-Signature", "")
    at = request.headers.get("X-Slack-Request-Timestamp", "")
    verifier = SignatureVerifier(workspace.secret, _OurClock())
    if not at.isdecimal() or not at.isascii() or not verifier.is_valid(request.body, at, signature):
        raise Unproven("the signature is wrong or old")
    return mark_of(signature)


def _teams(workspace: Workspace, request: HttpRequest) -> str:
    """``Authorization: HMAC`` and the base64 of HMAC-SHA256 over the body, keyed with the decoded security token."""
    try:
        key = base64.b64decode(workspace.secret, validate=True)
    except binascii.Error as error:
        raise Unproven("the security token is not base64") from error
    own = base64.b64encode(hmac.new(key, request.body, hashlib.sha256).digest()).decode()
    if not hmac.compare_digest(f"HMAC {own}".encode(), request.headers.get("Authorization", "").encode()):
        raise Unproven("the signature is wrong")
    return mark_of(own)


def _mattermost(workspace: Workspace, request: HttpRequest) -> str:
    given = request.POST.get("token", "")
    if not hmac.compare_digest(workspace.secret.encode(), given.encode()):
        raise Unproven("the token is wrong")
    trigger = request.POST.get("trigger_id", "")
    made = trigger_at(trigger)
    if made is None:
        raise Unproven("no trigger")
    refuse_old(made)
    return mark_of(trigger)

"""Whether a request comes from Microsoft's Bot Connector and is meant for our bot: the token that it carries.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication

A token speaks for whoever sent the request and not for what stands in it, and serves for many: TLS guards the words,
and the activity's own id keeps it from being heard twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt

from watchkeep.doors.integrations import fetching
from watchkeep.duty.chat.models import Workspace
from watchkeep.estate.people.life import Unproven as Unread
from watchkeep.kernel import clock

METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ISSUER = "https://api.botframework.com"
PLACE = "msteams"
"""How the connector calls Teams. A bot can be reached from other places, too, where a sender is whoever they say."""
KEPT = timedelta(hours=24)
AGAIN = timedelta(minutes=5)
"""A key that we do not know is looked for anew, but not more often than that."""
LEEWAY_SECONDS = 300
ALGORITHMS = ["RS256"]
WORDS: dict[type[Exception], str] = {
    jwt.ExpiredSignatureError: "the token has expired",
    jwt.ImmatureSignatureError: "the token is not valid yet",
    jwt.InvalidAudienceError: "the token is for another bot",
    jwt.InvalidIssuerError: "the token is by somebody else",
    jwt.InvalidSignatureError: "the signature is wrong",
}


class Unproven(Exception):  # noqa: N818  # it is what it says
    """It is not from there, not for us, or too old. The message is for administrators, not for whoever sent it."""


@dataclass(frozen=True)
class Key:
    """A key, and the places for which it may sign."""

    key: jwt.PyJWK
    places: frozenset[str]


@dataclass(frozen=True)
class Published:
    """The connector's keys by name, as read at a moment."""

    keys: dict[str, Key]
    at: datetime


_kept: dict[str, Published] = {}


def prove(workspace: Workspace, authorization: str, activity: dict[str, Any]) -> None:
    """Raise Unproven unless the token is by the connector, for this bot, now, and for the place this came from."""
    scheme, _space, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unproven("no token")
    if activity.get("channelId") != PLACE:
        raise Unproven("it was not sent from Teams")
    claims = _claims(workspace, token.strip())
    service = str(activity.get("serviceUrl", ""))
    if not service or str(claims.get("serviceurl", "")).rstrip("/") != service.rstrip("/"):
        raise Unproven("the token is for another service address")
    if _origin(service) != _origin(workspace.address):
        raise Unproven(f"unknown service address: {_origin(service)}")
    if workspace.tenant.lower() not in _tenants(activity):
        raise Unproven("it comes from another tenant")


def forget() -> None:
    """Forget the keys that were read."""
    _kept.clear()


def _claims(workspace: Workspace, token: str) -> dict[str, Any]:
    try:
        key = _key(str(jwt.get_unverified_header(token).get("kid")))
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=ALGORITHMS,
            audience=workspace.app_id,
            issuer=ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "exp"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Unproven(WORDS.get(type(error), f"the token is not good: {error}")) from error
    if PLACE not in key.places:
        raise Unproven("the key may not sign for Teams")
    return claims


def _key(name: str) -> Key:
    found, now = _kept.get(METADATA), clock.now()
    is_old = found is None or now - found.at >= KEPT
    lacks = found is not None and name not in found.keys and now - found.at > AGAIN
    if is_old or lacks:
        found = _kept[METADATA] = _read_anew(found, now)
    key = found.keys.get(name) if found else None
    if key is None:
        raise Unproven("the token is signed with a key that is not published")
    return key


def _read_anew(found: Published | None, now: datetime) -> Published:
    """The keys as they are published now; while that place is away, those that we have go on for a while."""
    try:
        address = str(fetching.get(METADATA).get("jwks_uri"))
        return Published(_keys(fetching.get(address)), now)
    except Unread as no:
        if found is None:
            raise Unproven(f"the keys cannot be read: {no}") from no
        return replace(found, at=now - KEPT + AGAIN)


def _keys(document: dict[str, Any]) -> dict[str, Key]:
    """The keys for signatures that we can use."""
    keys = {}
    for one in document.get("keys", []):
        if not isinstance(one, dict) or one.get("kty") != "RSA" or one.get("use", "sig") != "sig":
            continue
        try:
            keys[str(one.get("kid"))] = Key(jwt.PyJWK.from_dict(one), frozenset(map(str, one.get("endorsements", []))))
        except jwt.PyJWTError:
            continue
    if not keys:
        raise Unread("no keys are published that we can use")
    return keys


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _tenants(activity: dict[str, Any]) -> set[str]:
    """The tenant that the conversation and the channel name; both name it, older clients one of them."""
    data, talk = activity.get("channelData"), activity.get("conversation")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    named = [
        tenant.get("id") if isinstance(tenant, dict) else None,
        talk.get("tenantId") if isinstance(talk, dict) else None,
    ]
    return {str(one).lower() for one in named if one}

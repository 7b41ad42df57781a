"""What a provider publishes about itself (OpenID Connect Discovery 1.0), kept for ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from watchkeep.doors.integrations import fetching
from watchkeep.estate.people.life import Unproven
from watchkeep.estate.people.models import OidcClient
from watchkeep.kernel import clock

KEPT = timedelta(minutes=10)
AGAIN = timedelta(seconds=30)
"""A key that we do not know is looked for anew, but not more often than that."""


@dataclass(frozen=True)
class Published:
    """The provider's own description and its keys, as read at a moment."""

    document: dict[str, Any]
    keys: tuple[jwt.PyJWK, ...]
    at: datetime

    def endpoint(self, name: str) -> str:
        """One of its addresses. Raises Unproven when it names none."""
        found = self.document.get(f"{name}_endpoint")
        if not isinstance(found, str):
            raise Unproven(f"the provider names no {name} endpoint")
        return found

    def key(self, name: str | None) -> jwt.PyJWK | None:
        """The key of that name; the only one, when none is named."""
        if name is None:
            return self.keys[0] if len(self.keys) == 1 else None
        return next((key for key in self.keys if key.key_id == name), None)


_kept: dict[str, Published] = {}


def published(client: OidcClient, *, for_key: str | None = None) -> Published:
    """Return what the provider publishes; read anew when it is old, or lacks the key that is asked for."""
    issuer = client.issuer
    found, now = _kept.get(issuer), clock.now()
    is_fresh = found and now - found.at < KEPT
    lacks = found and for_key and found.key(for_key) is None and now - found.at > AGAIN
    if found and is_fresh and not lacks:
        return found
    _kept[issuer] = _read(issuer, now)
    return _kept[issuer]


def forget() -> None:
    """Forget what was read, so that a test of the settings reads anew."""
    _kept.clear()


def _read(issuer: str, now: datetime) -> Published:
    document = fetching.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if document.get("issuer") != issuer:
        raise Unproven(f"the provider calls itself {str(document.get('issuer'))[:120]}, not {issuer}")
    address = document.get("jwks_uri")
    if not isinstance(address, str):
        raise Unproven("the provider publishes no keys")
    return Published(document, tuple(_keys(fetching.get(address))), now)


def _keys(found: dict[str, Any]) -> list[jwt.PyJWK]:
    """The keys for signatures that we can use; others are for somebody else."""
    keys = []
    for one in found.get("keys", []):
        if not isinstance(one, dict) or one.get("use", "sig") != "sig" or one.get("kty") == "oct":
            continue
        try:
            keys.append(jwt.PyJWK.from_dict(one))
        except jwt.PyJWTError:
            continue
    if not keys:
        raise Unproven("the provider publishes no keys that we can use")
    return keys

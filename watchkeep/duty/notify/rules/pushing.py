"""A browser's push subscription (W3C Push API), and what a push says. Read here, encrypted by the sender."""

import base64
import binascii
from typing import Any

import msgspec

from watchkeep.kernel import outgoing
from watchkeep.kernel.outgoing import BadAddress

LARGEST_BYTES = 3800
"""What fits into one record of 4,096 bytes (RFC 8291, section 4) with its overhead, and some air."""
TTL_SECONDS = {"high": 4 * 3600, "low": 24 * 3600}


class Keys(msgspec.Struct):
    """The browser's public key and the secret that both sides know, in base64url."""

    p256dh: str
    auth: str


class Subscription(msgspec.Struct):
    """Where to push to, and for whose eyes."""

    endpoint: str
    keys: Keys


def read(text: str) -> Subscription:
    """The subscription that a browser made. Raises BadAddress in words."""
    try:
        found = msgspec.json.decode(text, type=Subscription)
        point, auth = _bytes(found.keys.p256dh), _bytes(found.keys.auth)
    except (msgspec.DecodeError, binascii.Error, ValueError) as error:
        raise BadAddress("This is no push subscription of a browser.") from error
    if len(point) != 65 or point[0] != 4 or len(auth) != 16:
        raise BadAddress("The keys of this push subscription are not whole.")
    outgoing.place_of(found.endpoint)
    return found


def host_of(subscription: Subscription) -> str:
    """The push service behind a subscription."""
    return outgoing.place_of(subscription.endpoint).host


def payload(*, subject: str, body: str, link: str, number: str, is_urgent: bool) -> bytes:
    """What the service worker shows, cut so that it fits into one record."""
    told: dict[str, Any] = {"title": subject[:160], "body": body, "link": link, "tag": number, "urgent": is_urgent}
    for length in (800, 400, 100, 0):
        encoded = msgspec.json.encode(told | {"body": body[:length]})
        if len(encoded) <= LARGEST_BYTES:
            break
    return encoded


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

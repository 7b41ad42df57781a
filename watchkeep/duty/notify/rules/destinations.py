"""Reading an address that somebody typed: is it one, in which lane does it travel, how may a list show it."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from watchkeep.duty.notify.rules import pushing, ways
from watchkeep.kernel import outgoing
from watchkeep.kernel.later import later
from watchkeep.kernel.outgoing import BadAddress

LOCAL_SERVICES = frozenset({"syslog", "dbus", "qt", "kde", "glib", "gnome", "macosx", "windows"})
"""Apprise services that show something on the machine they run on: here, our server."""

apprise = later("apprise")
QUIET = {"http_redirects": False, "app_id": "Watchkeep", "app_desc": "Watchkeep", "app_url": ""}


@dataclass(frozen=True)
class Destination:
    """An address that can be used."""

    address: str
    hint: str
    lane: str


def read(channel: str, text: str) -> Destination:
    """Read what somebody typed for this channel. Raises BadAddress in words."""
    readers = {
        "email": _mail, "webhook": web, "visitor": _from_visitor, "challenge": _from_visitor, "apprise": _apprise,
        "push": _push,
    }  # fmt: skip
    return readers[channel](text.strip())


def web(text: str) -> Destination:
    """Read a webhook's URL."""
    place = outgoing.place_of(text)
    return Destination(text, ways.masked_url(text), f"web://{place.host}"[:120])


def service(url: str) -> Any:
    """The Apprise service behind a URL. Raises BadAddress when there is none, or only on our own machine."""
    scheme = url.partition(":")[0].lower()
    found = None if scheme in LOCAL_SERVICES else apprise.Apprise.instantiate(url, asset=apprise.AppriseAsset(**QUIET))
    if found is None:
        raise BadAddress("Apprise does not know this address. See its list of services for the right form.")
    return found


def _from_visitor(text: str) -> Destination:
    """Read the webhook of somebody unknown: encrypted, and by name or by an address that everybody may reach."""
    place = outgoing.place_of(text)
    if place.scheme != "https":
        raise BadAddress("Give an address that begins with https://.")
    try:
        ip_address(place.host)
    except ValueError:
        return web(text)
    outgoing.pick(place.host, [place.host])
    return web(text)


def _mail(text: str) -> Destination:
    try:
        validate_email(text)
    except ValidationError as error:
        raise BadAddress("This is not an e-mail address.") from error
    return Destination(text, ways.masked_mail(text), ways.MAIL_LANE)


def _apprise(text: str) -> Destination:
    found = service(text)
    scheme = text.partition(":")[0].lower()[:24]
    lane = f"apprise:{scheme}//{getattr(found, 'host', '') or ''}"[:120]
    return Destination(text, f"{found.service_name} ({scheme}://…)"[:120], lane)


def _push(text: str) -> Destination:
    subscription = pushing.read(text)
    host = pushing.host_of(subscription)
    return Destination(msgspec.json.encode(subscription).decode(), host[:120], f"push://{host}"[:120])

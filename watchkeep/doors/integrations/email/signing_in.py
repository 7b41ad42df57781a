"""Signing in to Microsoft 365 and Google: a refresh token is exchanged for an access token (OAuth 2.0, RFC 6749).

An access token is kept while it is good. Microsoft hands out a new refresh token each time, which takes the old one's
place.
"""

import http.client
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from django.utils.translation import gettext as _

from watchkeep.duty.connections import queries as networks
from watchkeep.kernel import clock, outgoing
from watchkeep.kernel.outgoing import BadAddress
from watchkeep.work.correspondence import life
from watchkeep.work.correspondence.life import Imap, Login
from watchkeep.work.correspondence.models import Mailbox

PLACES = {
    Login.MICROSOFT: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    Login.GOOGLE: "https://oauth2.googleapis.com/token",
}
SCOPES = {Login.MICROSOFT: "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"}
EARLY = timedelta(minutes=2)
SECONDS = 15.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class NoAccess(Exception):  # noqa: N818  # it is what it says
    """The provider gives no access; the message says why, in words."""


class _Granted(msgspec.Struct):
    access_token: str
    expires_in: float = 3600.0
    refresh_token: str = ""


class _Denied(msgspec.Struct):
    error: str = ""
    error_description: str = ""


def access_token(mailbox: Mailbox, imap: Imap) -> str:
    """An access token that is good now. Raises NoAccess."""
    if mailbox.access and mailbox.access_until and clock.now() < mailbox.access_until - EARLY:
        return str(mailbox.access)
    granted = _ask(imap)
    until = clock.now() + timedelta(seconds=max(granted.expires_in, 0))
    life.keep_access(mailbox, access=granted.access_token, until=until, refresh_token=granted.refresh_token)
    return granted.access_token


def _ask(imap: Imap) -> _Granted:
    url = imap.token_url or PLACES[imap.login].format(tenant=imap.tenant or "common")
    form: dict[str, Any] = {
        "grant_type": "refresh_token", "client_id": imap.client_id, "refresh_token": imap.refresh_token,
        "client_secret": imap.client_secret, "scope": SCOPES.get(imap.login, ""),
    }  # fmt: skip
    body = urlencode({name: value for name, value in form.items() if value}).encode()
    try:
        place, allowed = outgoing.place_of(url), networks.allowance()
        line = outgoing.Line(place, outgoing.resolve(place.host, place.port, allowed))
        path = urlsplit(url).path or "/"
        reply = outgoing.exchange(line, "POST", path, body=body, headers=_FORM, seconds=SECONDS, read_bytes=100_000)
    except (BadAddress, OSError, http.client.HTTPException) as error:
        raise NoAccess(_("%(place)s gave no access: %(error)s") % {"place": url, "error": error}) from error
    return _read(reply.status, reply.body)


def _read(status: int, body: bytes) -> _Granted:
    try:
        if status == http.client.OK:
            return msgspec.json.decode(body, type=_Granted)
        denied = msgspec.json.decode(body, type=_Denied)
    except msgspec.MsgspecError:
        denied = _Denied()
    said = denied.error_description.partition("\r\n")[0] or denied.error or str(status)
    if denied.error == "invalid_grant":
        why = _("The permission was withdrawn or has run out. Enter a new refresh token. (%(said)s)")
    else:
        why = _("The provider gave no access: %(said)s")
    raise NoAccess(why % {"said": said[:200]})

"""What providers send, in our own words.

Each has its shape: the events of Keycloak's admin API and of its event listeners; event hooks and the System Log of
Okta; sign-in logs of Entra from Graph, from diagnostic settings, or as they are downloaded (JSON, CSV). What is no
sign-in to an application that went well is passed over.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from watchkeep.estate.licences.life import SignedIn
from watchkeep.estate.licences.models import Provider
from watchkeep.kernel import tables
from watchkeep.kernel.errors import Refused

WRAPPED = ("events", "value", "records")
Said = Mapping[str, Any]
DOWNLOADED = {"at": "Date (UTC)", "login": "Username", "name": "Application", "subject": "Application ID"}
"""The columns of a CSV file as Entra's portal makes it; ``Status`` says whether it went well."""


class Unreadable(Exception):  # noqa: N818  # like Refused: the field's word
    """It cannot be read, and this is why."""


def sign_ins(provider: str, body: bytes, *, is_csv: bool = False) -> list[SignedIn]:
    """The sign-ins that a body tells of. Raises Unreadable for what is neither JSON nor a table of sign-ins."""
    if is_csv:
        if provider != Provider.ENTRA:
            raise Unreadable("Send JSON.")
        return [one for line in _lines(body) if (one := _downloaded(line))]
    read = READERS[provider]
    return [one for event in _events(_decoded(body)) if isinstance(event, Mapping) and (one := read(event))]


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Unreadable("This is no JSON.") from error


def _events(told: Any) -> list[Any]:
    """The events, however they are wrapped: a list, one alone, or within an object."""
    if isinstance(told, list):
        return told
    if not isinstance(told, Mapping):
        raise Unreadable("Send an event, or a list of events.")
    if isinstance(told.get("data"), Mapping):
        return _events(told["data"])
    return next((told[name] for name in WRAPPED if isinstance(told.get(name), list)), [told])


def _keycloak(event: Said) -> SignedIn | None:
    """A ``LOGIN``; event listeners that post by HTTP call it ``access.LOGIN`` and put who it was apart."""
    if event.get("type") not in {"LOGIN", "access.LOGIN"} or event.get("error"):
        return None
    apart, details = _within(event, "authDetails"), _within(event, "details")
    client = _text(event.get("clientId")) or _text(apart.get("clientId"))
    logins = (
        details.get("email"), details.get("username"), apart.get("username"), event.get("userId"), apart.get("userId"),
    )  # fmt: skip
    return _signed_in(client, client, logins, _of_milliseconds(event.get("time")))


def _okta(event: Said) -> SignedIn | None:
    """A ``user.authentication.sso`` that succeeded; its target is an instance of an application."""
    if event.get("eventType") != "user.authentication.sso" or _within(event, "outcome").get("result") != "SUCCESS":
        return None
    targets = event.get("target")
    known = [one for one in targets if isinstance(one, Mapping)] if isinstance(targets, list) else []
    app = next((one for one in known if one.get("type") == "AppInstance"), {})
    actor = _within(event, "actor")
    logins = (actor.get("alternateId"), actor.get("id"))
    return _signed_in(app.get("id"), app.get("displayName"), logins, _of_text(event.get("published")))


def _entra(event: Said) -> SignedIn | None:
    """A sign-in without an error code. Diagnostic settings put it into ``properties``."""
    said = _within(event, "properties") or event
    if _within(said, "status").get("errorCode") != 0:
        return None
    logins = (said.get("userPrincipalName"), said.get("userId"))
    return _signed_in(said.get("appId"), said.get("appDisplayName"), logins, _of_text(said.get("createdDateTime")))


def _downloaded(line: Said) -> SignedIn | None:
    if line["status"] != "Success":
        return None
    return _signed_in(line["subject"] or line["name"], line["name"], (line["login"],), _of_text(line["at"]))


READERS: Mapping[str, Callable[[Said], SignedIn | None]] = {
    Provider.KEYCLOAK: _keycloak, Provider.OKTA: _okta, Provider.ENTRA: _entra,
}  # fmt: skip


def _signed_in(subject: object, name: object, logins: tuple[object, ...], on: date | None) -> SignedIn | None:
    """None where it is not said who, where or when."""
    known = tuple(dict.fromkeys(text for one in logins if (text := _text(one))))
    if not (told := _text(subject)) or not known or on is None:
        return None
    return SignedIn(told[:200], (_text(name) or told)[:200], known, on)


def _lines(body: bytes) -> Iterator[Said]:
    try:
        header, lines = tables.table(tables.decoded(body))
    except Refused as no:
        raise Unreadable(no.message) from no
    if missing := [title for title in (*DOWNLOADED.values(), "Status") if title not in header]:
        raise Unreadable(f"The table has no column “{missing[0]}”.")
    for _number, line in tables.rows(header, lines, DOWNLOADED | {"status": "Status"}):
        yield line


def _within(said: Said, name: str) -> Said:
    found = said.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str:
    return value.replace("\0", "").strip() if isinstance(value, str) else ""


def _of_milliseconds(value: object) -> date | None:
    try:
        return datetime.fromtimestamp(value / 1000, UTC).date() if isinstance(value, int | float) else None
    except (OverflowError, OSError, ValueError):
        return None


def _of_text(value: object) -> date | None:
    try:
        told = datetime.fromisoformat(_text(value))
        return told.astimezone(UTC).date() if told.tzinfo else told.date()
    except (OverflowError, ValueError):
        return None

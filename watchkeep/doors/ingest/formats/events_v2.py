"""PagerDuty Events API v2: ``POST /v2/enqueue``.

Fields, limits and answers as PagerDuty documents them publicly. Its clients send an alert, may
acknowledge it, and resolve it, all by one ``dedup_key``; without one in a trigger we make it.
"""

import uuid
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from watchkeep.doors.ingest import decoding
from watchkeep.doors.ingest.answers import Answer, Refusal, encode, retry_later
from watchkeep.doors.ingest.calls import Call
from watchkeep.doors.ingest.formats import Heard, words
from watchkeep.insight.detection.models.signal import Action, Image, Link, Severity, Signal

LIMIT = 512 * 1024


class Payload(msgspec.Struct):
    """The alert itself, in the Common Event Format."""

    summary: str
    source: str
    severity: Literal["critical", "error", "warning", "info"]
    timestamp: str | int | float | None = None
    component: str | None = None
    group: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")
    custom_details: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class PlainLink(msgspec.Struct):
    """A link; senders leave its text out, or null."""

    href: str
    text: str | None = None


class PlainImage(msgspec.Struct):
    """A picture."""

    src: str
    href: str | None = None
    alt: str | None = None


class Message(msgspec.Struct):
    """The whole body."""

    routing_key: str
    event_action: Literal["trigger", "acknowledge", "resolve"]
    payload: Payload | None = None
    dedup_key: str | None = None
    client: str | None = None
    client_url: str | None = None
    links: list[PlainLink] | None = None
    images: list[PlainImage] | None = None


_decoder = msgspec.json.Decoder(Message)


class EventsV2:
    """Alert events."""

    kind = "events_v2"
    limit = LIMIT
    methods = frozenset({"POST"})

    def read(self, call: Call) -> Heard:
        """One event. Raises Refusal with every error that the body has."""
        message, notes = shaped(_decoder, call.body, explain)
        if message.event_action == "trigger":
            signal = _alert(message)
        else:
            signal = Signal(key=message.dedup_key or "", action=Action(message.event_action))
        signal.notes = signal.notes + notes
        return Heard(message.routing_key, [signal])

    def accepted(self, heard: Heard) -> Answer:
        """202, with the key under which the alert is known from now on."""
        key = encode(heard.signals[0].key)
        return Answer(202, b'{"status":"success","message":"Event processed","dedup_key":' + key + b"}")

    def refused(self, refusal: Refusal) -> Answer:
        """400, 413 and 429 as PagerDuty says them; 405 and 5xx in the same shape."""
        return refused(refusal)


def shaped(decoder: "msgspec.json.Decoder[Any]", body: bytes, why: Callable[[Any], list[str]]) -> tuple[Any, list[str]]:
    """Decode; when the shape or a rule is broken, let ``why`` list all that is wrong."""
    try:
        message, notes = decoding.decode(decoder, body)
    except msgspec.ValidationError as error:
        raise Refusal(400, "invalid_event", why(decoding.loose(body)) or [str(error)]) from error
    if errors := quick_errors(message):
        raise Refusal(400, "invalid_event", why(decoding.loose(body)) or errors)
    return message, notes


def quick_errors(message: Any) -> list[str]:
    """What types alone cannot say."""
    action = getattr(message, "event_action", "trigger")
    key = getattr(message, "dedup_key", None) or ""
    if action != "trigger":
        return [] if 0 < len(key) <= words.MAX_KEY else ["'dedup_key' is missing, blank or too long"]
    payload = message.payload
    if payload is None or not payload.summary.strip() or not (payload.source is None or payload.source.strip()):
        return ["'payload' is missing or blank"]
    return [] if len(key) <= words.MAX_KEY else [_TOO_LONG]


_TOO_LONG = f"'dedup_key' is too long (maximum is {words.MAX_KEY} characters)"
_ONE_OF = "is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"
_ACTIONS = "is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"


def explain(body: Any) -> list[str]:
    """Every error in an alert event, in the sender's own field names."""
    if not isinstance(body, dict):
        return ["The event must be a JSON object"]
    errors = _texts(body, "", ("routing_key", "event_action"), ("dedup_key", "client", "client_url"))
    action = body.get("event_action")
    if isinstance(action, str) and action.strip() and action not in {"trigger", "acknowledge", "resolve"}:
        errors.append(f"'event_action' {_ACTIONS}")
    if len(str(body.get("dedup_key") or "")) > words.MAX_KEY:
        errors.append(_TOO_LONG)
    if action in ("acknowledge", "resolve"):  # what a stranger sent may not be hashable
        return errors if body.get("dedup_key") else [*errors, "'dedup_key' is missing or blank"]
    return errors + _payload_errors(body.get("payload")) + list_errors(body)


def _payload_errors(payload: Any) -> list[str]:
    if not isinstance(payload, dict):
        return ["'payload' is missing or blank" if payload is None else "'payload' must be an object"]
    errors = _texts(payload, "payload.", ("summary", "source", "severity"), ("component", "group", "class"))
    severity = payload.get("severity")
    if isinstance(severity, str) and severity.strip() and severity not in set(Severity):
        errors.append(f"'payload.severity' {_ONE_OF}")
    if isinstance(payload.get("timestamp"), (dict, list, bool)):
        errors.append("'payload.timestamp' must be a string")
    return errors


def list_errors(body: dict[str, Any]) -> list[str]:
    """What is wrong with links and images."""
    errors = []
    for name, needed, allowed in (("links", "href", "text"), ("images", "src", "href")):
        value = body.get(name)
        if value is None:
            continue
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            errors.append(f"'{name}' must be an array of objects")
        elif not all(isinstance(one.get(needed), str) for one in value):
            errors.append(f"'{name}.{needed}' is missing or blank")
        elif not all(isinstance(one.get(extra, ""), str | None) for one in value for extra in (allowed, "alt")):
            errors.append(f"'{name}' must hold strings only")
    return errors


def _texts(body: dict[str, Any], prefix: str, needed: tuple[str, ...], free: tuple[str, ...]) -> list[str]:
    errors = [f"'{prefix}{name}' is missing or blank" for name in needed if body.get(name) in (None, "")]
    blank = [name for name in needed if isinstance(body.get(name), str) and body[name] and not body[name].strip()]
    wrong = [name for name in needed + free if not isinstance(body.get(name), str | None)]
    return (
        errors
        + [f"'{prefix}{name}' is missing or blank" for name in blank]
        + [f"'{prefix}{name}' must be a string" for name in wrong]
    )


def _alert(message: Message) -> Signal:
    payload = message.payload
    assert payload is not None  # noqa: S101  # the rules above have seen to it
    at = words.instant(payload.timestamp) if payload.timestamp else None
    signal = Signal(
        key=message.dedup_key or str(uuid.uuid4()),
        summary=payload.summary[: words.MAX_SUMMARY],
        severity=Severity(payload.severity),
        source=payload.source[: words.MAX_LABEL],
        labels=_labels(payload),
        at=at,
        client=(message.client or "")[:255],
        client_url=web(message.client_url),
        links=links(message.links),
        images=images(message.images),
        details=given(payload.custom_details),
    )
    if payload.timestamp and at is None:
        signal.notes = ["The timestamp could not be read; the time of arrival stands."]
    if len(payload.summary) > words.MAX_SUMMARY:
        signal.notes = [*signal.notes, f"The summary was cut at {words.MAX_SUMMARY} characters."]
    return signal


def _labels(payload: Payload) -> dict[str, str]:
    pairs = (("component", payload.component), ("group", payload.group), ("class", payload.class_))
    return {name: value[: words.MAX_LABEL] for name, value in pairs if value}


def web(url: str | None) -> str:
    """The address if it leads to the web, else nothing."""
    return url if url and words.is_web(url) else ""


def given(details: msgspec.Raw | msgspec.UnsetType) -> msgspec.Raw | msgspec.UnsetType:
    """The details, unless they are null."""
    return msgspec.UNSET if isinstance(details, msgspec.Raw) and bytes(details) == b"null" else details


def links(found: list[PlainLink] | None) -> list[Link]:
    """Links to the web, at most twenty."""
    return [Link(one.href, (one.text or "")[:255]) for one in found or () if words.is_web(one.href)][:20]


def images(found: list[PlainImage] | None) -> list[Image]:
    """Pictures on the web, at most twenty."""
    return [Image(one.src, web(one.href), (one.alt or "")[:255]) for one in found or () if words.is_web(one.src)][:20]


def refused(refusal: Refusal) -> Answer:
    """How the Events API v2 says no."""
    if refusal.status == 429:
        said: dict[str, Any] = {
            "status": "throttle exceeded",
            "message": "Requests for this service are arriving too quickly.  Please retry later.",
        }
        return Answer(429, encode(said), headers=retry_later())
    if refusal.reason in {"bad_json", "bad_utf8", "too_deep"}:
        said = {"status": "Unrecognized object", "message": "Event object format is unrecognized"}
    elif refusal.status == 413:
        said = {"status": "payload too large", "message": "Event payload is larger than 512 KB"}
    elif refusal.status >= 500:
        said = {"status": "error", "message": "The event could not be kept. Please retry later."}
    else:
        said = {"status": "invalid event", "message": "Event object is invalid"}
    said["errors"] = refusal.errors
    status = 400 if refusal.status == 401 else refusal.status
    return Answer(status, encode(said), headers=retry_later() if status >= 500 else ())

"""An alert in anybody's words: the free shape that the JSON hook and the data of CloudEvents share."""

from typing import Any

import msgspec

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.formats import words
from watchkeep.insight.detection.models.signal import Action, Severity, Signal

MAX_EVENTS = 1000

_KEYS = ("key", "dedup_key", "fingerprint")
_SUMMARIES = ("summary", "title", "message", "description")
_STATES = ("status", "state", "action", "event_action")
_KNOWN = {*_KEYS, *_SUMMARIES, *_STATES, "severity", "source", "labels", "links", "url", "at", "details"}


def signal(report: dict[str, Any], *, where: str = "", key: str = "", action: Action | None = None) -> Signal:
    """The signal of one report; ``where`` says which one it is, for the error. Raises Refusal.

    ``key`` and ``action`` stand where the report itself has none.
    """
    said = word(report, _STATES, where)
    doing = words.ACTION.get(said.lower(), Action.TRIGGER) if said else action or Action.TRIGGER
    summary = word(report, _SUMMARIES, where)
    source = word(report, ("source",), where)
    labels = mapping(report, "labels", where)
    own_key = word(report, _KEYS, where) or key
    if not own_key and doing != Action.TRIGGER:
        raise _wrong(f"{where}'key' is missing: to {doing} an alert, say which.")
    if not summary and not own_key:
        raise _wrong(f"{where}'summary' is missing.")
    at = words.instant(report.get("at"))
    return Signal(
        key=words.key(own_key) if own_key else words.fingerprint(summary, source, str(sorted(labels.items()))),
        action=doing,
        summary=(summary or own_key)[: words.MAX_SUMMARY],
        severity=words.severity(word(report, ("severity",), where), Severity.ERROR),
        source=source[: words.MAX_LABEL],
        labels=words.labels(labels),
        at=at,
        stamp=at,
        links=words.web_links([*_links(report.get("links"), where), ("", str(report.get("url") or ""))]),
        details=_details(report),
        notes=["The time could not be read; the time of arrival stands."] if report.get("at") and not at else [],
    )


def word(report: dict[str, Any], names: tuple[str, ...], where: str = "") -> str:
    """The first of these fields that is there, as a text. Raises Refusal when it is no text or number."""
    for name in names:
        value = report.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, (dict, list, bool)):
            raise _wrong(f"{where}'{name}' must be a string.")
        return str(value).strip()
    return ""


def mapping(report: dict[str, Any], name: str, where: str = "") -> dict[str, Any]:
    """A field that must be an object. Raises Refusal."""
    value = report.get(name)
    if not isinstance(value, dict | None):
        raise _wrong(f"{where}'{name}' must be an object.")
    return value or {}


def refuse_too_many(count: int) -> None:
    """Raise Refusal for a batch beyond what one request may hold."""
    if count > MAX_EVENTS:
        raise Refusal(413, "too_many", [f"{count} events in one request; {MAX_EVENTS} are allowed."])


def _links(value: Any, where: str) -> list[tuple[str, str]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, (str, dict)) for one in value):
        raise _wrong(f"{where}'links' must be an array of addresses or of objects with 'href' and 'text'.")
    pairs = (one if isinstance(one, dict) else {"href": one} for one in value)
    return [(str(one.get("text") or ""), str(one.get("href") or "")) for one in pairs]


def _details(report: dict[str, Any]) -> msgspec.Raw | msgspec.UnsetType:
    """What the report calls details, or all that we have no name for."""
    more = report.get("details") or {name: value for name, value in report.items() if name not in _KNOWN}
    return msgspec.Raw(msgspec.json.encode(more)) if more else msgspec.UNSET


def _wrong(message: str) -> Refusal:
    return Refusal(400, "invalid_event", [message])

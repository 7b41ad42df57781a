"""Words that differ from monitor to monitor, brought to ours."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from watchkeep.insight.detection.models.signal import Action, Link, Severity

MAX_SUMMARY = 1024
MAX_KEY = 255
MAX_LABELS = 64
MAX_LABEL = 1024

_SEVERITIES = {
    Severity.CRITICAL: "critical crit fatal emergency emerg alert page disaster p1 sev1",
    Severity.ERROR: "error err major high average p2 sev2",
    Severity.WARNING: "warning warn minor medium p3 sev3",
    Severity.INFO: "info information informational notice none low ok debug p4 sev4",
}
SEVERITY = {word: severity for severity, words in _SEVERITIES.items() for word in words.split()}

_ACTIONS = {
    Action.TRIGGER: "trigger triggered firing fired raised open opened problem alerting failed down",
    Action.ACKNOWLEDGE: "acknowledge acknowledged ack",
    Action.RESOLVE: "resolve resolved cleared clear closed close recovered recovery ok up normal success",
}
ACTION = {word: action for action, words in _ACTIONS.items() for word in words.split()}

_WEB = re.compile(r"https?://", re.IGNORECASE)


def severity(word: str, otherwise: Severity = Severity.ERROR) -> Severity:
    """Our severity for a monitor's word; ``otherwise`` when it is unknown."""
    return SEVERITY.get(word.strip().lower(), otherwise)


def instant(value: Any) -> datetime | None:
    """The moment that a text or a Unix time in seconds or milliseconds means, or None.

    A text without a zone is taken as UTC. Some clients write both an offset and a Z: the Z is dropped.
    """
    try:
        if isinstance(value, str) and value:
            text = value.strip()
            text = text[:-1] if text.endswith(("Z", "z")) and re.search(r"[+-]\d\d:?\d\d[Zz]$", text) else text
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def is_web(url: str) -> bool:
    """Whether a link leads to a web page and to nothing else."""
    return bool(_WEB.match(url)) and len(url) <= 2000


def web_links(pairs: Iterable[tuple[str, str]]) -> list[Link]:
    """Links of (text, address), only those to the web, each address once, at most twenty."""
    seen = {url: text for text, url in reversed(list(pairs)) if is_web(url)}
    return [Link(url, text[:255]) for url, text in reversed(seen.items())][:20]


def labels(values: Mapping[str, Any]) -> dict[str, str]:
    """Labels of scalars only, bounded in number and length; nothing and nested values are left out."""
    plain = {str(name)[:255]: _scalar(value) for name, value in list(values.items())[:MAX_LABELS]}
    return {name: text[:MAX_LABEL] for name, text in plain.items() if text}


def key(*parts: str) -> str:
    """A deduplication key of these parts: readable while it fits, a digest otherwise."""
    text = " ".join(part for part in parts if part)
    return text if len(text) <= MAX_KEY else fingerprint(*parts)


def fingerprint(*parts: str) -> str:
    """A short digest of these parts."""
    return hashlib.blake2b("\x00".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else ""

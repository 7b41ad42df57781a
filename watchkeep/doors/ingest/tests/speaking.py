"""What the tests of the formats share: captured payloads, and a call as the lane would make it."""

import json
from pathlib import Path
from typing import Any

from watchkeep.doors.ingest.calls import Call

PAYLOADS = Path(__file__).parent / "payloads"
KEY = "0123456789abcdef0123456789abcdef"


def captured(name: str) -> bytes:
    """A body as a real sender sent it."""
    return (PAYLOADS / f"{name}.json").read_bytes()


def call(body: Any = b"", method: str = "POST", path: str = "/", **headers: str) -> Call:
    """A request; a body that is no bytes is sent as JSON, and headers are written with underscores."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    return Call(method, path, {b"authorization": f"Bearer {KEY}".encode(), **named}, raw)


def trigger(**changes: Any) -> dict[str, Any]:
    """An alert event of the Events API v2; a value of None leaves the field out."""
    payload = {"summary": "Disk full", "source": "db1", "severity": "critical"} | changes.pop("payload", {})
    body = {"routing_key": KEY, "event_action": "trigger", "dedup_key": "disk/db1"} | changes
    body["payload"] = {name: value for name, value in payload.items() if value is not None}
    return {name: value for name, value in body.items() if value is not None}

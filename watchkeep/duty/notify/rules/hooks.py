"""A notification or a fact as a Standard Webhook: https://www.standardwebhooks.com."""

import base64
import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook

PREFIX = "whsec_"


def new_secret() -> str:
    """A fresh signing secret: 32 random bytes in the form that the receivers' libraries take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def body(kind: str, at: datetime, data: dict[str, Any]) -> str:
    """The payload: what happened, when, and the particulars."""
    return json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}, ensure_ascii=False)


def headers(secret: str, mark: str, at: datetime, payload: str) -> dict[str, str]:
    """The three signature headers. ``mark`` is the same in every attempt, so that receivers can drop repeats."""
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Watchkeep",
        "webhook-id": mark,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(mark, at, payload),
    }


def echoes(reply: bytes, challenge: str) -> bool:
    """Whether an answer is the challenge and nothing else, or a JSON object with it. A page that repeats all is not."""
    text = reply.decode(errors="replace").strip()
    try:
        told = json.loads(text)
    except ValueError:
        told = text
    return bool(challenge == (told.get("challenge") if isinstance(told, dict) else told))


def hears(wanted: Iterable[str], kind: str) -> bool:
    """Whether an endpoint that wants these kinds hears this one; ``incident.*`` and ``*`` stand for many."""
    area = kind.partition(".")[0]
    return any(want in (kind, "*", f"{area}.*") for want in wanted)

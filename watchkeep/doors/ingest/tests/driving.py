"""Drives a lane as a web server would, against the real database."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from watchkeep.doors.ingest.lane import Lane


class Reply:
    """What the lane answered."""

    def __init__(self, messages: list[Any]) -> None:
        self.status: int = messages[0]["status"]
        self.headers = dict(messages[0]["headers"])
        self.body: bytes = b"".join(message["body"] for message in messages[1:])

    @property
    def said(self) -> Any:
        return json.loads(self.body)


Say = Callable[..., Awaitable[Reply]]


def with_lane(story: Callable[[Lane, Say], Awaitable[Any]]) -> Any:
    """Start a lane, let the story speak to it, stop it."""

    async def play() -> Any:
        lane = Lane()
        await lane.startup()
        try:
            return await story(lane, lambda *args, **kwargs: say(lane, *args, **kwargs))
        finally:
            await lane.shutdown()

    return asyncio.run(play())


async def say(lane: Lane, path: str, body: Any = b"", *, key: str = "", method: str = "POST", **headers: str) -> Reply:
    """One request; a body that is no bytes is sent as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    if key:
        named.append((b"authorization", f"Bearer {key}".encode()))
    scope = {"type": "http", "method": method, "path": path, "headers": named, "client": ("127.0.0.1", 1)}
    pieces = [raw[at : at + 65536] for at in range(0, len(raw), 65536)] or [b""]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    await lane(scope, receive, send)
    return Reply(sent)

"""The stream itself, as server-sent events (HTML standard, 9.2): ``event: changed``, ``data: ticket:12 queue``."""

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.db import connection

from watchkeep.doors.live import readers, topics
from watchkeep.doors.live.farewell import when_asked_to_stop
from watchkeep.doors.live.hub import Ear, Hub
from watchkeep.kernel import live

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT_SECONDS = 20.0
LONGEST_SECONDS = 1800.0
"""After half an hour a stream ends and the browser comes back, so that who may listen is asked anew."""

WORDS = {400: b"Name one to 100 topics.", 401: b"Sign in first.", 403: b"Not yours to hear.", 405: b"Only GET."}


class Live:
    """The ASGI application behind ``/live``."""

    def __init__(self, hub: Hub | None = None) -> None:
        self.hub = hub or Hub(_connect, live.CHANNEL)
        self._minds_signals = False

    async def startup(self) -> None:
        """Listen, from the first moment of the process."""
        self.hub.start()

    async def shutdown(self) -> None:
        """Let every stream end."""
        await self.hub.stop()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Check who asks, then stream until they leave."""
        wanted = _topics(scope)
        status = await _status(scope, wanted)
        if status != 200:
            await _refuse(send, status)
            return
        if not self._minds_signals:
            self._minds_signals = True
            when_asked_to_stop(self.hub.dismiss)
        with self.hub.ear(wanted) as ear:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await self._flow(ear, receive, send)

    async def _flow(self, ear: Ear, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_gone(receive))
        gone.add_done_callback(lambda _: ear.wake())
        ends_at = asyncio.get_running_loop().time() + LONGEST_SECONDS * random.uniform(0.8, 1)  # noqa: S311  # spread, not secret
        try:
            await _say(send, f"retry: {random.randint(1500, 5000)}\n\n")  # noqa: S311
            while not (gone.done() or self.hub.is_stopping or asyncio.get_running_loop().time() > ends_at):
                changed = await ear.hear(HEARTBEAT_SECONDS)
                await _say(send, f"event: changed\ndata: {' '.join(changed)}\n\n" if changed else ": still here\n\n")
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()


HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def _topics(scope: Message) -> list[str]:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("topics", [""])
    return list(dict.fromkeys(topic for topic in asked[0].split(",") if topic))


async def _status(scope: Message, wanted: list[str]) -> int:
    if scope["method"] != "GET":
        return 405
    if not 0 < len(wanted) <= topics.MOST:
        return 400
    return await asyncio.to_thread(readers.admitted, scope["headers"], wanted)


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": WORDS[status]})


async def _say(send: Send, words: str) -> None:
    await send({"type": "http.response.body", "body": words.encode(), "more_body": True})


async def _gone(receive: Receive) -> None:
    """Return when the browser has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _connect() -> "psycopg.AsyncConnection[Any]":
    """A connection of its own beside the pool: listening takes it for good."""
    leave_out = {"cursor_factory", "context", "pool"}
    parameters = {name: value for name, value in connection.get_connection_params().items() if name not in leave_out}
    return await psycopg.AsyncConnection.connect(**parameters, autocommit=True)

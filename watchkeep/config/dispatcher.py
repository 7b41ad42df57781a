"""Who answers which address: the first segment decides."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


class Dispatcher:
    """An ASGI application in front of the doors. Doors with a lifespan are started and stopped with us."""

    def __init__(self, *, pages: Asgi, lanes: dict[str, Asgi] | None = None) -> None:
        self.pages = pages
        self.lanes = lanes or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to its door."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        segment = scope["path"].split("/", 2)[1]
        await self.lanes.get(segment, self.pages)(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        doors = dict.fromkeys(self.lanes.values())
        while True:
            message = await receive()
            phase = message["type"].rpartition(".")[2]
            for door in doors:
                if step := getattr(door, phase, None):
                    await step()
            await send({"type": f"lifespan.{phase}.complete"})
            if phase == "shutdown":
                return

"""A web process: uvicorn under gunicorn, which forks it from one that has read the program already."""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker

SECONDS_FOR_OPEN_STREAMS = 5
"""Open streams end when they are told to; whoever does not listen is cut off."""
SECONDS_FOR_A_HEAD = 30.0
"""How long a sender may take to say what it wants: who says it letter by letter must not hold a place for ever."""


class Protocol(HttpToolsProtocol):
    """HTTP/1.1, with a limit to how long the head of a request may take from its connection or its first byte."""

    _patience: asyncio.TimerHandle | None = None
    _in_a_head = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its base has it
        """A sender is there: the clock runs."""
        super().connection_made(transport)
        self._patience = self.loop.call_later(SECONDS_FOR_A_HEAD, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """The sender is gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came. A head that is not whole yet has a clock of its own; most are, and need none."""
        super().data_received(data)
        if self._in_a_head and self._patience is None:
            self._patience = self.loop.call_later(SECONDS_FOR_A_HEAD, self.transport.close)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._in_a_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_a_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def _stop_waiting(self) -> None:
        if self._patience:
            self._patience.cancel()
            self._patience = None


class Worker(UvicornWorker):  # type: ignore[misc]  # its package has no types
    """What gunicorn starts. Forwarded addresses are Django's to believe, by its settings."""

    CONFIG_KWARGS: ClassVar[dict[str, Any]] = {
        "loop": "uvloop",
        "http": Protocol,
        "ws": "none",
        "lifespan": "on",
        "access_log": False,
        "proxy_headers": False,
        "server_header": False,
        "timeout_graceful_shutdown": SECONDS_FOR_OPEN_STREAMS,
    }

"""What was refused is on record too: a sample, without secrets.

Of each sender, format and reason a few a minute are written down in full; the rest is counted.
"""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.decoding import storable

log = logging.getLogger(__name__)
A_MINUTE = 5
HEAD = 2000
MOST_REASONS = 2000
_SECRETS = re.compile(
    r"""(["']?[\w-]*(?:routing_key|service_key|token|secret|passw\w*|authorization|api_?key|credential)[\w-]*["']?\s*[:=]\s*)"""
    r"""("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;&}\]]+)""",
    re.IGNORECASE,
)
_INSERT = """
INSERT INTO detection_rejection (integration_id, at, format, status, reason, errors, sender, head, like_it)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

Connect = Callable[[], Awaitable["psycopg.AsyncConnection[Any]"]]
Reason = tuple[int | None, str, str]


@dataclass
class Minute:
    """How often a reason came up in a minute, and how many of those are still to be written."""

    minute: int
    seen: int = 0
    unwritten: int = 0


class Rejections:
    """The log of one process; written once a second."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._minutes: dict[Reason, Minute] = {}
        self._rows: list[tuple[Any, ...]] = []
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._write_forever())

    async def stop(self) -> None:
        """Write what is left, and stop."""
        if self._task:
            self._task.cancel()
        await self._write()

    def note(self, owner: int | None, name: str, refusal: Refusal, sender: str, body: bytes) -> None:
        """Remember a refusal, unless it is like many others."""
        reason = (owner, name, refusal.reason)
        if len(self._minutes) > MOST_REASONS:
            self._minutes.clear()
        minute = self._minutes.setdefault(reason, Minute(0))
        if minute.minute != (now := int(time.time() // 60)):
            minute.minute, minute.seen = now, 0
        minute.seen += 1
        if minute.seen > A_MINUTE:
            minute.unwritten += 1
            return
        errors = storable("; ".join(refusal.errors))[:1000]
        at, like_it = datetime.now(UTC), minute.unwritten
        minute.unwritten = 0
        self._rows.append((owner, at, name, refusal.status, refusal.reason, errors, sender[:64], head(body), like_it))

    async def _write_forever(self) -> None:
        while True:
            await asyncio.sleep(1)
            await self._write()

    async def _write(self) -> None:
        rows, self._rows = self._rows, []
        if not rows:
            return
        try:
            line = await self._connect()
            async with line, line.cursor() as cursor:
                await cursor.executemany(_INSERT, rows)
        except psycopg.Error as error:
            log.warning("%d rejections could not be written down: %s", len(rows), error)


def head(body: bytes) -> str:
    """The first part of a body as text, with secrets blotted out."""
    text = storable(body[: HEAD * 2].decode("utf-8", "replace"))
    return _SECRETS.sub(r"\1«hidden»", text)[:HEAD]

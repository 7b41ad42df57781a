"""Appending to detection's inbox: many requests, few commits. Nobody is answered before theirs.

If the process dies here, whoever was not answered sends again; a key heard twice is folded once. If
PostgreSQL dies, those who wait are told 503 and send again.
"""

import asyncio
import logging
from collections import deque
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.line import Connect, Line, mark
from watchkeep.insight.detection.models import Event
from watchkeep.kernel import queue

log = logging.getLogger(__name__)

GATHER_SECONDS = 0.003
"""How long a commit waits at most for as many requests as the last one held: whoever was answered is about to send
again, and one commit for all of them costs a fraction of one for each. A lone request never waits."""
MOST_ROWS = 2_000
MOST_BYTES = 8 * 2**20
WAITING_ROWS = 20_000
WAITING_BYTES = 64 * 2**20
NUDGE_SECONDS = 0.05
"""The fold is woken so often at most: it takes many events together for little more than the price of one."""


class Row(NamedTuple):
    """One event on its way into the inbox."""

    integration: int
    key: int
    thread: int
    content: bytes


class Parcel(NamedTuple):
    """The events of one request, and whoever waits for their commit."""

    rows: list[Row]
    size: int
    kept: "asyncio.Future[None]"


class Inbox:
    """A bounded queue in memory, and the flushers that empty it into the database."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._waiting: deque[Parcel] = deque()
        self._rows = self._bytes = 0
        self._bell = asyncio.Event()
        self._news = asyncio.Event()
        self._expected, self._gathered = 1, asyncio.get_running_loop().create_future()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to flush."""
        self._tasks = [asyncio.create_task(run()) for run in (self._flush_forever, self._nudge_forever)]

    async def stop(self) -> None:
        """Flush what waits, then stop."""
        for _ in range(200):
            if not self._waiting:
                break
            await asyncio.sleep(0.02)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def keep(self, rows: list[Row]) -> None:
        """Return once these events are committed. Raises Refusal 429 when too many wait, 503 when it failed."""
        if not rows:
            return
        size = sum(len(row.content) for row in rows)
        if self._rows + len(rows) > WAITING_ROWS or self._bytes + size > WAITING_BYTES:
            raise Refusal(429, "too_fast", ["Too many events are waiting to be written."])
        parcel = Parcel(rows, size, asyncio.get_running_loop().create_future())
        self._waiting.append(parcel)
        self._rows += len(rows)
        self._bytes += size
        self._bell.set()
        if len(self._waiting) >= self._expected:
            mark(self._gathered)
        await parcel.kept

    def _take(self) -> list[Parcel]:
        parcels: list[Parcel] = []
        rows = size = 0
        while self._waiting and rows < MOST_ROWS and size < MOST_BYTES:
            parcel = self._waiting.popleft()
            parcels.append(parcel)
            rows += len(parcel.rows)
            size += parcel.size
        self._rows -= rows
        self._bytes -= size
        if not self._waiting:
            self._bell.clear()
        return parcels

    async def _flush_forever(self) -> None:
        line: Line | None = None
        parcels: list[Parcel] = []
        try:
            while True:
                await self._bell.wait()
                await self._gather(len(parcels))
                if parcels := self._take():
                    line = await self._flush(line, parcels)
        finally:
            if line:
                await line.close()

    async def _gather(self, many: int) -> None:
        """Wait until as many requests wait as the last commit held, but not for long."""
        if len(self._waiting) >= many:
            return
        loop = asyncio.get_running_loop()
        self._gathered, self._expected = loop.create_future(), many
        timer = loop.call_later(GATHER_SECONDS, mark, self._gathered)
        await self._gathered
        timer.cancel()

    async def _flush(self, line: Line | None, parcels: list[Parcel]) -> Line | None:
        """Write and commit the parcels and answer them; the connection, or None when it broke."""
        try:
            line = line or await Line.open(self._connect, Event.APPEND, "timestamptz, text, text, text, text")
            await _append(line, [row for parcel in parcels for row in parcel.rows])
        except psycopg.Error as error:
            log.warning("%d requests could not be kept: %s", len(parcels), error)
            for parcel in parcels:
                _settle(parcel, Refusal(503, "not_kept", ["The database did not take it. Please send it again."]))
            if line:
                await line.close()
            return None
        for parcel in parcels:
            _settle(parcel)
        self._news.set()
        return line

    async def _nudge_forever(self) -> None:
        """Wake the fold after commits, in a commit of its own that need not wait for the disk."""
        line: Line | None = None
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                line = line or await self._nudger()
                await line.run(b"detection")
            except psycopg.Error:
                if line:
                    await line.close()
                line = None
            await asyncio.sleep(NUDGE_SECONDS)

    async def _nudger(self) -> Line:
        """A line whose commits do not wait for the disk."""

        async def connect() -> "psycopg.AsyncConnection[Any]":
            connection = await self._connect()
            await connection.execute("SET synchronous_commit = off")
            return connection

        return await Line.open(connect, queue.NUDGE, "text")


def _settle(parcel: Parcel, error: Refusal | None = None) -> None:
    if parcel.kept.done():
        return
    if error:
        parcel.kept.set_exception(error)
    else:
        parcel.kept.set_result(None)


async def _append(line: Line, rows: list[Row]) -> None:
    integrations, keys, threads, contents = zip(*rows, strict=True)
    numbers = (",".join(map(str, column)).encode() for column in (integrations, keys, threads))
    await line.run(datetime.now(UTC).isoformat().encode(), *numbers, b"\n".join(contents))

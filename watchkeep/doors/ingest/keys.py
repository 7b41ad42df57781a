"""The keys that the door takes, held in memory and read anew twice a second.

A key is found by its digest: nothing is compared that a clock could betray. An expired one is refused at
once, a revoked one at the next reading; one that was made a moment ago is looked for before it is refused.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, NamedTuple

import psycopg

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.kernel.secrets import digest

log = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
AT_MOST_EVERY_SECONDS = 0.1

_KEYS = """
SELECT k.digest, k.id, k.integration_id, i.kind, i.is_active AND k.revoked_at IS NULL,
       coalesce(extract(epoch FROM k.expires_at), 'infinity')::float8
FROM detection_integrationkey k JOIN detection_integration i ON i.id = k.integration_id
"""

_UNKNOWN = {"events_v2": "Invalid routing key"}
_MISSING = "A key is missing: send it as a Bearer token, as the password of Basic, or in the path."

Connect = Callable[[], Awaitable["psycopg.AsyncConnection[Any]"]]


class Key(NamedTuple):
    """What a key opens, and until when (Unix time)."""

    id: int
    integration: int
    kind: str
    works: bool
    expires: float


class KeyRing:
    """All keys, by digest."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._keys: dict[bytes, Key] = {}
        self._read_at = 0.0
        self._turn = asyncio.Lock()
        self._line: psycopg.AsyncConnection[Any] | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read the keys, and keep reading."""
        with suppress(psycopg.Error):
            await self._read()
        self._task = asyncio.create_task(self._read_forever())

    async def stop(self) -> None:
        """Read no more."""
        if self._task:
            self._task.cancel()
        if self._line:
            await self._line.close()

    async def find(self, plain: str, kind: str) -> Key:
        """The key, if it works for this kind. Raises Refusal, with the key's owner if it has one."""
        key = self._keys.get(digest(plain)) if plain else None
        if key is None and plain:
            await self._look_again()
            key = self._keys.get(digest(plain))
        if key is None or not key.works or key.kind != kind:
            raise Refusal(401, "unknown_key", [_UNKNOWN.get(kind, "This key is not known.") if plain else _MISSING])
        if key.expires <= time.time():
            raise Refusal(401, "expired_key", ["This key has expired."])
        return key

    def owner(self, plain: str) -> int | None:
        """The integration that a key belongs to, even if it works no more: for the log of rejections."""
        key = self._keys.get(digest(plain)) if plain else None
        return key.integration if key else None

    async def _look_again(self) -> None:
        """Read anew unless that was done a moment ago; however many ask, one reads."""
        asked_at = time.monotonic()
        async with self._turn:
            if self._read_at >= asked_at:
                return
            await asyncio.sleep(max(0.0, self._read_at + AT_MOST_EVERY_SECONDS - time.monotonic()))
            with suppress(psycopg.Error):
                await self._read()

    async def _read_forever(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                async with self._turn:
                    await self._read()
            except psycopg.Error as error:
                log.warning("the keys could not be read, those known stay: %s", error)

    async def _read(self) -> None:
        begun = time.monotonic()
        if self._line is None or self._line.closed:
            self._line = await self._connect()
        rows = await (await self._line.execute(_KEYS)).fetchall()
        self._keys = {bytes(row[0]): Key(*row[1:]) for row in rows}
        self._read_at = begun

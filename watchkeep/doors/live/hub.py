"""The ear of a process: one connection listens, every open page is told, each topic at most twice a second."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from watchkeep.kernel import presence

log = logging.getLogger(__name__)
PAUSE_SECONDS = 0.5
Connect = Callable[[], Awaitable["psycopg.AsyncConnection[Any]"]]


class Ear:
    """One open page: what changed since it was last told."""

    def __init__(self) -> None:
        self._changed: dict[str, None] = {}
        self._wake = asyncio.Event()

    def tell(self, topic: str) -> None:
        """Note a topic; the page hears it as soon as it listens."""
        self._changed[topic] = None
        self._wake.set()

    def wake(self) -> None:
        """Let the page look up although nothing changed: somebody left, or we stop."""
        self._wake.set()

    async def hear(self, seconds: float) -> list[str]:
        """The topics that changed; an empty list when nothing did for so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)
        self._wake.clear()
        changed, self._changed = list(self._changed), {}
        return changed


class Hub:
    """Everybody who listens in this process."""

    def __init__(self, connect: Connect, channel: str) -> None:
        self.is_stopping = False
        self._connect = connect
        self._channel = channel
        self._ears: dict[str, set[Ear]] = {}
        self._resting: dict[str, bool] = {}
        self._listener: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        self.is_stopping = False
        self._listener = asyncio.create_task(self._listen_forever())

    def dismiss(self) -> None:
        """Let every stream end."""
        self.is_stopping = True
        for ear in self._everybody():
            ear.wake()

    async def stop(self) -> None:
        """Let every stream end, and the connection too."""
        self.dismiss()
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)

    @contextmanager
    def ear(self, topics: Collection[str]) -> Iterator[Ear]:
        """An ear for these topics, for as long as the page is open."""
        ear = Ear()
        for topic in topics:
            self._ears.setdefault(topic, set()).add(ear)
        try:
            yield ear
        finally:
            for topic in topics:
                self._ears[topic].discard(ear)
                if not self._ears[topic]:
                    del self._ears[topic]

    def hint(self, topics: Iterable[str]) -> None:
        """Tell whoever listens: at once, or, for a topic that was just told, when its pause is over.

        Who listens to a whole stream (``ticket``) hears of each of its records.
        """
        for topic in topics:
            self._hint(topic)
            if ":" in topic:
                self._hint(topic.partition(":")[0])

    def _hint(self, topic: str) -> None:
        if topic not in self._ears:
            return
        if topic in self._resting:
            self._resting[topic] = True
        else:
            self._tell(topic)

    def _tell(self, topic: str) -> None:
        for ear in self._ears.get(topic, ()):
            ear.tell(topic)
        self._resting[topic] = False
        asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._rested, topic)

    def _rested(self, topic: str) -> None:
        if self._resting.pop(topic, False):
            self._tell(topic)

    def _everybody(self) -> set[Ear]:
        return {ear for ears in self._ears.values() for ear in ears}

    async def _listen_forever(self) -> None:
        while not self.is_stopping:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("lost the line for live pages, opening it again: %s", error)
                await asyncio.sleep(1)

    async def _listen(self) -> None:
        async with await self._connect() as line:
            await line.execute(f"LISTEN {self._channel}")
            await line.execute(f"LISTEN {presence.CHANNEL}")
            self.hint(list(self._ears))  # something may have been said while nobody listened
            async for said in line.notifies():
                is_here = said.channel == presence.CHANNEL
                self.hint([presence.heard(said.payload)] if is_here else said.payload.split())

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from watchkeep.doors.live import hub as hubs
from watchkeep.doors.live.hub import Hub


async def nobody() -> Any:
    raise OSError("no database in this test")


def told(play: Callable[[Hub], Awaitable[Any]], pause: float = 0.1) -> Any:
    """Play a scene with a hub whose pause is short."""
    before, hubs.PAUSE_SECONDS = hubs.PAUSE_SECONDS, pause
    try:

        async def scene() -> Any:
            return await play(Hub(nobody, "test"))

        return asyncio.run(scene())
    finally:
        hubs.PAUSE_SECONDS = before


def test_a_page_hears_its_topics_and_no_others():
    async def play(hub: Hub) -> list[str]:
        with hub.ear(["ticket:1", "queue"]) as ear:
            hub.hint(["ticket:2", "ticket:1", "queue"])
            return await ear.hear(1)

    assert told(play) == ["ticket:1", "queue"]


def test_who_listens_to_a_whole_stream_hears_of_each_record():
    async def play(hub: Hub) -> list[str]:
        with hub.ear(["ticket"]) as ear:
            hub.hint(["ticket:7", "team:1"])
            return await ear.hear(1)

    assert told(play) == ["ticket"]


def test_silence_ends_after_the_heartbeat():
    async def play(hub: Hub) -> list[str]:
        with hub.ear(["queue"]) as ear:
            return await ear.hear(0.01)

    assert told(play) == []


def test_a_storm_is_told_at_most_once_a_pause_and_its_last_word_is_not_lost():
    async def play(hub: Hub) -> int:
        with hub.ear(["queue"]) as ear:
            times, ends_at = 0, asyncio.get_running_loop().time() + 0.45
            storm = asyncio.create_task(blow(hub, 0.35))
            while asyncio.get_running_loop().time() < ends_at:
                times += bool(await ear.hear(0.05))
            await storm
            return times

    async def blow(hub: Hub, seconds: float) -> None:
        ends_at = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < ends_at:
            hub.hint(["queue"])
            await asyncio.sleep(0.001)

    assert 3 <= told(play) <= 6


def test_nothing_is_kept_of_a_page_that_was_closed():
    async def play(hub: Hub) -> Any:
        with hub.ear(["ticket:1", "queue"]):
            pass
        return hub._ears

    assert told(play) == {}


def test_stopping_lets_every_page_look_up():
    async def play(hub: Hub) -> list[str]:
        hub.start()
        with hub.ear(["queue"]) as ear:
            waiting = asyncio.create_task(ear.hear(30))
            await asyncio.sleep(0)
            await hub.stop()
            return await asyncio.wait_for(waiting, 1)

    assert told(play) == []

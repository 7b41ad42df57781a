import asyncio

from watchkeep.config.dispatcher import Dispatcher


def ask(dispatcher: Dispatcher, path: str) -> list:
    sent: list = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    asyncio.run(dispatcher({"type": "http", "path": path}, receive, send))
    return sent


async def pages(scope, receive, send):
    await send({"door": "pages"})


async def lane(scope, receive, send):
    await send({"door": "lane"})


def test_the_first_segment_chooses_the_door():
    dispatcher = Dispatcher(pages=pages, lanes={"v2": lane})
    assert ask(dispatcher, "/v2/enqueue") == [{"door": "lane"}]
    assert ask(dispatcher, "/v2x/enqueue")[0]["door"] == "pages"


def test_doors_are_started_and_stopped_with_the_server():
    seen = []

    class Door:
        async def startup(self):
            seen.append("startup")

        async def shutdown(self):
            seen.append("shutdown")

    async def run():
        messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
        door = Door()

        async def receive():
            return next(messages)

        async def send(message):
            seen.append(message["type"])

        await Dispatcher(pages=pages, lanes={"a": door, "b": door})({"type": "lifespan"}, receive, send)

    asyncio.run(run())
    assert seen == ["startup", "lifespan.startup.complete", "shutdown", "lifespan.shutdown.complete"]

import asyncio

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from watchkeep.config import server

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def talk(*parts: bytes) -> bytes:
    """What a sender hears who says these parts and then waits until the server hangs up, half a second at most."""

    async def run() -> bytes:
        config, state = Config(app, log_config=None, ws="none"), ServerState()
        listening = await asyncio.get_running_loop().create_server(
            lambda: server.Protocol(config, state, {}), "127.0.0.1"
        )
        reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.02)
        try:
            return await asyncio.wait_for(reader.read(), 0.5)
        finally:
            writer.close()
            listening.close()

    return asyncio.run(run())


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(server, "SECONDS_FOR_A_HEAD", 0.1)


def test_whoever_says_nothing_or_half_a_head_is_cut_off():
    assert talk() == b""
    assert talk(HEAD) == b""


def test_a_head_in_two_parts_is_heard_and_the_connection_stays():
    with pytest.raises(TimeoutError):
        talk(HEAD, b"\r\n")


def test_half_a_head_after_a_whole_request_is_cut_off_too():
    assert talk(HEAD + b"\r\n", HEAD).endswith(b"ok")

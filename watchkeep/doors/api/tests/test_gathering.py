"""Calls that come at one moment: gathered, carried out together, answered or passed on."""

import asyncio
import json
import threading

import pytest

from testing import make
from watchkeep.doors.api.gathering import MOST_BYTES, Gathering, with_token
from watchkeep.kernel.idempotency import Answer

PATH = "/api/v1/requests"


class Pages:
    """What stands behind: it answers 299 with the body that it read."""

    async def __call__(self, _scope, receive, send):
        body = (await receive())["body"]
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": body})


async def ask(gathering, body=b"{}", *, method="POST", path=PATH, query=b"", **headers):
    """One call, in two pieces: status, headers, body. A header that is None is left out."""
    said = {"host": "localhost", "authorization": "Bearer wk_x", "content-length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    named = [(name.encode(), value.encode()) for name, value in said.items() if value is not None]
    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": named}
    pieces, sent = [body[:1], body[1:]] if method == "POST" else [b""], []

    async def receive():
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message):
        sent.append(message)

    await gathering(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def play(together, story):
    """Start a gathering, let the story speak to it, stop it."""

    async def run():
        gathering = Gathering(with_token(PATH), together, otherwise=Pages())
        await gathering.startup()
        try:
            return await asyncio.wait_for(story(gathering), 10)
        finally:
            await gathering.shutdown()

    return asyncio.run(run())


def made(calls):
    return [Answer(201, call.body.decode(), {"Location": "/there"}) for call in calls]


def test_a_call_is_answered_with_what_was_made_of_it():
    status, headers, body = play(made, lambda one: ask(one, b'{"a": 1}'))
    assert (status, headers[b"location"], body) == (201, b"/there", b'{"a": 1}')


def test_those_who_come_while_others_are_carried_out_are_carried_out_together():
    begun, go_on, sizes = threading.Event(), threading.Event(), []

    def together(calls):
        sizes.append(len(calls))
        begun.set()
        assert go_on.wait(5)
        return made(calls)

    async def story(gathering):
        first = asyncio.create_task(ask(gathering))
        await asyncio.to_thread(begun.wait, 5)
        others = [asyncio.create_task(ask(gathering, b"%d" % number)) for number in range(5)]
        await asyncio.sleep(0)  # each of them has begun, and waits
        go_on.set()
        return [body for _status, _headers, body in await asyncio.gather(first, *others)]

    assert play(together, story) == [b"{}", b"0", b"1", b"2", b"3", b"4"]
    assert sizes == [1, 5]


def test_whoever_is_not_answered_goes_on_with_the_whole_body():
    status, _headers, body = play(lambda calls: [None] * len(calls), lambda one: ask(one, b'{"a": 1}'))
    assert (status, body) == (299, b'{"a": 1}')


@pytest.mark.parametrize(
    "other",
    [
        {"method": "GET"},
        {"path": f"{PATH}/REQ-1"},
        {"query": b"dry=1"},
        {"authorization": None},
        {"authorization": "Basic eDp5"},
        {"content_length": None},
        {"content_length": str(MOST_BYTES + 1)},
    ],
)
def test_what_is_not_plainly_such_a_call_goes_on_untouched(other):
    assert play(made, lambda one: ask(one, **other))[0] == 299


def test_who_hangs_up_is_asked_nothing_and_answered_nothing():
    async def story(gathering):
        async def receive():
            return {"type": "http.disconnect"}

        headers = [(b"authorization", b"Bearer wk_x"), (b"content-length", b"9")]
        scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b"", "headers": headers}
        await gathering(scope, receive, None)

    play(None, story)


def test_when_nobody_knows_what_happened_all_are_told_so_and_the_next_is_served():
    def together(calls):
        if calls[0].body == b"bad":
            raise RuntimeError("the line is dead")
        return made(calls)

    async def story(gathering):
        return await ask(gathering, b"bad"), await ask(gathering)

    (status, headers, body), after = play(together, story)
    assert (status, headers[b"content-type"], json.loads(body)["code"]) == (
        500,
        b"application/problem+json",
        "internal",
    )
    assert after[0] == 201


def test_its_answers_have_the_headers_of_all_answers():
    _status, headers, _body = play(made, ask)
    others = make.program(make.asker()).ask("post", "requests", {"title": "A chair"}).headers
    left_out = {"ETag", "Vary", "Content-Language"}  # the view's own, and what looks at cookies and languages
    assert {name.lower().encode() for name in others if name not in left_out} <= set(headers)
    for name in ("Cache-Control", "Content-Type", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert headers[name.lower().encode()].decode() == others[name]

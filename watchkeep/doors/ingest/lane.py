"""The lane itself: an ASGI application that reads, decodes, keeps and answers."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import psycopg
from django.db import connection

from watchkeep.doors.ingest import decoding
from watchkeep.doors.ingest.answers import Answer, Refusal, problem
from watchkeep.doors.ingest.calls import Call, call_of
from watchkeep.doors.ingest.formats import Format, Heard
from watchkeep.doors.ingest.formats.alertmanager import Alertmanager
from watchkeep.doors.ingest.formats.changes import Changes
from watchkeep.doors.ingest.formats.cloudevents import CloudEvents, consent
from watchkeep.doors.ingest.formats.events_v2 import EventsV2
from watchkeep.doors.ingest.formats.heartbeat import Heartbeat
from watchkeep.doors.ingest.formats.plain import Plain
from watchkeep.doors.ingest.inbox import Inbox, Row
from watchkeep.doors.ingest.keys import KeyRing
from watchkeep.doors.ingest.rejections import Rejections
from watchkeep.insight.detection.models.inbox import thread
from watchkeep.insight.detection.models.signal import encode

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

DRAINED = 32 * 2**20
"""How much of a body that is too large is read before it is refused, so that its sender hears why."""

NAMED: dict[str, Format] = {
    "alertmanager": Alertmanager(),
    "cloudevents": CloudEvents(),
    "json": Plain(),
    "heartbeat": Heartbeat(),
}
PATHS: dict[str, Format] = {
    "/v2/enqueue": EventsV2(),
    "/v2/change/enqueue": Changes(),
    **{f"/ingest/{name}": one for name, one in NAMED.items()},
}
NAMES = {id(one): path.removeprefix("/ingest/").removeprefix("/v2/").replace("/", "_") for path, one in PATHS.items()}


class Lane:
    """The ingest door of one process."""

    async def startup(self) -> None:
        """Learn the keys and begin to flush."""
        self.keys = KeyRing(_connect)
        self.inbox = Inbox(_connect)
        self.rejections = Rejections(_connect)
        await self.keys.start()
        self.inbox.start()
        self.rejections.start()

    async def shutdown(self) -> None:
        """Flush what waits and let go."""
        await self.inbox.stop()
        await self.rejections.stop()
        await self.keys.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = await self._answer(scope, receive)
        if answer is not None:
            await _send(send, answer, with_body=scope["method"] != "HEAD")

    async def _answer(self, scope: Scope, receive: Receive) -> Answer | None:
        call = call_of(scope)  # type: ignore[arg-type]
        way = PATHS.get(call.path) or _way_with_key(call)
        if way is None:
            return problem(Refusal(404, "no_such_address", [f"{call.path[:200]} is no address for events."]))
        if call.method == "OPTIONS" and "OPTIONS" in way.methods:
            return consent(call)
        try:
            return await self._keep(way, call) if await _read_body(call, receive, way) else None
        except Refusal as refusal:
            self._note(way, call, refusal, scope)
            return way.refused(refusal)
        except Exception:
            log.exception("an event could not be taken")
            return way.refused(Refusal(503, "trouble", ["Something went wrong here. Please send it again."]))

    async def _keep(self, way: Format, call: Call) -> Answer:
        heard = await self._heard(way, call)
        key = await self.keys.find(heard.key, way.kind)
        rows = [
            Row(key.integration, key.id, thread(key.integration, signal.key), encode(signal))
            for signal in heard.signals
        ]
        await self.inbox.keep(rows)
        return way.accepted(heard)

    async def _heard(self, way: Format, call: Call) -> Heard:
        """What the call says. A key that stands outside the body is checked first, so that strangers learn nothing."""
        if way.kind != "events_v2":
            await self.keys.find(call.key, way.kind)
        return way.read(call)

    def _note(self, way: Format, call: Call, refusal: Refusal, scope: Scope) -> None:
        owner = self.keys.owner(call.key or _routing_key(call.body))
        sender = (scope.get("client") or ("",))[0]
        self.rejections.note(owner, NAMES[id(way)], refusal, sender, call.body)


def _way_with_key(call: Call) -> Format | None:
    """`/ingest/KEY/alertmanager`, and for heartbeats also `/ingest/heartbeat/KEY`."""
    parts = call.path.strip("/").split("/")
    if len(parts) != 3 or parts[0] != "ingest":
        return None
    key, name = (parts[2], parts[1]) if parts[1] == "heartbeat" else (parts[1], parts[2])
    call.path_key = key
    return NAMED.get(name)


async def _read_body(call: Call, receive: Receive, way: Format) -> bool:
    """Read and unpack the body; False when the sender hung up. Raises Refusal 405, and 413 beyond the limit."""
    if call.method not in way.methods:
        raise Refusal(405, "wrong_method", [f"Use {' or '.join(sorted(way.methods))}."])
    parts, size, limit = [], 0, way.limit
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return False
        part = message.get("body", b"")
        size += len(part)
        if size <= limit:
            parts.append(part)
        if not message.get("more_body") or size > DRAINED:
            break
    call.body = parts[0] if len(parts) == 1 else b"".join(parts)
    if size > limit:
        raise Refusal(413, "too_large", [f"The body is larger than {limit} bytes."])
    if encoding := call.headers.get(b"content-encoding"):
        call.body = _unpacked(call.body, encoding.strip().lower(), limit)
    return True


def _unpacked(body: bytes, encoding: bytes, limit: int) -> bytes:
    if encoding in {b"gzip", b"x-gzip", b"deflate"}:
        return decoding.gunzip(body, limit)
    if encoding == b"identity":
        return body
    raise Refusal(415, "bad_encoding", ["Send the body plain or with gzip."])


def _routing_key(body: bytes) -> str:
    """The key in a body that could not be read, if it can be made out, to know whose it was."""
    _, found, after = body[:65536].partition(b'"routing_key"')
    if not found:
        return ""
    return after.lstrip(b" :\t\r\n").lstrip(b'"').partition(b'"')[0][:64].decode("ascii", "replace")


async def _send(send: Send, answer: Answer, *, with_body: bool) -> None:
    length = str(len(answer.body)).encode()
    headers = [(b"content-type", answer.content_type), (b"content-length", length), *answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body if with_body else b""})


async def _connect() -> "psycopg.AsyncConnection[Any]":
    """A connection of the lane's own, outside of Django's requests and pool."""
    own = ("cursor_factory", "context", "pool")
    parameters = {name: value for name, value in connection.get_connection_params().items() if name not in own}
    return await psycopg.AsyncConnection.connect(**parameters, autocommit=True)


lane = Lane()

"""Calls that ask for the same at one moment are carried out together: one transaction, and an answer for each.

What is asked for by many at once, such as requests that programs open, costs little more together than one of them
alone. A lone call waits for nobody. Whatever is not plainly a call of that kind, and each of them that is not answered
here, goes on to Django's view as if nobody had looked at it.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from io import BytesIO
from typing import Any, NamedTuple

from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from watchkeep.doors.api import answers, problems
from watchkeep.doors.api.problems import Problem
from watchkeep.kernel.idempotency import Answer

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Put = Callable[[HttpRequest], HttpResponseBase]
Together = Callable[[Sequence[HttpRequest]], list[Answer | None]]
Fits = Callable[[Scope], bool]

GATHER_SECONDS = 0.005
"""How long the next ones wait at most for as many calls as were carried out last: whoever was answered is about to ask
again. A lone call never waits."""
MOST_TOGETHER = 100
MOST_WAITING = 1000
MOST_BYTES = 256 * 2**10
_HEADED = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
"""What puts its headers on every answer of ours."""


class Limits(NamedTuple):
    """How large a call may be, how many may wait, and how many are carried out at once."""

    bytes: int = MOST_BYTES
    waiting: int = MOST_WAITING
    together: int = MOST_TOGETHER


@dataclass(eq=False, slots=True)
class Waiting:
    """A call, and whoever waits for its answer: None when Django is to give it."""

    call: HttpRequest
    answered: "asyncio.Future[HttpResponseBase | None]"


def with_token(path: str) -> Fits:
    """Whether a call is one to this path with a token."""

    def fits(scope: Scope) -> bool:
        said = dict(scope["headers"]).get(b"authorization", b"")
        return (scope["path"], scope["query_string"]) == (path, b"") and said.startswith(b"Bearer ")

    return fits


class Gathering:
    """An ASGI application in front of Django: what is posted and ``fits`` is carried out by ``together``.

    What is larger than ``limits`` allow, or does not say how large it is, or comes while too many wait, goes on to
    Django.
    """

    def __init__(
        self,
        fits: Fits,
        together: Together,
        otherwise: Asgi,
        limits: Limits = Limits(),  # noqa: B008  # it is constant
    ) -> None:
        self.fits, self.together, self.otherwise = fits, together, otherwise
        self.limits = limits

    async def startup(self) -> None:
        """Begin to gather."""
        self._waiting: deque[Waiting] = deque()
        self._bell = asyncio.Event()
        self._expected, self._gathered = 1, asyncio.get_running_loop().create_future()
        self._hand = ThreadPoolExecutor(1, "together")
        self._task = asyncio.create_task(self._carry_forever())

    async def shutdown(self) -> None:
        """Finish what is in hand; whoever still waits is answered by Django."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        _settle(self._waiting, [None] * len(self._waiting))
        self._hand.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        if not self._is_for_us(scope):
            await self.otherwise(scope, receive, send)
        elif (body := await _read(receive)) is not None:
            answer = await self._answer(ASGIRequest(scope, BytesIO(body)))
            if answer is None:
                await self.otherwise(scope, _again(body, receive), send)
            else:
                await _send(send, answer)

    def _is_for_us(self, scope: Scope) -> bool:
        if scope["method"] != "POST" or not self.fits(scope):
            return False
        length = dict(scope["headers"]).get(b"content-length", b"")
        is_short = length.isdigit() and int(length) <= self.limits.bytes
        return is_short and len(self._waiting) < self.limits.waiting

    async def _answer(self, call: HttpRequest) -> HttpResponseBase | None:
        one = Waiting(call, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        self._bell.set()
        if len(self._waiting) >= self._expected and not self._gathered.done():
            self._gathered.set_result(None)
        return await one.answered

    async def _carry_forever(self) -> None:
        some: list[Waiting] = []
        while True:
            await self._bell.wait()
            await self._gather(len(some))
            some = [self._waiting.popleft() for _ in range(min(len(self._waiting), self.limits.together))]
            if not self._waiting:
                self._bell.clear()
            run = asyncio.get_running_loop().run_in_executor(self._hand, self._carry, [one.call for one in some])
            _settle(some, await asyncio.shield(run))

    async def _gather(self, many: int) -> None:
        """Wait until as many calls wait as were carried out last, but not for long."""
        if len(self._waiting) >= many:
            return
        loop = asyncio.get_running_loop()
        self._gathered, self._expected = loop.create_future(), many
        await asyncio.wait([self._gathered], timeout=GATHER_SECONDS)

    def _carry(self, calls: Sequence[HttpRequest]) -> list[HttpResponseBase | None]:
        try:
            close_old_connections()
            pairs = zip(calls, self.together(calls), strict=True)
            return [_headed(call, answers.respond(answer)) if answer else None for call, answer in pairs]
        except Exception:
            log.exception("nobody knows whether %s calls to %s were carried out", len(calls), calls[0].path)
            trouble = Problem(500, "Something broke on our side. It has been logged.")
            return [_headed(call, problems.answer(call, trouble)) for call in calls]
        finally:
            connections.close_all()


async def _read(receive: Receive) -> bytes | None:
    """The body; None when the caller hung up."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """The same body, to be read once more."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def read() -> MutableMapping[str, Any]:
        return messages.pop() if messages else await receive()

    return read


def _settle(some: Sequence[Waiting], answered: Sequence[HttpResponseBase | None]) -> None:
    for one, answer in zip(some, answered, strict=True):
        if not one.answered.done():
            one.answered.set_result(answer)


def _headed(call: HttpRequest, answer: HttpResponse) -> HttpResponseBase:
    """The answer with the headers that every answer of ours has."""
    put: Put = reduce(lambda give, name: import_string(name)(give), reversed(_HEADED), lambda _call: answer)
    return put(call)


async def _send(send: Send, answer: Any) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
    headers.append((b"content-length", str(len(answer.content)).encode()))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})

"""A line to PostgreSQL for one prepared statement, run over and over.

psycopg's cursor is right for everything else; here its ceremony (a cursor, an adapter and a timer for each
statement) would cost more than the statement itself, so this speaks to libpq through ``psycopg.pq``.
"""

import asyncio
import itertools
import re
from collections.abc import Awaitable, Callable
from typing import Any, Self

import psycopg
from psycopg import errors, pq

NAME = b"line"

Connect = Callable[[], Awaitable["psycopg.AsyncConnection[Any]"]]


class Line:
    """One connection, one statement, one run at a time; each run is a transaction of its own."""

    def __init__(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        self._connection = connection
        self._libpq = connection.pgconn
        self._socket = self._libpq.socket
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[None] | None = None

    @classmethod
    async def open(cls, connect: Connect, statement: str, types: str) -> Self:
        """Connect and prepare the statement, whose ``%s`` are of these types. Raises psycopg.Error."""
        connection = await connect()
        number = itertools.count(1)
        numbered = re.sub("%s", lambda _: f"${next(number)}", statement)
        await connection.execute(f"PREPARE {NAME.decode()} ({types}) AS {numbered}")
        line = cls(connection)
        line._loop.add_reader(line._socket, line._hear)  # it is ours
        return line

    async def run(self, *values: bytes) -> None:
        """Run the statement once and return after its commit. Raises psycopg.Error."""
        self._answer = self._loop.create_future()
        self._libpq.send_query_prepared(NAME, values)
        while self._libpq.flush():
            await self._until_writable()
        await self._answer
        while result := self._libpq.get_result():
            if result.status not in {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK}:
                raise errors.error_from_result(result)

    async def close(self) -> None:
        """Hang up."""
        self._loop.remove_reader(self._socket)
        await self._connection.close()

    def _hear(self) -> None:
        """Something came in: take it, and say so when the answer is whole."""
        try:
            self._libpq.consume_input()
            whole, error = not self._libpq.is_busy(), None
        except psycopg.Error as lost:
            whole, error = True, lost
            self._loop.remove_reader(self._socket)
        if whole and self._answer and not self._answer.done():
            self._answer.set_exception(error) if error else self._answer.set_result(None)

    async def _until_writable(self) -> None:
        ready = self._loop.create_future()
        self._loop.add_writer(self._socket, mark, ready)
        try:
            await ready
        finally:
            self._loop.remove_writer(self._socket)


def mark(ready: "asyncio.Future[None]") -> None:
    """Let whoever waits for it go on, unless that has happened."""
    if not ready.done():
        ready.set_result(None)

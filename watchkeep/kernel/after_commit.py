"""What is said to other processes once a transaction has committed, each word once.

One NOTIFY a transaction and channel, after the commit: inside it, PostgreSQL would make all
committers queue for one lock.
"""

from collections.abc import Iterable

from django.db import connection, transaction

_LIMIT = 7900  # bytes; PostgreSQL refuses a payload of 8000


def notify(channel: str, words: Iterable[str]) -> None:
    """Send the words, space-separated, to everyone who listens on the channel, after the commit."""
    said: dict[str, dict[str, None]] | None = getattr(connection, "_watchkeep_said", None)
    if said is None or not connection.in_atomic_block or not _hook_stands():
        said = {}
        connection._watchkeep_said = said  # type: ignore[attr-defined]  # noqa: SLF001  # dies with the connection
        said.setdefault(channel, {}).update(dict.fromkeys(words))
        transaction.on_commit(lambda: _say(said))
        return
    said.setdefault(channel, {}).update(dict.fromkeys(words))


def _hook_stands() -> bool:
    """Whether the hook of this very transaction is still there; a rollback drops it."""
    return any(hook[1].__module__ == __name__ for hook in connection.run_on_commit)


def _say(said: dict[str, dict[str, None]]) -> None:
    connection._watchkeep_said = None  # type: ignore[attr-defined]  # noqa: SLF001  # the next transaction starts afresh
    pairs = [(channel, chunk) for channel, words in said.items() for chunk in _chunks(words)]
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(c, p) FROM unnest(%s::text[], %s::text[]) AS said (c, p)",
                ([channel for channel, _ in pairs], [payload for _, payload in pairs]),
            )


def _chunks(words: Iterable[str]) -> list[str]:
    """The words in as few payloads as PostgreSQL allows."""
    chunks: list[str] = []
    for word in words:
        if chunks and len(chunks[-1]) + len(word) < _LIMIT:
            chunks[-1] += f" {word}"
        else:
            chunks.append(word[:_LIMIT])
    return chunks

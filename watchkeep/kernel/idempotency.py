"""A request that is repeated happens once: its answer is kept beside what it did, in one transaction.

If the process dies here: the answer and the deed stand or fall together, so a repetition either finds
the answer or starts afresh. There is no "under way" that could be left behind: that is a lock, and it
falls with its connection.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta

import msgspec

from watchkeep.kernel import clock, locks
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.models import KeptAnswer

KEPT = timedelta(hours=24)
BATCH = 1000


@dataclass(frozen=True)
class Answer:
    """What was answered, as far as it is worth repeating."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    is_replay: bool = False


class KeyReused(Refused):
    """The key belongs to another request (HTTP 422)."""

    def __init__(self) -> None:
        super().__init__(
            "This key was used for another request. Take a new one for each new request.",
            field="Idempotency-Key",
            code="idempotency_key_reused",
        )


class UnderWay(Refused):
    """The first request with this key is not finished (HTTP 409)."""

    def __init__(self) -> None:
        super().__init__("The first request with this key is still under way.", code="idempotency_under_way")


def once(*, actor: str, key: str, digest: bytes, run: Callable[[], Answer]) -> Answer:
    """Run it in a transaction and keep the answer for a day; asked again with this key, give the kept one.

    ``digest`` tells requests apart. Raises KeyReused, UnderWay, and whatever ``run`` raises: then
    nothing happened and nothing is kept.
    """
    with locks.only_one(f"once:{actor}:{key}") as mine:
        if not mine:
            raise UnderWay
        kept = KeptAnswer.objects.filter(actor=actor, key=key).first()
        if kept and kept.at > clock.now() - KEPT:
            return _replay(kept, digest)
        answer = run()
        KeptAnswer.objects.update_or_create(
            actor=actor,
            key=key,
            defaults={"digest": digest, "answer": msgspec.json.encode(asdict(answer)).decode(), "at": clock.now()},
        )
        return answer


def forget_old() -> int:
    """Sweep: answers that are older than a day go. Returns how many went."""
    old = KeptAnswer.objects.filter(at__lte=clock.now() - KEPT).values_list("pk", flat=True)
    return KeptAnswer.objects.filter(pk__in=list(old[:BATCH])).delete()[0]


def _replay(kept: KeptAnswer, digest: bytes) -> Answer:
    if bytes(kept.digest) != digest:
        raise KeyReused
    return msgspec.convert(msgspec.json.decode(kept.answer) | {"is_replay": True}, type=Answer)

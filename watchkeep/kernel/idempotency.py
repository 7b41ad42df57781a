"""A request that is repeated happens once: its answer is kept beside what it did, in one transaction.

If the process dies here: the answer and the deed stand or fall together, so a repetition either finds
the answer or starts afresh. There is no "under way" that could be left behind: that is a lock, and it
falls with its connection.
"""

from collections.abc import Callable, Collection, Iterable
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
    with locks.only_one(_lock(actor, key)) as mine:
        if not mine:
            raise UnderWay
        kept = KeptAnswer.objects.filter(actor=actor, key=key).first()
        if kept and kept.at > clock.now() - KEPT:
            return _replay(kept, digest)
        answer = run()
        KeptAnswer.objects.update_or_create(
            actor=actor,
            key=key,
            defaults={"digest": digest, "answer": _packed(answer), "at": clock.now()},
        )
        return answer


def fresh(asked: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these actors' keys under which nothing is under way and nothing was answered: ours in this transaction.

    For who does several things in one transaction. What is left out is for `once`, which knows what to say.
    """
    names = {_lock(actor, key): (actor, key) for actor, key in asked}
    mine = {names[name] for name in locks.held(names)} if names else set()
    known = KeptAnswer.objects.filter(actor__in={actor for actor, _ in mine}, key__in={key for _, key in mine})
    return mine - set(known.values_list("actor", "key")) if mine else mine


def keep(answered: Iterable[tuple[str, str, bytes, Answer]]) -> None:
    """Keep answers to what was done in this transaction under keys that were `fresh`: actor, key, digest, answer."""
    now = clock.now()
    KeptAnswer.objects.bulk_create(
        KeptAnswer(actor=actor, key=key, digest=digest, answer=_packed(answer), at=now)
        for actor, key, digest, answer in answered
    )


def forget_old() -> int:
    """Sweep: answers that are older than a day go. Returns how many went."""
    old = KeptAnswer.objects.filter(at__lte=clock.now() - KEPT).values_list("pk", flat=True)
    return KeptAnswer.objects.filter(pk__in=list(old[:BATCH])).delete()[0]


def _lock(actor: str, key: str) -> str:
    return f"once:{actor}:{key}"


def _packed(answer: Answer) -> str:
    return msgspec.json.encode(asdict(answer)).decode()


def _replay(kept: KeptAnswer, digest: bytes) -> Answer:
    if bytes(kept.digest) != digest:
        raise KeyReused
    return msgspec.convert(msgspec.json.decode(kept.answer) | {"is_replay": True}, type=Answer)

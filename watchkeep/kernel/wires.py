"""How a fact finds its reactions, and how a sweep finds its hour. The wiring itself is one page above.

If the process dies here: an at-once reaction dies with its verb's transaction, so neither happened. A
later one is a job row of that same transaction: it waits for the next worker, and the janitor
gives back what a dead worker held. A reaction's own transaction sets its Done mark, so that
running twice changes nothing twice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import update_wrapper
from itertools import groupby
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection, transaction

from watchkeep.kernel import clock, queue

if TYPE_CHECKING:
    from watchkeep.kernel.facts.kinds import Fact

F = TypeVar("F", bound="Fact")


@dataclass(frozen=True)
class When(Generic[F]):
    """When this fact is told, these react: at once in its transaction, later as jobs."""

    fact: type[F]
    at_once: tuple[Callable[[F], object], ...] = ()
    later: tuple[Callable[[F], object], ...] = ()


@dataclass(frozen=True)
class Silent:
    """These facts are told for the record alone; nobody hears them."""

    facts: tuple[type["Fact"], ...]


@dataclass(frozen=True)
class Every:
    """Every so many seconds, and at once when ``wake`` is nudged, ``run`` handles what is due.

    ``run`` returns how many rows it handled and is called again at once while that is more than none. What has a
    ``lane`` can be given a process of its own, in which nothing else takes the processor from it.
    """

    seconds: float
    run: Callable[[], int]
    wake: str = ""
    lane: str = ""

    @property
    def name(self) -> str:
        """Where the sweep stands in the code."""
        return name_of(self.run)


class Together(Generic[F]):
    """Mark a reaction that takes all facts of one telling: it reads and writes once for all of them.

    A later one is an errand for some of them, and where it fails one for each: what cannot be done for one is done
    for all others.
    """

    def __init__(self, react: Callable[[Sequence[F]], object]) -> None:
        self.react = react
        update_wrapper(self, react)

    def __call__(self, fact: F) -> object:
        """React to one."""
        return self.react([fact])


MOST_TOGETHER = 100
"""Facts of one errand."""

_concerned: dict[str, Callable[[Sequence[Any]], Sequence[Any]]] = {}
_at_once: dict[type, tuple[Callable[[Any], object], ...]] = {}
_later: dict[type, tuple[Callable[[Any], object], ...]] = {}
_reactions: dict[str, Callable[[Any], object]] = {}
_sweeps: list[Every] = []
_is_import: ContextVar[bool] = ContextVar("is_import", default=False)


def concerning(is_meant: Callable[[Any], bool]) -> Callable[[Callable[[F], object]], Callable[[F], object]]:
    """Mark a later reaction that only some facts of its kind concern, told from the fact alone: others make no job."""

    def mark(reaction: Callable[[F], object]) -> Callable[[F], object]:
        _concerned[name_of(reaction)] = lambda facts: [fact for fact in facts if is_meant(fact)]
        return reaction

    return mark


def among(concerned: Callable[[Sequence[F]], Sequence[F]]) -> Callable[[Callable[[F], object]], Callable[[F], object]]:
    """The same, asked once of all facts of one telling: it may look into the database, which costs less than a job."""

    def mark(reaction: Callable[[F], object]) -> Callable[[F], object]:
        _concerned[name_of(reaction)] = concerned
        return reaction

    return mark


def connect(when: Iterable[When[Any] | Silent], every: Iterable[Every]) -> None:
    """Take the wiring page in; called once at start."""
    for kept in (_at_once, _later, _reactions):
        kept.clear()
    _sweeps.clear()
    for wire in when:
        if isinstance(wire, Silent):
            continue
        _at_once[wire.fact] = _at_once.get(wire.fact, ()) + wire.at_once
        _later[wire.fact] = _later.get(wire.fact, ()) + wire.later
        _reactions.update((name_of(reaction), reaction) for reaction in wire.later)
    _sweeps.extend(every)


def heard_by(reaction: str) -> list[str]:
    """The kinds of facts that a reaction, named as in ``name_of``, hears."""
    wired = (
        str(getattr(fact, "kind", ""))
        for wires in (_at_once, _later)
        for fact, reactions in wires.items()
        if reaction in map(name_of, reactions)
    )
    return sorted(wired)


def sweeps() -> tuple[Every, ...]:
    """All sweeps of the wiring page."""
    return tuple(_sweeps)


def react_at_once(facts: Sequence["Fact"]) -> None:
    """Run the at-once reactions, in the caller's transaction: one after another, each to all facts of a kind."""
    for kind, alike in _by_kind(facts):
        for reaction in _at_once.get(kind, ()):
            if isinstance(reaction, Together):
                reaction.react(alike)
            else:
                for fact in alike:
                    reaction(fact)


@contextmanager
def importing() -> Iterator[None]:
    """What is told inside is history: at-once reactions run, later ones (which would notify people) do not."""
    token = _is_import.set(True)
    try:
        yield
    finally:
        _is_import.reset(token)


def is_importing() -> bool:
    """Whether what is told now is history."""
    return _is_import.get()


def enqueue_later(facts: Sequence["Fact"]) -> None:
    """Put the later reactions to these facts on the queue, in the caller's transaction."""
    if _is_import.get():
        return
    errands: list[dict[str, Any]] = []
    for kind, alike in _by_kind(facts):
        for reaction in _later.get(kind, ()):
            concerned = _concerned.get(name := name_of(reaction))
            ids = [fact.id for fact in (concerned(alike) if concerned else alike)]
            errands += queue.errands_for(name, ids, together=MOST_TOGETHER if isinstance(reaction, Together) else 1)
    if errands:
        queue.put(errands)


def react_later(facts: Sequence["Fact"], name: str) -> int:
    """Carry out one later reaction to each of these facts once; returns how many had not been reacted to before.

    Raises KeyError if the wiring page no longer names the reaction, and whatever the reaction raises: then it was
    carried out to none of them.
    """
    with transaction.atomic():
        marked = _mark_done([fact.id for fact in facts], name)
        fresh, reaction = [fact for fact in facts if fact.id in marked], _reactions[name]
        if isinstance(reaction, Together) and fresh:
            reaction.react(fresh)
        elif not isinstance(reaction, Together):
            for fact in fresh:
                reaction(fact)
    return len(fresh)


def name_of(run: Callable[..., object]) -> str:
    """A function's address in the code, the name that a job keeps."""
    return f"{run.__module__}.{run.__qualname__}"  # type: ignore[attr-defined,unused-ignore]


def _by_kind(facts: Sequence["Fact"]) -> Iterator[tuple[type["Fact"], list["Fact"]]]:
    """Neighbours of one kind together, in the order in which they were told."""
    return ((kind, list(alike)) for kind, alike in groupby(facts, key=type))


def _mark_done(fact_ids: Sequence[int], name: str) -> set[int]:
    """Set the marks; returns the facts that had none. A twin that is at work is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO facts_done (fact, reaction, at) SELECT fact, %s, %s FROM unnest(%s::bigint[]) AS told (fact)"
            " ORDER BY fact ON CONFLICT DO NOTHING RETURNING fact",
            (name, clock.now(), list(fact_ids)),
        )
        return {fact for (fact,) in cursor.fetchall()}

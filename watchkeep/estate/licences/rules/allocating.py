"""Which entitlement covers what: bundles go where they save most, the rest so that as much as possible is covered.

The rest is a maximum flow between needs and entitlements, found by augmenting paths (source: L. R. Ford, D. R.
Fulkerson, “Maximal flow through a network”, 1956): no other distribution covers more of it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Need:
    """A product that somebody or something uses, and the entitlements that may cover it."""

    product: int
    options: frozenset[int]


@dataclass
class Outcome:
    """What is covered, by product; and how much of each entitlement that takes."""

    covered: Counter[int] = field(default_factory=Counter)
    taken: Counter[int] = field(default_factory=Counter)


def allocate(needs: Mapping[frozenset[Need], int], owned: Mapping[int, int]) -> Outcome:
    """Cover these needs: how many licences are needed by those who have them together, by what they need together.

    One licence of a bundle covers all that it may cover of those who have it.
    """
    outcome, left = Outcome(), dict(owned)
    waiting: Counter[frozenset[Need]] = Counter({what: n for what, n in needs.items() if what and n > 0})
    while (found := _best_bundle(waiting, left)) is not None:
        what, entitlement, covered = found
        n = min(waiting[what], left[entitlement])
        _take(outcome, left, entitlement, Counter({need.product: n for need in covered}), n)
        for other, more in ((what, -n), (what - covered, n)):
            waiting[other] += more
            if not other or not waiting[other]:
                del waiting[other]
    _flow(_single(waiting), left, outcome)
    return outcome


def _take(outcome: Outcome, left: dict[int, int], entitlement: int, covered: Counter[int], n: int) -> None:
    left[entitlement] -= n
    outcome.taken[entitlement] += n
    outcome.covered.update(covered)


def _best_bundle(
    waiting: Mapping[frozenset[Need], int], left: Mapping[int, int]
) -> tuple[frozenset[Need], int, frozenset[Need]] | None:
    """The entitlement that covers most of what somebody needs together, where that is more than one thing."""
    best: tuple[tuple[int, int, list[int]], frozenset[Need], int, frozenset[Need]] | None = None
    for what in (one for one in waiting if len(one) > 1):
        for entitlement in {option for need in what for option in need.options if left.get(option, 0) > 0}:
            covered = frozenset(need for need in what if entitlement in need.options)
            rank = (-len(covered), entitlement, sorted(need.product for need in what))
            if len(covered) > 1 and (best is None or rank < best[0]):
                best = (rank, what, entitlement, covered)
    return best[1:] if best else None


def _single(waiting: Mapping[frozenset[Need], int]) -> Counter[Need]:
    single: Counter[Need] = Counter()
    for what, n in waiting.items():
        single.update(dict.fromkeys(what, n))
    return single


def _flow(needs: Counter[Need], left: dict[int, int], outcome: Outcome) -> None:
    """Ford and Fulkerson: along each path what is covered may be handed to another entitlement that still has some."""
    given: dict[Need, Counter[int]] = defaultdict(Counter)
    ordered = sorted(needs, key=lambda need: (len(need.options), need.product, sorted(need.options)))
    for need in ordered:
        wanted = needs[need]
        while wanted and (path := _path(need, ordered, given, left)):
            n = min([wanted, left[path[-1][1]], *(given[held][gives_up] for held, _to, gives_up in path[1:])])
            for held, to, gives_up in path:
                given[held][to] += n
                if gives_up:
                    given[held][gives_up] -= n
            left[path[-1][1]] -= n
            wanted -= n
        outcome.covered[need.product] += needs[need] - wanted
    for taken in given.values():
        outcome.taken.update(+taken)


def _path(
    need: Need, others: list[Need], given: Mapping[Need, Counter[int]], left: Mapping[int, int]
) -> list[tuple[Need, int, int]]:
    """Steps to an entitlement that has some left: who takes of which, and which it gives up to the one before."""
    waiting: list[tuple[Need, int, list[tuple[Need, int, int]]]] = [(need, 0, [])]
    seen: set[int] = set()
    while waiting:
        holder, gives_up, before = waiting.pop(0)
        for option in sorted(holder.options - seen):
            seen.add(option)
            path = [*before, (holder, option, gives_up)]
            if left.get(option, 0) > 0:
                return path
            waiting += [(other, option, path) for other in others if given[other][option] > 0]
    return []

"""Which traces are one thing: a function of what is known, whatever the order in which it came.

A trace is what one source once said of one thing: a set of marks, heard for the first and for the last time at an
instant. Traces that share a mark are brought together, the strongest marks first. A mark by which things would come
together that contradict each other joins none of them: it is contested, and where the contradiction cannot be explained
by time (a card that was moved, a machine that was set up anew), somebody is asked. What people said counts before all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, product

from watchkeep.estate.discovery.rules.marks import (
    ADDRESS,
    AGENT,
    CERTIFICATE,
    CLOUD,
    LEVELS,
    LONE_SERIAL,
    MAC,
    NAME,
    SERIAL,
    UUID,
    Mark,
)

MOST_CONTESTANTS = 5
"""When more things than these contradict each other over one mark, it is a placeholder that nobody knew."""

Pair = frozenset[int]


@dataclass(frozen=True)
class Trace:
    """What one source once said of one thing, from when until when."""

    pk: int
    marks: frozenset[Mark]
    first: datetime
    last: datetime
    values: Mapping[str, frozenset[str]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        by_kind: dict[str, set[str]] = defaultdict(set)
        for mark in self.marks:
            by_kind[mark.kind].add(mark.value)
        object.__setattr__(self, "values", {kind: frozenset(values) for kind, values in by_kind.items()})


@dataclass(frozen=True)
class Doubt:
    """Two traces that share a mark and contradict each other. ``against`` names the kinds that do."""

    one: int
    other: int
    mark: Mark
    against: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """The things, each as its traces in order; by which mark each trace came in; what somebody has to say."""

    groups: tuple[tuple[int, ...], ...]
    joined_by: Mapping[int, Mark]
    doubts: tuple[Doubt, ...]


def decide(traces: Iterable[Trace], *, same: Collection[Pair] = (), apart: Collection[Pair] = ()) -> Outcome:
    """Bring together what is one thing. ``same`` and ``apart`` are pairs of traces of which somebody said so."""
    known = {trace.pk: trace for trace in sorted(traces, key=lambda one: one.pk)}
    sets = _Sets(known, {pair for pair in apart if pair <= known.keys()})
    for pair in sorted(map(sorted, (pair for pair in same if pair <= known.keys()))):
        sets.join(pair)
    contested = [clash for level in LEVELS if level != ADDRESS for clash in _bring_together(sets, level)]
    contested += _follow_addresses(sets, {pk for pair in same for pk in pair})
    doubts = {(clash.one, clash.other): clash for clash in reversed(contested) if _is_open(sets, clash)}
    return Outcome(sets.groups(), sets.joined_by, tuple(doubts[key] for key in sorted(doubts)))


class _Sets:
    """Sets of traces that are one thing, as far as is known."""

    def __init__(self, known: Mapping[int, Trace], apart: Collection[Pair]) -> None:
        self.known, self.apart = known, apart
        self.root = {pk: pk for pk in known}
        self.members = {pk: [pk] for pk in known}
        self.joined_by: dict[int, Mark] = {}

    def join(self, pks: Iterable[int], mark: Mark | None = None) -> None:
        """Bring these together, by a mark unless somebody said so."""
        first, *others = sorted({self.root[pk] for pk in pks})
        for other in others:
            if mark:
                self.joined_by.setdefault(other, mark)
            moved = self.members.pop(other)
            self.members[first] += moved
            self.root |= dict.fromkeys(moved, first)

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """All sets, in the order of their first traces."""
        return tuple(tuple(sorted(self.members[root])) for root in sorted(self.members))

    def of(self, root: int) -> list[Trace]:
        """The traces of a set."""
        return [self.known[pk] for pk in self.members[root]]

    def clash(self, one: int, other: int, mark: Mark) -> Doubt | None:
        """How two sets contradict each other at the level of a mark; None when they do not."""
        first, second = sorted((one, other))
        pairs = [(a, b) for a in self.of(first) for b in self.of(second)]
        if any(frozenset((a.pk, b.pk)) in self.apart for a, b in pairs):
            return Doubt(first, second, mark, ("person",))
        against = {kind for a, b in pairs for kind in _against(a, b, mark.kind)}
        return Doubt(first, second, mark, tuple(sorted(against, key=LEVELS.index))) if against else None


def _bring_together(sets: _Sets, level: str) -> list[Doubt]:
    """Join what shares marks of this level and contradicts itself nowhere; returns what is contested."""
    contested: list[Doubt] = []
    holders: dict[str, set[int]] = defaultdict(set)
    for pk, trace in sets.known.items():
        for value in trace.values.get(level, ()):
            holders[value].add(sets.root[pk])
    agreed = []
    for value in sorted(value for value, roots in holders.items() if len(roots) > 1):
        clashes = list(_clashes(sets, holders[value], Mark(level, value)))
        if clashes:
            contested += clashes if len(holders[value]) <= MOST_CONTESTANTS else []
        else:
            agreed.append((value, holders[value]))
    for mark, roots in _chains(level, agreed):
        if clashes := list(_clashes(sets, roots, mark)):
            contested += clashes
        else:
            sets.join(roots, mark)
    return contested


def _follow_addresses(sets: _Sets, said: Collection[int]) -> list[Doubt]:
    """Whoever bore an address first has it, and with them all who contradict them in nothing; returns what is asked.

    An address says little: machines take their turns at one. So it is asked about only where something is known by the
    address alone (``said``: unless somebody said what that is), or where two that never had another one share it.
    """
    bearers: dict[str, list[Trace]] = defaultdict(list)
    for trace in sets.known.values():
        for value in trace.values.get(ADDRESS, ()):
            bearers[value].append(trace)
    asked: list[Doubt] = []
    for value in sorted(bearers):
        mark = Mark(ADDRESS, value)
        some = sorted(bearers[value], key=lambda one: (one.first, one.last, sorted(one.marks)))
        clashes = [clash for one in some[1:] if (clash := _share(sets, some[0], one, mark))]
        if len({sets.root[clash.other] for clash in clashes}) < MOST_CONTESTANTS:
            asked += [one for clash in clashes for one in _asked(sets, some, clash, said)]
    return asked


def _share(sets: _Sets, one: Trace, other: Trace, mark: Mark) -> Doubt | None:
    """Bring two together that bear an address; how they contradict each other, when they do."""
    if sets.root[one.pk] == sets.root[other.pk]:
        return None
    if clash := sets.clash(sets.root[one.pk], sets.root[other.pk], mark):
        return Doubt(one.pk, other.pk, mark, clash.against)
    sets.join((one.pk, other.pk), mark)
    return None


def _asked(sets: _Sets, bearers: Collection[Trace], clash: Doubt, said: Collection[int]) -> Iterator[Doubt]:
    """What somebody has to say of two that share an address, as the traces that are in question."""
    first, other = sets.known[clash.one], sets.known[clash.other]
    if clash.against == (NAME,):
        places = {one.values[ADDRESS] for pk in (first.pk, other.pk) for one in sets.of(sets.root[pk])
                  if ADDRESS in one.values}  # fmt: skip
        if len({sets.root[one.pk] for one in bearers}) == 2 and len(places) == 1 and _alive_at_once(first, other):
            yield clash
        return
    for bare in bearers:
        is_with_first = sets.root[bare.pk] == sets.root[first.pk]
        if is_with_first and bare.values.keys() <= {ADDRESS, AGENT} and bare.pk not in said:
            if _alive_at_once(bare, other):
                yield Doubt(min(bare.pk, other.pk), max(bare.pk, other.pk), clash.mark, clash.against)
            return


def _clashes(sets: _Sets, roots: Collection[int], mark: Mark) -> Iterator[Doubt]:
    for one, other in combinations(sorted(roots), 2):
        if found := sets.clash(one, other, mark):
            yield found


def _chains(level: str, agreed: Iterable[tuple[str, set[int]]]) -> list[tuple[Mark, set[int]]]:
    """What several marks bring together, as one: a chain whose ends contradict each other is joined nowhere."""
    chain_of: dict[int, tuple[Mark, set[int]]] = {}
    for value, roots in agreed:
        touched = [chain_of[root] for root in roots if root in chain_of]
        chain = min([Mark(level, value), *(mark for mark, _ in touched)]), roots.union(*(more for _, more in touched))
        chain_of |= dict.fromkeys(chain[1], chain)
    return list({min(roots): (mark, roots) for mark, roots in chain_of.values()}.values())


def _against(one: Trace, other: Trace, level: str) -> tuple[str, ...]:
    """The kinds by which two traces contradict each other so much that a mark of this level cannot join them."""
    told = (CLOUD, SERIAL, UUID, LONE_SERIAL, MAC, NAME) if level == ADDRESS else (CLOUD, SERIAL, UUID, MAC)
    kinds = [kind for kind in told if kind != level and _differ(one, other, kind)]
    if not kinds or level in (CLOUD, CERTIFICATE):
        return ()
    if level == SERIAL:
        many = len({UUID, MAC} & set(kinds)) == 2 or CLOUD in kinds
        return tuple(kinds) if many or _alive_at_once(one, other) else ()
    if level == MAC or CLOUD in kinds or SERIAL in kinds or (UUID in kinds and level != UUID):
        return tuple(kinds)
    return tuple(kinds) if level in (NAME, ADDRESS) or _alive_at_once(one, other) else ()


def _differ(one: Trace, other: Trace, kind: str) -> bool:
    """Whether both bear marks of a kind, and none in common."""
    mine, yours = one.values.get(kind), other.values.get(kind)
    return bool(mine and yours and not mine & yours)


def _alive_at_once(one: Trace, other: Trace) -> bool:
    """Whether each was heard of after the other had begun: then none has followed upon the other."""
    return one.first <= other.last and other.first <= one.last


def _is_open(sets: _Sets, clash: Doubt) -> bool:
    """Whether somebody has to say what it is: it has not been settled, and time does not explain it."""
    if sets.root[clash.one] == sets.root[clash.other] or clash.against == ("person",):
        return False
    if clash.mark.kind in (SERIAL, CLOUD, ADDRESS):
        return True
    if clash.mark.kind in (AGENT, NAME, LONE_SERIAL) and {SERIAL, CLOUD} & set(clash.against):
        return False
    ones, others = (sets.of(sets.root[pk]) for pk in (clash.one, clash.other))
    bearers = [[trace for trace in some if clash.mark in trace.marks] for some in (ones, others)]
    return any(_alive_at_once(a, b) for a, b in product(*bearers))

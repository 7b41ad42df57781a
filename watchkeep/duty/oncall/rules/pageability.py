"""Who could be paged at every moment of a stretch of time, worked out from borders instead of hour by hour.

A pass through a policy that reaches nobody takes no time: each blind step gives way to the next at once. So
at a moment nobody can be paged exactly when no step that counts then reaches anybody then. That answer only changes
where a shift, an opening or an absence begins or ends; between two such borders one look is enough.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from watchkeep.duty.oncall.rules.paging import Plan, Step, Target, is_severe_enough
from watchkeep.duty.oncall.rules.rotation import Span

HOLE, SINGLE = "hole", "single"
SEVERITIES = (1, 2, 3, 4)
MAJOR = (1, 2)
"""For these somebody must be paged at any time; for lesser ones a policy may choose to wait or to spare everybody."""

NOBODY = {"team": "empty", "schedule": "nobody_on_duty"}


@dataclass(frozen=True)
class Stretch:
    """From one instant up to another."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class World:
    """All that decides who can be paged between two instants.

    `duties` holds each schedule's final spans without overlap, `lanes` the working ways of each person who can be
    reached, `unreachable` why the others cannot, `away` and `open` stretches in order.
    """

    starts_at: datetime
    ends_at: datetime
    duties: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    teams: Mapping[int, Sequence[int]] = field(default_factory=dict)
    lanes: Mapping[int, frozenset[str]] = field(default_factory=dict)
    unreachable: Mapping[int, str] = field(default_factory=dict)
    away: Mapping[int, Sequence[Stretch]] = field(default_factory=dict)
    open: Mapping[int, Sequence[Stretch]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Reason:
    """Why there is a hole or a single point: at which step (from 1; 0 for the whole policy), by what, by whom.

    Of holes `no_policy`, `no_step`, `nobody_on_duty`, `empty`, `inactive`, `no_contact`, `failing`, `away`; of single
    points `one_person`, `one_way`, `one_step`.
    """

    why: str
    step: int = 0
    target: str = ""
    person: str = ""


@dataclass(frozen=True)
class Finding:
    """From one instant to another nobody (`hole`), or only one (`single`), could be paged at these severities."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    reasons: tuple[Reason, ...]
    severities: tuple[int, ...] = SEVERITIES


def findings(plan: Plan | None, world: World) -> list[Finding]:
    """Every hole and single point of a policy, those of several severities that are alike as one, in order of time."""
    if plan is None:
        return [Finding(HOLE, world.starts_at, world.ends_at, (Reason("no_policy"),))]
    alike: dict[Finding, list[int]] = {}
    for severity in SEVERITIES:
        for found in of_severity(plan, severity, world):
            alike.setdefault(found, []).append(severity)
    merged = [replace(found, severities=tuple(levels)) for found, levels in alike.items()]
    return sorted(merged, key=lambda found: (found.starts_at, found.severities, found.reasons))


def of_severity(plan: Plan, severity: int, world: World) -> list[Finding]:
    """The holes and single points at one severity."""
    steps = [(number, step) for number, step in enumerate(plan.steps, 1) if is_severe_enough(step, severity)]
    found: list[Finding] = []
    for starts_at, ends_at in pairwise(_borders([step for _, step in steps], world)):
        kind, reasons = verdict(steps, world, starts_at, must_page=severity in MAJOR)
        if kind and found and _goes_on(found[-1], kind, reasons, starts_at):
            found[-1] = replace(found[-1], ends_at=ends_at)
        elif kind:
            found.append(Finding(kind, starts_at, ends_at, reasons))
    return found


def verdict(
    steps: Sequence[tuple[int, Step]], world: World, at: datetime, *, must_page: bool
) -> tuple[str, tuple[Reason, ...]]:
    """What holds at one moment: a hole, a single point, or nothing to name, and why."""
    counting = [(number, step) for number, step in steps if _counts(step, world, at)]
    if not counting:
        return (HOLE, (Reason("no_step"),)) if must_page else ("", ())
    looked = [(number, who, why) for number, step in counting for who, why in _behind(step, world, at)]
    reached = {who for _, who, why in looked if isinstance(who, int) and not why}
    if not reached:
        missed = {_missed(number, who, why, world) for number, who, why in looked}
        return HOLE, tuple(sorted(missed, key=lambda reason: (reason.step, reason)))
    answering = {number for number, who, why in looked if not why}
    singles = tuple(_singles(reached, answering, world))
    return (SINGLE, singles) if singles else ("", ())


def without(these: Iterable[Stretch], those: Iterable[Stretch]) -> list[Stretch]:
    """What of these stretches lies outside of those."""
    left = sorted(these, key=lambda one: one.starts_at)
    for cut in those:
        left = [part for one in left for part in _around(one, cut)]
    return left


def _around(one: Stretch, cut: Stretch) -> Iterator[Stretch]:
    if one.ends_at <= cut.starts_at or cut.ends_at <= one.starts_at:
        yield one
        return
    if one.starts_at < cut.starts_at:
        yield Stretch(one.starts_at, cut.starts_at)
    if cut.ends_at < one.ends_at:
        yield Stretch(cut.ends_at, one.ends_at)


def _goes_on(last: Finding, kind: str, reasons: tuple[Reason, ...], starts_at: datetime) -> bool:
    return (last.kind, last.reasons, last.ends_at) == (kind, reasons, starts_at)


def _borders(steps: Iterable[Step], world: World) -> list[datetime]:
    """Every instant at which the answer may change, the two ends included."""
    found = {world.starts_at, world.ends_at}
    for step in steps:
        lines: list[Sequence[Span] | Sequence[Stretch]] = [world.open.get(step.hours, ())] if step.hours else []
        for target in step.targets:
            lines += _lines(target, world)
        found.update(edge for line in lines for one in line for edge in (one.starts_at, one.ends_at))
    return sorted(edge for edge in found if world.starts_at <= edge <= world.ends_at)


def _lines(target: Target, world: World) -> list[Sequence[Span] | Sequence[Stretch]]:
    if target.kind == "schedule":
        duties = world.duties.get(target.id, ())
        return [duties, *(world.away.get(person, ()) for person in {one.person for one in duties} if person)]
    people = world.teams.get(target.id, ()) if target.kind == "team" else (target.id,)
    return [world.away.get(person, ()) for person in people]


def _counts(step: Step, world: World, at: datetime) -> bool:
    return step.hours is None or _within(world.open.get(step.hours, ()), at) is not step.outside


def _behind(step: Step, world: World, at: datetime) -> Iterator[tuple[int | Target, str]]:
    """Everybody whom a step means, with why she cannot be paged; a target with nobody behind it stands for itself."""
    for target in step.targets:
        people = _people(target, world, at)
        for person in people:
            yield person, _why_not(person, world, at)
        if not people:
            yield target, NOBODY[target.kind]


def _people(target: Target, world: World, at: datetime) -> Sequence[int]:
    if target.kind == "person":
        return (target.id,)
    if target.kind == "team":
        return world.teams.get(target.id, ())
    duties = world.duties.get(target.id, ())
    place = bisect_right(duties, at, key=lambda span: span.starts_at) - 1
    person = duties[place].person if place >= 0 and duties[place].holds(at) else None
    return () if person is None else (person,)


def _why_not(person: int, world: World, at: datetime) -> str:
    return world.unreachable.get(person) or ("away" if _within(world.away.get(person, ()), at) else "")


def _missed(number: int, who: int | Target, why: str, world: World) -> Reason:
    if isinstance(who, Target):
        return Reason(why, number, target=who.name)
    return Reason(why, number, person=world.names.get(who, ""))


def _singles(reached: set[int], answering: set[int], world: World) -> Iterator[Reason]:
    if len(reached) == 1:
        yield Reason("one_person", person=world.names.get(next(iter(reached)), ""))
    lanes = frozenset[str]().union(*(world.lanes.get(person, frozenset()) for person in reached))
    if len(lanes) == 1:
        yield Reason("one_way", target=next(iter(lanes)))
    if len(answering) == 1:
        yield Reason("one_step", step=next(iter(answering)))


def _within(stretches: Sequence[Stretch], at: datetime) -> bool:
    """Whether an instant lies in one of these stretches, which are in order and do not overlap."""
    place = bisect_right(stretches, at, key=lambda one: one.starts_at) - 1
    return place >= 0 and at < stretches[place].ends_at

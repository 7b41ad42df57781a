"""What comes next in a run, told from the states of its steps alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from watchkeep.duty.automation.rules.steps import Step, holds

SETTLED = frozenset({"done", "skipped", "undone"})


@dataclass(frozen=True)
class Seen:
    """A step of a run as the decision sees it."""

    step: Step
    stage: int
    state: str
    answer: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether the run may go past it."""
        return self.state in SETTLED or (self.state == "failed" and self.step.on_failure == "go_on")

    @property
    def blocks(self) -> bool:
        """Whether it failed in a way that somebody must decide about."""
        return self.state == "failed" and self.step.on_failure != "go_on"


@dataclass(frozen=True)
class Next:
    """What follows: ``end`` says how the run stands; steps, by place, that become ready or are passed by."""

    end: Literal["going", "stopped", "done"]
    ready: tuple[int, ...] = ()
    passed: tuple[int, ...] = ()


def following(run: Sequence[Seen], facts: Mapping[str, Any]) -> Next:
    """Decide what follows: conditions are asked when a step is reached, with the answers given until then."""
    if any(seen.blocks for seen in run):
        return Next("stopped")
    answers = {seen.step.key: seen.answer for seen in run if seen.state == "done"}
    passed: list[int] = []
    for stage in sorted({seen.stage for seen in run}):
        here = [(place, seen) for place, seen in enumerate(run) if seen.stage == stage and not seen.is_settled]
        waiting = [(place, seen) for place, seen in here if seen.state == "waiting"]
        ready = tuple(place for place, seen in waiting if holds(seen.step.condition, facts, answers))
        passed += [place for place, _seen in waiting if place not in ready]
        if ready or len(here) > len(waiting):
            return Next("going", ready, tuple(passed))
    return Next("done", passed=tuple(passed))


def to_undo(run: Sequence[Seen]) -> int | None:
    """The place of the step that is taken back next: the last one done that can be."""
    places = [place for place, seen in enumerate(run) if seen.state == "done" and seen.step.can_be_undone]
    return max(places, default=None)

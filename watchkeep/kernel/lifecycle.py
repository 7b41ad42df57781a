"""Life cycles: the only code that sets a state.

Of two people who press the same button one wins and the other is told, because the move is one
conditional UPDATE on the row that holds the state. With multi-table inheritance it would not be:
Django selects ids first and updates by id.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models
from django.db.models.expressions import BaseExpression

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused


class Stateful(Protocol):
    """A row whose own table holds a ``state``."""

    pk: Any
    state: str


@dataclass(frozen=True)
class Step:
    """One line in the map of a life: a verb, where it starts, where it ends, who may, what it needs.

    ``end`` None leaves the state as it is.
    """

    verb: str
    start: Collection[str]
    end: str | None
    may: str
    needs: tuple[str, ...] = ()
    label: Any = ""


class Lifecycle:
    """A map of states and the one way to travel it."""

    def __init__(self, *steps: Step) -> None:
        self.steps: dict[str, Step] = {step.verb: step for step in steps}
        if len(self.steps) != len(steps):
            raise TypeError("a verb stands twice in the map")

    def __iter__(self) -> Any:
        return iter(self.steps.values())

    def open_to(self, row: Stateful, actor: Actor) -> list[Step]:
        """The steps that this actor may take from here: the buttons to draw."""
        return [step for step in self if row.state in step.start and actor.may(step.may)]

    def may(self, row: Stateful, verb: str, actor: Actor) -> bool:
        """Whether this actor may take this step from here."""
        return self.steps[verb] in self.open_to(row, actor)

    def move(
        self, row: Stateful, verb: str, *, by: Actor, given: Mapping[str, Any] | None = None, **values: Any
    ) -> None:
        """Take a step: write the new state and ``values`` in one conditional UPDATE of the row.

        ``given`` holds what the step needs but other rows keep. Raises NotAllowed without the
        permission; Refused with a field when a need is missing, without one when somebody was first.
        """
        step = self.steps[verb]
        if not by.may(step.may):
            raise NotAllowed(f"{by.name} may not {_spoken(verb)} this.", permission=step.may)
        self._refuse_missing(step, {**(given or {}), **values})
        changes = values if step.end is None else {"state": step.end, **values}
        manager: models.Manager[Any] = type(row)._base_manager  # type: ignore[attr-defined]  # noqa: SLF001  # Django's own name
        if manager.filter(pk=row.pk, state__in=step.start).update(**changes) != 1:
            raise Refused(f"This cannot {_spoken(verb)} now: somebody may have been first.", code="wrong_state")
        _take_over(row, changes)

    @staticmethod
    def _refuse_missing(step: Step, values: Mapping[str, Any]) -> None:
        for name in step.needs:
            if values.get(name) in (None, "", []):
                raise Refused(f"To {_spoken(step.verb)}, give the {_spoken(name)}.", field=name, code="missing")


def _take_over(row: Any, changes: Mapping[str, Any]) -> None:
    """Let the object in hand say what the row says now."""
    computed = [name for name, value in changes.items() if isinstance(value, BaseExpression)]
    for name, value in changes.items():
        if name not in computed:
            setattr(row, name, value)
    if computed:
        row.refresh_from_db(fields=computed)


def _spoken(name: str) -> str:
    return name.strip("_").replace("_", " ")

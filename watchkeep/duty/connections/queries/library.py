"""The library: which actions there are, what they ask for, what they make of what they are given."""

from collections.abc import Mapping
from typing import Any

from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.connections.rules import settings
from watchkeep.duty.connections.rules.actions import LIBRARY, About, Action
from watchkeep.kernel import parameters as fields
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Field


def library() -> tuple[type[Action], ...]:
    """The actions that can be chosen for a step; each has ``about``."""
    return tuple(kind for kind in LIBRARY.values() if kind.about.connects != "*")


def about(action_name: str) -> About:
    """What people read of an action before they choose it. Raises Refused when there is none."""
    return _kind(action_name).about


def label_of(action_name: str) -> Any:
    """The name of an action in words."""
    return LIBRARY[action_name].about.label if action_name in LIBRARY else action_name


def fields_of(action_name: str) -> tuple[Field, ...]:
    """The parameters of an action, from which a form can be drawn."""
    return fields.of(_kind(action_name))


def settings_of(kind: str) -> tuple[Field, ...]:
    """The settings of a kind of connection, from which a form can be drawn."""
    return fields.of(settings.KINDS[kind])


def read(action_name: str, parameters: Mapping[str, Any], also: frozenset[str] = frozenset()) -> Action:
    """The action that these parameters make. Raises Refused with the field that is wrong.

    ``also`` are names for placeholders besides incident, service, asset and answers.
    """
    action = fields.read(_kind(action_name), parameters)
    action.check(also)
    return action


def action_of(run: ActionRun) -> Action:
    """The action of a run, with its parameters as they were asked for."""
    return fields.read(_kind(run.action), run.parameters)


def brief(run: ActionRun) -> str:
    """What a run does in a few words, for a list."""
    return action_of(run).brief[:200]


def can_be_undone(run: ActionRun) -> bool:
    """Whether it ran, and says a way to take it back."""
    return run.started_at is not None and not run.is_dry_run and action_of(run).undoing() is not None


def _kind(action_name: str) -> type[Action]:
    if action_name not in LIBRARY:
        raise Refused(f"There is no action called {action_name}.", field="action")
    return LIBRARY[action_name]

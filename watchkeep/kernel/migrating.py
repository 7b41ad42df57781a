"""A first start in seconds: Django draws a model anew for each step of a migration, and all that is related to it.

For a new table, an index or a constraint only the model itself has to be drawn: nobody refers to a table that did not
exist, and an index changes no field. What runs as Python in a migration still sees all models drawn from scratch
(``clear_delayed_apps_cache``), because the state is marked as delayed. With a hundred migrations of tables that all
refer to each other this is three quarters of the time.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.db.migrations.state import ProjectState

CHANGES = ("add_model", "_append_option", "_remove_option")


def quicken() -> None:
    """Let the changes that concern one model draw that model alone."""
    for name in CHANGES:
        change = getattr(ProjectState, name)
        if not hasattr(change, "__wrapped__"):
            setattr(ProjectState, name, _alone(change))


def _alone(change: Callable[..., None]) -> Callable[..., None]:
    @wraps(change)
    def changed(state: Any, *args: Any) -> None:
        state.reload_model = partial(_draw, state)
        try:
            change(state, *args)
        finally:
            del state.reload_model

    return changed


def _draw(state: Any, app_label: str, model_name: str, delay: bool = True) -> None:
    if "apps" in vars(state):
        state.is_delayed = state.is_delayed or delay
        state._reload({(app_label, model_name)})  # noqa: SLF001  # there is no other door

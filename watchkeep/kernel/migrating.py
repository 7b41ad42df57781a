"""A first start in seconds: Django draws a model anew for each step of a migration, and all that is related to it.

For a new table, a new column, an index or a constraint only the model itself has to be drawn: nobody refers to what
did not exist, and an index changes no field. What runs as Python in a migration still sees all models drawn from
scratch. That is dear, so migrations that only fill in rows wait, as far as their dependencies let them, until no
table of others can be made before them; one drawing then serves all that follow one another. With a hundred and fifty
migrations of tables that all refer to each other this is nine tenths of the time.
"""

import gc
from collections.abc import Callable
from functools import cache, partial, wraps
from typing import Any

from django.apps.registry import Apps
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.state import ProjectState

CHANGES = ("add_model", "add_field", "_append_option", "_remove_option")
Plan = list[tuple[Migration, bool]]


def quicken() -> None:
    """Let the changes that concern one model draw that model alone, and one drawing serve many fillings."""
    for name in CHANGES:
        _wrap(ProjectState, name, _alone)
    _wrap(MigrationExecutor, "migration_plan", _ordered)
    _wrap(MigrationExecutor, "apply_migration", _drawn)
    _wrap(MigrationExecutor, "migrate", lambda migrating: _uncollected(_remembering(migrating)))


def _wrap(owner: type, name: str, wrapping: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    method = getattr(owner, name)
    if not hasattr(method, "__wrapped__"):
        setattr(owner, name, wrapping(method))


def _alone(change: Callable[..., None]) -> Callable[..., None]:
    @wraps(change)
    def changed(state: Any, *args: Any) -> None:
        state.reload_model = partial(_draw, state)
        try:
            change(state, *args)
        finally:
            del state.reload_model

    return changed


def _draw(state: Any, app_label: str, model_name: str, delay: bool = True) -> None:  # noqa: ARG001  # as Django calls it
    if "apps" in vars(state):
        state.is_delayed = True
        state._reload({(app_label, model_name)})  # noqa: SLF001  # there is no other door


def _ordered(planning: Callable[..., Plan]) -> Callable[..., Plan]:
    @wraps(planning)
    def planned(executor: MigrationExecutor, *args: Any, **options: Any) -> Plan:
        plan = planning(executor, *args, **options)
        return plan if any(is_backwards for _, is_backwards in plan) else rows_late(plan, executor.loader.graph)

    return planned


def rows_late(plan: Plan, graph: MigrationGraph) -> Plan:
    """The same plan, with what fills in rows as late and as close together as the dependencies allow."""
    waiting, ordered, fills = dict.fromkeys(migration for migration, _ in plan), [], False
    while waiting:
        ready = next((one for one in waiting if _fills(one) == fills and _is_free(one, waiting, graph)), None)
        if ready:
            ordered.append((ready, False))
            del waiting[ready]
        else:
            fills = not fills
    return ordered


def _is_free(migration: Migration, waiting: dict[Migration, None], graph: MigrationGraph) -> bool:
    parents = graph.node_map[migration.app_label, migration.name].parents
    return not any(graph.nodes[parent.key] in waiting for parent in parents)


def _fills(migration: Migration) -> bool:
    return any(isinstance(operation, RunPython) for operation in migration.operations)


def _uncollected(migrating: Callable[..., Any]) -> Callable[..., Any]:
    """Models that are drawn by the thousand are looked through again and again for what is garbage: not meanwhile."""

    @wraps(migrating)
    def migrated(*args: Any, **options: Any) -> Any:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return migrating(*args, **options)
        finally:
            if was_on:
                gc.enable()

    return migrated


def _remembering(migrating: Callable[..., Any]) -> Callable[..., Any]:
    """Which models settings can swap does not change meanwhile, but Django forgets it with each model that it draws."""
    asked: Any = Apps.get_swappable_settings_name

    @wraps(migrating)
    def migrated(*args: Any, **options: Any) -> Any:
        remembered: Any = cache(asked.__wrapped__)
        remembered.cache_clear = lambda: None
        Apps.get_swappable_settings_name = remembered  # type: ignore[method-assign]
        try:
            return migrating(*args, **options)
        finally:
            Apps.get_swappable_settings_name = asked  # type: ignore[method-assign]

    return migrated


def _drawn(applying: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(applying)
    def applied(executor: MigrationExecutor, state: Any, migration: Migration, *args: Any, **options: Any) -> Any:
        if state.is_delayed and _fills(migration):
            state.clear_delayed_apps_cache()
            state.is_delayed = False
            state.apps  # noqa: B018  # drawn now, for all that follow without a change of a table
        return applying(executor, state, migration, *args, **options)

    return applied

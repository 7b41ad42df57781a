from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.graph import MigrationGraph

from watchkeep.kernel import migrating


def test_what_fills_in_rows_waits_for_the_tables_of_others_and_runs_together():
    plan, graph = planned({"a.1": (), "a.2 fills": ("a.1",), "b.1": ("a.1",), "b.2 fills": ("b.1",), "c.1": ("a.1",)})
    assert names(migrating.rows_late(plan, graph)) == ["a.1", "b.1", "c.1", "a.2 fills", "b.2 fills"]


def test_what_depends_on_rows_still_comes_after_them():
    plan, graph = planned({"a.1": (), "a.2 fills": ("a.1",), "a.3": ("a.2 fills",), "b.1": (), "b.2 fills": ("a.3",)})
    assert names(migrating.rows_late(plan, graph)) == ["a.1", "b.1", "a.2 fills", "a.3", "b.2 fills"]


def test_what_is_applied_already_holds_nothing_up():
    plan, graph = planned({"a.1": (), "a.2": ("a.1",), "b.1 fills": ("a.1",)})
    assert names(migrating.rows_late(plan[1:], graph)) == ["a.2", "b.1 fills"]


def planned(parents):
    """Migrations by their names ("slice.name"), each after those it names, as Django would run them."""
    graph, plan = MigrationGraph(), []
    for name, before in parents.items():
        migration = Migration(*reversed(name.split(".")))
        migration.operations = [RunPython(RunPython.noop) if "fills" in name else RunSQL("SELECT 1")]
        graph.add_node(key(name), migration)
        for parent in before:
            graph.add_dependency(migration, key(name), key(parent))
        plan.append((migration, False))
    return plan, graph


def key(name):
    return tuple(name.split("."))


def names(plan):
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]

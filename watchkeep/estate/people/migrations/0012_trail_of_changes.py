"""The audit trail follows the rules of changes, too: models, policies, boards, freezes, pipelines, watches, maintenance.

An index on a function does not notice that the function is another: it is made anew.
"""

from importlib import import_module

from django.db import migrations

FORMER = import_module("watchkeep.estate.people.migrations.0011_trail_by_function")
RULES = """
    'change_model.saved', 'change_model.promoted', 'change_model.demoted',
    'change_policy.saved', 'change_policy.removed', 'board.saved',
    'freeze.declared', 'freeze.changed', 'freeze.lifted', 'change.let_through', 'change.stopped_again',
    'pipeline.added', 'pipeline.changed', 'pipeline.key_made', 'pipeline.switched',
    'drift_watch.set', 'drift_watch.ended',
    'maintenance_plan.made', 'maintenance_plan.edited', 'maintenance_plan.ended'
"""
FUNCTION = f"""
CREATE OR REPLACE FUNCTION facts_is_of_trail(stream text, kind text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN {FORMER.WRITTEN_OUT} OR kind IN ({RULES});
END
$$
"""
BEFORE = FORMER.FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
ANEW = "; ".join(
    FORMER.anew(name, columns, "facts_is_of_trail(stream, kind)") for name, columns in FORMER.INDEXES.items()
)


class Migration(migrations.Migration):
    dependencies = [("people", "0011_trail_by_function")]
    operations = [migrations.RunSQL(f"{FUNCTION}; {ANEW}", f"{BEFORE}; {ANEW}")]

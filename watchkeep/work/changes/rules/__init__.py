"""Pure decisions on changes."""

from watchkeep.work.changes.rules.plans import LONGEST, MOST_STEPS, Planned, placed, plain_plan, read_plan

__all__ = ["LONGEST", "MOST_STEPS", "Planned", "placed", "plain_plan", "read_plan"]

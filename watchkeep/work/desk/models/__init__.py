"""The rows of the desk slice, in chapters."""

from watchkeep.work.desk.models.macros import Macro
from watchkeep.work.desk.models.runs import Outcome, Run, RunItem

__all__ = ["Macro", "Outcome", "Run", "RunItem"]

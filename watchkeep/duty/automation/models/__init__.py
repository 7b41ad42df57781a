"""The rows of the automation slice, in chapters."""

from watchkeep.duty.automation.models.procedures import Kind, Procedure, Tie, Version
from watchkeep.duty.automation.models.runs import RoleHolder, Run, RunState, RunStep, StepState

__all__ = ["Kind", "Procedure", "RoleHolder", "Run", "RunState", "RunStep", "StepState", "Tie", "Version"]

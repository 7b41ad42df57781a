"""What the on-call pages ask for."""

from watchkeep.doors.console.oncall.forms.absences import AbsenceForm, HomelandForm
from watchkeep.doors.console.oncall.forms.covers import CoverForm
from watchkeep.doors.console.oncall.forms.layers import LayerForm
from watchkeep.doors.console.oncall.forms.loads import RatesForm
from watchkeep.doors.console.oncall.forms.schedules import OverrideForm, ScheduleForm

__all__ = ["AbsenceForm", "CoverForm", "HomelandForm", "LayerForm", "OverrideForm", "RatesForm", "ScheduleForm"]

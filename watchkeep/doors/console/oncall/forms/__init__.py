"""What the on-call pages ask for."""

from watchkeep.doors.console.oncall.forms.layers import LayerForm
from watchkeep.doors.console.oncall.forms.schedules import OverrideForm, ScheduleForm, SureForm

__all__ = ["LayerForm", "OverrideForm", "ScheduleForm", "SureForm"]

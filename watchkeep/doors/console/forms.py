"""Forms of the console: plain Django forms that can carry a verb out and show its no where it belongs."""

from watchkeep.doors.ui.forms import MergingForm, PartedForm, ReasonForm, VerbForm, WallField, moment

__all__ = ["MergingForm", "PartedForm", "ReasonForm", "VerbForm", "WallField", "moment"]

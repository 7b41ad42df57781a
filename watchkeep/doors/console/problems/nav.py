"""Where the frame leads to problems."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.problems.permissions import P

RAIL = (
    Entry(
        label=_("Problems"), href="console:problems", icon="problem", group="insight", order=10, permission=P.SEE,
        keys="g b",
    ),
)  # fmt: skip

"""Where the frame leads to actions."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.connections.permissions import P

RAIL = (
    Entry(
        label=_("Action log"), href="console:actions", icon="bolt", group="duty", order=55, permission=P.SEE_RUNS,
        keys="g x",
    ),
)  # fmt: skip

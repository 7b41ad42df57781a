"""Where the frame leads to leavers and movers."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.reclaiming.permissions import P

RAIL = (
    Entry(
        label=_("Leavers and movers"), href="console:leavers", icon="person", group="estate", order=29,
        permission=P.SEE,
    ),
)  # fmt: skip

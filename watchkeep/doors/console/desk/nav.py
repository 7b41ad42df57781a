"""Where the frame leads to calls."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.tickets.permissions import P

RAIL = (
    Entry(
        label=_("Note down a call"), href="console:call", icon="phone", group="work", order=90, permission=P.NOTE,
        keys="n p",
    ),
)  # fmt: skip

"""Where the frame leads to the queue and to macros."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.desk.permissions import P
from watchkeep.work.tickets.permissions import P as Tickets

RAIL = (
    Entry(
        label=_("All tickets"), href="console:tickets", icon="menu", group="work", order=15, permission=Tickets.SEE,
        keys="g y",
    ),
)  # fmt: skip
SETTINGS = (Entry(label=_("Macros"), href="console:macros", icon="play", order=45, permission=P.MACROS, keys="g z"),)

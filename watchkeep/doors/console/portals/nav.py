"""Where the frame leads to the figures of the portals and to their settings."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.selfservice.permissions import P

RAIL = (
    Entry(
        label=_("Self-service"), href="console:self-service", icon="help", group="insight", order=50, permission=P.SEE
    ),
)
SETTINGS = (Entry(label=_("Portals"), href="console:portals", icon="globe", group="work", order=40, permission=P.SEE),)

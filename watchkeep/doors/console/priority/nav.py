"""Where the settings lead to the matrix and the thresholds."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.incidents.permissions import P

SETTINGS = (
    Entry(label=_("Priority"), href="console:scales", icon="impact", group="work", order=6, permission=P.CONFIGURE),
)

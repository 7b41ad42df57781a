"""Where the settings lead to the severities."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.tickets.permissions import P

SETTINGS = (
    Entry(label=_("Severities"), href="console:severities", icon="severity-2", group="work", order=5, permission=P.SEE),
)

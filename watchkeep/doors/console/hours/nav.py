"""Where the settings lead to business hours."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.services.permissions import P

SETTINGS = (
    Entry(label=_("Business hours"), href="console:hours", icon="clock", group="estate", order=10, permission=P.SEE),
)

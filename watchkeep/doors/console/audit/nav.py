"""Where the settings lead to the audit trail."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.people.permissions import P

SETTINGS = (
    Entry(label=_("Audit trail"), href="console:audit", icon="history", group="people", order=30, permission=P.AUDIT),
)

"""Where the frame leads here."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.announcements.permissions import P

RAIL = (
    Entry(
        label=_("Status pages"), href="console:announcements", icon="globe", group="duty", order=40, permission=P.SEE
    ),
)
SETTINGS = (
    Entry(
        label=_("Status pages"), href="console:status_pages", icon="globe", group="house", order=45,
        permission=P.MANAGE,
    ),
)  # fmt: skip

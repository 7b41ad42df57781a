"""Where the settings lead to connections."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.connections.permissions import P

SETTINGS = (
    Entry(
        label=_("Connections"), href="console:connections", icon="integration", group="house", order=35,
        permission=P.SEE,
    ),
)  # fmt: skip

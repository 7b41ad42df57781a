"""Where the settings lead to maintenance windows."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.services.permissions import P

SETTINGS = (
    Entry(
        label=_("Maintenance windows"), href="console:maintenance", icon="wrench", group="estate", order=20,
        permission=P.SEE,
    ),
)  # fmt: skip

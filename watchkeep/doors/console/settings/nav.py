"""Where the frame leads to the settings."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.people.permissions import P

RAIL = (
    Entry(
        label=_("Settings"), href="console:settings", icon="settings", group="house", order=90, permission=P.SETTINGS,
        keys="g s",
    ),
)  # fmt: skip

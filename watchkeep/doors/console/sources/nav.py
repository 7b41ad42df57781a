"""Where the settings lead to the sources of people."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.people.permissions import P

SETTINGS = (
    Entry(
        label=_("Sign-in and directories"),
        href="console:sources",
        icon="shield",
        group="people",
        order=25,
        permission=P.SEE_SOURCES,
    ),
)

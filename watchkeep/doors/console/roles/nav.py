"""Where the settings lead to roles."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.people.permissions import P

SETTINGS = (Entry(label=_("Roles"), href="console:roles", icon="shield", group="people", order=20, permission=P.ROLES),)

"""Where the settings lead to freezes."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.changes.permissions import P

SETTINGS = (
    Entry(
        label=_("Change freezes"), href="console:freezes", icon="lock", group="work", order=51, permission=P.SEE,
    ),
)  # fmt: skip

"""Where the frame leads to boards."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.changes.permissions import P

SETTINGS = (
    Entry(label=_("Boards"), href="console:boards", icon="team", group="work", order=52, permission=P.SEE),
)  # fmt: skip

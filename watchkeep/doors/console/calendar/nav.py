"""Where the pages of changes lead to the calendar of changes."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.changes.permissions import P

BESIDE_CHANGES = (
    Entry(
        label=_("Now and tonight"), href="console:change-now", icon="timer", group="work", order=41, permission=P.SEE,
    ),
    Entry(
        label=_("Change calendar"), href="console:change-calendar", icon="calendar", group="work", order=41,
        permission=P.SEE,
    ),
)  # fmt: skip

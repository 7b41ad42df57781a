"""Where the frame leads to runbooks and workflows."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.automation.permissions import P

RAIL = (
    Entry(
        label=_("Runbooks"), href="console:procedures", icon="book", group="duty", order=45, permission=P.SEE,
    ),
)  # fmt: skip

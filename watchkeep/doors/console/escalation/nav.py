"""Where the frame leads here."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.oncall.permissions import P

RAIL = (
    Entry(
        label=_("Escalation"),
        href="console:escalation",
        icon="escalate",
        group="duty",
        order=20,
        permission=P.SEE,
        keys="g e",
    ),
)

"""Where the frame leads here."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.oncall.permissions import P

RAIL = (
    Entry(
        label=_("On-call"), href="console:oncall", icon="on-call", group="duty", order=10, permission=P.SEE, keys="g o"
    ),
)

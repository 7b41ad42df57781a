"""Where the settings lead to the targets."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.sla.permissions import P

SETTINGS = (
    Entry(
        label=_("Service levels"), href="console:sla_targets", icon="timer", group="duty", order=10,
        permission=P.CONFIGURE,
    ),
)  # fmt: skip

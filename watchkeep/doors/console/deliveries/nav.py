"""Where the frame leads to the delivery log."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.notify.permissions import P

RAIL = (
    Entry(
        label=_("Deliveries"), href="console:deliveries", icon="delivery", group="duty", order=60, permission=P.SEE,
        keys="g d",
    ),
)  # fmt: skip

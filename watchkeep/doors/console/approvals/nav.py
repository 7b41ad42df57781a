"""Where the frame leads to approvals."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.approvals.permissions import P

RAIL = (
    Entry(
        label=_("Approvals"), href="console:approvals", icon="shield", group="work", order=16, permission=P.ANSWER,
        keys="g u",
    ),
)  # fmt: skip

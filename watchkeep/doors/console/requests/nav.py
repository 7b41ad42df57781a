"""Where the frame leads to requests."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.requests.permissions import P

RAIL = (
    Entry(
        label=_("Requests"), href="console:requests", icon="request", group="work", order=15, permission=P.WORK,
        keys="g q",
    ),
)  # fmt: skip

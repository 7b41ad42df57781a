"""Where the frame leads to services."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.services.permissions import P

RAIL = (
    Entry(
        label=_("Services"), href="console:services", icon="service", group="estate", order=10, permission=P.SEE,
        keys="g v",
    ),
)  # fmt: skip

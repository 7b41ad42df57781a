"""Where the frame leads to alerts."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.insight.detection.permissions import P

RAIL = (
    Entry(
        label=_("Alerts"), href="console:alerts", icon="alert", group="work", order=30, permission=P.SEE, keys="g a",
    ),
)  # fmt: skip

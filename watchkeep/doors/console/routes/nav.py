"""Where the frame leads to routes."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.insight.detection.permissions import P

RAIL = (
    Entry(
        label=_("Routes"), href="console:routes", icon="route", group="house", order=21,
        permission=P.SEE_INTEGRATIONS,
    ),
)  # fmt: skip

"""Where the settings lead to integrations."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.insight.detection.permissions import P

RAIL = (
    Entry(
        label=_("Integrations"), href="console:integrations", icon="integration", group="house", order=20,
        permission=P.SEE_INTEGRATIONS,
    ),
)  # fmt: skip

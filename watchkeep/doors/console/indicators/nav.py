"""Where the settings lead to indicators."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.insight.verdicts.permissions import P

SETTINGS = (
    Entry(
        label=_("Indicators"), href="console:indicators", icon="heartbeat", group="house", order=37,
        permission=P.SEE_INDICATORS,
    ),
)  # fmt: skip

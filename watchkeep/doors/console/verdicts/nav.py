"""Where the pages of changes and the settings lead to verdicts, and the settings to what reviews of changes ask."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.insight.verdicts.permissions import P

BESIDE_CHANGES = (
    Entry(label=_("Verdicts"), href="console:verdicts", icon="impact", group="work", order=46, permission=P.SEE),
)  # fmt: skip
SETTINGS = (
    Entry(
        label=_("Reviews of changes"), href="console:change-questions", icon="help", group="work", order=47,
        permission=P.CONFIGURE,
    ),
)  # fmt: skip

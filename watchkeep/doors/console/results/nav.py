"""Where the pages of changes lead to how they went."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.changes.permissions import P

BESIDE_CHANGES = (
    Entry(label=_("Results"), href="console:change-results", icon="chart", group="work", order=47, permission=P.SEE),
)  # fmt: skip

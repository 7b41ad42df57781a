"""Where the frame leads to policies of approval."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.changes.permissions import P

SETTINGS = (
    Entry(
        label=_("Approval of changes"), href="console:change-policies", icon="shield", group="work", order=51,
        permission=P.SEE,
    ),
)  # fmt: skip

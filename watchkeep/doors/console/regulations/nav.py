"""Where the frame leads to the clocks of the law."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.regulations.permissions import P

SETTINGS = (
    Entry(
        label=_("Reports to authorities"), href="console:regulations", icon="flag", group="duty", order=60,
        permission=P.SEE,
    ),
)  # fmt: skip

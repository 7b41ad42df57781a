"""Where the settings lead to failed jobs."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.kernel.permissions import Machinery

SETTINGS = (
    Entry(
        label=_("Failed jobs"), href="console:jobs", icon="machine", group="house", order=90,
        permission=Machinery.READ,
    ),
)  # fmt: skip

"""Where the settings lead to webhooks."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.notify.permissions import P

SETTINGS = (
    Entry(
        label=_("Webhooks"), href="console:webhooks", icon="webhook", group="house", order=40,
        permission=P.CONFIGURE,
    ),
)  # fmt: skip

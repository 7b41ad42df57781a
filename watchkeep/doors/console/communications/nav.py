"""Where the settings lead to audiences and words."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.communications.permissions import P

SETTINGS = (
    Entry(
        label=_("Audiences"), href="console:audiences", icon="megaphone", group="duty", order=30,
        permission=P.CONFIGURE,
    ),
    Entry(
        label=_("Message texts"), href="console:message-templates", icon="note", group="duty", order=31,
        permission=P.CONFIGURE,
    ),
)  # fmt: skip

"""Where the settings lead to mailboxes."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.correspondence.permissions import P

SETTINGS = (
    Entry(label=_("Mailboxes"), href="console:mailboxes", icon="mail", group="house", order=36, permission=P.SEE),
)

"""Where the settings lead to chat."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.chat.permissions import P

SETTINGS = (
    Entry(label=_("Chat"), href="console:chat", icon="comment", group="house", order=37, permission=P.SEE),
    Entry(label=_("My chat accounts"), href="console:chat-accounts", icon="comment", group="duty", order=6),
)

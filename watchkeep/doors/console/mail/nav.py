"""Where the frame leads to received mail."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.correspondence.permissions import P

RAIL = (Entry(label=_("Mail"), href="console:mail", icon="mail", group="work", order=80, permission=P.SEE, keys="g m"),)

"""Where the frame leads to people."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.people.permissions import P

RAIL = (
    Entry(
        label=_("People"), href="console:people", icon="person", group="estate", order=40, permission=P.SEE, keys="g p"
    ),
)

"""Where the frame leads to teams."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.people.permissions import P

RAIL = (
    Entry(label=_("Teams"), href="console:teams", icon="team", group="estate", order=30, permission=P.SEE, keys="g t"),
)

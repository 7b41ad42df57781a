"""Where the frame leads to discovery."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.discovery.permissions import P

RAIL = (
    Entry(
        label=_("Discovery"),
        href="console:discovery",
        icon="eye",
        group="estate",
        order=25,
        permission=P.SEE,
        keys="g f",
    ),
)

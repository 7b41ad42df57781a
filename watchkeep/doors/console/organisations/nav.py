"""Where the settings lead to organisations."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.people.permissions import P

SETTINGS = (
    Entry(
        label=_("Organisations"), href="console:organisations", icon="organisation", group="people", order=10,
        permission=P.SEE,
    ),
)  # fmt: skip

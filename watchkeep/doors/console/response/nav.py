"""Where the settings lead to plans and roles."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.duty.response.permissions import P

SETTINGS = (
    Entry(
        label=_("Response plans"), href="console:plans", icon="book", group="duty", order=5, permission=P.SEE,
    ),
    Entry(
        label=_("Roles in a response"), href="console:response-roles", icon="person", group="duty", order=6,
        permission=P.SEE,
    ),
)  # fmt: skip

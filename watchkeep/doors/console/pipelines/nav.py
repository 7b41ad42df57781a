"""Where the pages of changes and the settings lead to deployments and to those who tell of them."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.changes.permissions import P

BESIDE_CHANGES = (
    Entry(
        label=_("Deployments"), href="console:deployments", icon="upload", group="work", order=42, permission=P.SEE,
    ),
)  # fmt: skip
SETTINGS = (
    Entry(
        label=_("Pipelines and gate"), href="console:pipelines", icon="integration", group="work", order=52,
        permission=P.SEE,
    ),
)  # fmt: skip

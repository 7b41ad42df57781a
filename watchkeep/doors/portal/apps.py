"""The door as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui import catalogue


class PortalConfig(AppConfig):
    """The portals."""

    name = "watchkeep.doors.portal"
    label = "portal"
    verbose_name = _("Portals")

    def ready(self) -> None:
        """Know the languages of the portals."""
        catalogue.load(__file__)

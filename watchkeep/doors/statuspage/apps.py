"""The door as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui import catalogue


class StatusPageConfig(AppConfig):
    """Status pages."""

    name = "watchkeep.doors.statuspage"
    label = "statuspage"
    verbose_name = _("Status pages")

    def ready(self) -> None:
        """Know the languages of the public."""
        catalogue.load(__file__)

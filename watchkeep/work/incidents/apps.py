"""The incidents slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """Something has stopped working."""

    name = "watchkeep.work.incidents"
    label = "incidents"
    verbose_name = _("Incidents")

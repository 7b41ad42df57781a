"""The calendars slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    """Business hours."""

    name = "watchkeep.estate.calendars"
    label = "calendars"
    verbose_name = _("Business hours")

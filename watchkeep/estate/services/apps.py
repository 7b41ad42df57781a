"""The services slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    """Business services."""

    name = "watchkeep.estate.services"
    label = "services"
    verbose_name = _("Business services")

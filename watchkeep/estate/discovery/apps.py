"""The discovery slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscoveryConfig(AppConfig):
    """What is found."""

    name = "watchkeep.estate.discovery"
    label = "discovery"
    verbose_name = _("Discovery")

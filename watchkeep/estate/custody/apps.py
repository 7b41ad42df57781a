"""The custody slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustodyConfig(AppConfig):
    """Hand-over, return and destruction."""

    name = "watchkeep.estate.custody"
    label = "custody"
    verbose_name = _("Hand-over and return")

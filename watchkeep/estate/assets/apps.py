"""The assets slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    """Configuration items."""

    name = "watchkeep.estate.assets"
    label = "assets"
    verbose_name = _("Configuration items")

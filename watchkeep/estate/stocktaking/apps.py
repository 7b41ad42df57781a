"""The stocktaking slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StocktakingConfig(AppConfig):
    """Stock-takes."""

    name = "watchkeep.estate.stocktaking"
    label = "stocktaking"
    verbose_name = _("Stock-takes")

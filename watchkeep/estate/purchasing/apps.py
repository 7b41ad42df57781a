"""The purchasing slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PurchasingConfig(AppConfig):
    """Orders, receipts and invoices."""

    name = "watchkeep.estate.purchasing"
    label = "purchasing"
    verbose_name = _("Orders and invoices")

"""The reconciliation slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReconciliationConfig(AppConfig):
    """What is bought, found and held, against each other."""

    name = "watchkeep.estate.reconciliation"
    label = "reconciliation"
    verbose_name = _("Reconciliation")

"""The suppliers slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuppliersConfig(AppConfig):
    """Suppliers and contracts."""

    name = "watchkeep.estate.suppliers"
    label = "suppliers"
    verbose_name = _("Suppliers and contracts")
    default_auto_field = "django.db.models.BigAutoField"

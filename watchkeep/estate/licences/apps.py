"""The licences slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LicencesConfig(AppConfig):
    """Software products, and how titles are read."""

    name = "watchkeep.estate.licences"
    label = "licences"
    verbose_name = _("Licences")
    default_auto_field = "django.db.models.BigAutoField"

"""The requests slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    """What people ask for."""

    name = "watchkeep.work.requests"
    label = "requests"
    verbose_name = _("Requests")
    default_auto_field = "django.db.models.BigAutoField"

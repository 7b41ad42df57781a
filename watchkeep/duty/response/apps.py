"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponseConfig(AppConfig):
    """Response plans, and the roles and updates of running responses."""

    name = "watchkeep.duty.response"
    label = "response"
    verbose_name = _("Response")
    default_auto_field = "django.db.models.BigAutoField"

"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectionsConfig(AppConfig):
    """Connections and actions."""

    name = "watchkeep.duty.connections"
    label = "connections"
    verbose_name = _("Connections")

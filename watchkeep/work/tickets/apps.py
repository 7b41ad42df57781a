"""The tickets slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    """What people work on."""

    name = "watchkeep.work.tickets"
    label = "tickets"
    verbose_name = _("Tickets")

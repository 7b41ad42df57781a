"""The people slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People, teams and roles."""

    name = "watchkeep.estate.people"
    label = "people"
    verbose_name = _("People")

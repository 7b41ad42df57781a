"""The console as a Django app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Pages for those who keep services running."""

    name = "watchkeep.doors.console"
    label = "console"

"""The kit as a Django app, so that its templates, tags and static files are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Tokens, components, layout, icons."""

    name = "watchkeep.doors.ui"
    label = "ui"

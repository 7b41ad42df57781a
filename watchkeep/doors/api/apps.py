"""The API as Django sees it, so that its reference page is found."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The REST API and its reference page."""

    name = "watchkeep.doors.api"
    label = "api"

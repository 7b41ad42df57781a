"""Addresses of the pages. Each door lists its own; programs ask most often, so theirs are looked at first."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("watchkeep.doors.api.urls")),
    path("", include("watchkeep.doors.console.urls")),
    path("", include("watchkeep.doors.portal.urls")),
    path("", include("watchkeep.doors.health.urls")),
    path("", include("watchkeep.doors.ui.urls")),
    path("", include("watchkeep.doors.statuspage.urls")),
    path("", include("watchkeep.doors.integrations.chat.urls")),
    path("", include("watchkeep.doors.integrations.directory.urls")),
]

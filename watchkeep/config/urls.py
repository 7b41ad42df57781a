"""Addresses of the pages. Each door lists its own; the console, which has most, is looked at last of the large ones."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("watchkeep.doors.api.urls")),
    path("", include("watchkeep.doors.portal.urls")),
    path("", include("watchkeep.doors.console.urls")),
    path("", include("watchkeep.doors.health.urls")),
    path("", include("watchkeep.doors.ui.urls")),
    path("", include("watchkeep.doors.statuspage.urls")),
    path("", include("watchkeep.doors.integrations.chat.urls")),
    path("", include("watchkeep.doors.integrations.directory.urls")),
    path("", include("watchkeep.doors.integrations.inventory.urls")),
    path("", include("watchkeep.doors.integrations.osquery.urls")),
    path("", include("watchkeep.doors.integrations.pipelines.urls")),
    path("", include("watchkeep.doors.integrations.sign_ins.urls")),
]

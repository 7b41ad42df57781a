"""Addresses of the pages. Each door lists its own; those that machines knock at come before those of people.

An address is looked for from the top, and the console alone has eight hundred: whoever waits for milliseconds comes
first.
"""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("watchkeep.doors.api.urls")),
    path("", include("watchkeep.doors.health.urls")),
    path("", include("watchkeep.doors.integrations.chat.urls")),
    path("", include("watchkeep.doors.integrations.directory.urls")),
    path("", include("watchkeep.doors.integrations.inventory.urls")),
    path("", include("watchkeep.doors.integrations.osquery.urls")),
    path("", include("watchkeep.doors.integrations.pipelines.urls")),
    path("", include("watchkeep.doors.integrations.sign_ins.urls")),
    path("", include("watchkeep.doors.statuspage.urls")),
    path("", include("watchkeep.doors.ui.urls")),
    path("", include("watchkeep.doors.portal.urls")),
    path("", include("watchkeep.doors.console.urls")),
]

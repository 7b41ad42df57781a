"""Addresses of the audit trail."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from watchkeep.doors.console.audit import views
from watchkeep.estate.people import queries


class Area(StringConverter):
    """One of the areas of the trail."""

    regex = "|".join(queries.AREAS)


register_converter(Area, "audit-area")
urlpatterns = [
    path("settings/audit", views.audit, name="audit"),
    path("settings/audit/<audit-area:area>", views.audit, name="audit-area"),
]

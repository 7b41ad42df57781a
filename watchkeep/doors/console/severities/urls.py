"""Addresses of the severities."""

from django.urls import path

from watchkeep.doors.console.severities import views

urlpatterns = [
    path("settings/severities", views.severities, name="severities"),
    path("settings/severities/<int:level>", views.edit, name="severity"),
]

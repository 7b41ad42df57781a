"""Addresses of the matrix and the thresholds."""

from django.urls import path

from watchkeep.doors.console.priority import views

urlpatterns = [
    path("settings/priority", views.scales, name="scales"),
    path("settings/priority/draft", views.draft, name="scales-draft"),
    path("settings/priority/switch", views.switch, name="scales-switch"),
    path("settings/priority/drop", views.drop, name="scales-drop"),
]

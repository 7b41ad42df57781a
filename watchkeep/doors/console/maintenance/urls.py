"""Addresses of the pages on maintenance windows."""

from django.urls import path

from watchkeep.doors.console.maintenance import views

urlpatterns = [
    path("settings/maintenance", views.maintenance, name="maintenance"),
    path("settings/maintenance/plan", views.plan, name="maintenance-plan"),
    path("settings/maintenance/<int:pk>/change", views.move, name="maintenance-move"),
    path("settings/maintenance/<int:pk>/cancel", views.cancel, name="maintenance-cancel"),
]

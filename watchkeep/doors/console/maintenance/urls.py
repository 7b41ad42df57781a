"""Addresses of the pages on maintenance windows."""

from django.urls import path

from watchkeep.doors.console.maintenance import repeating, views

urlpatterns = [
    path("settings/maintenance", views.maintenance, name="maintenance"),
    path("settings/maintenance/plan", views.plan, name="maintenance-plan"),
    path("settings/maintenance/plans", repeating.plans, name="maintenance-plans"),
    path("settings/maintenance/plans/new", repeating.make, name="maintenance-plan-new"),
    path("settings/maintenance/plans/<int:pk>", repeating.plan, name="maintenance-plan-page"),
    path("settings/maintenance/plans/<int:pk>/edit", repeating.edit, name="maintenance-plan-edit"),
    path("settings/maintenance/plans/<int:pk>/end", repeating.end, name="maintenance-plan-end"),
    path("settings/maintenance/<int:pk>/change", views.move, name="maintenance-move"),
    path("settings/maintenance/<int:pk>/cancel", views.cancel, name="maintenance-cancel"),
]

"""Addresses of the service levels."""

from django.urls import path

from watchkeep.doors.console.sla import views

urlpatterns = [
    path("incidents/<str:number>/sla", views.explanation, name="incident_sla"),
    path("settings/sla", views.targets, name="sla_targets"),
    path("settings/sla/add", views.add, name="sla_target_add"),
    path("settings/sla/<int:pk>", views.change, name="sla_target"),
    path("settings/sla/<int:pk>/drop", views.drop, name="sla_target_drop"),
]

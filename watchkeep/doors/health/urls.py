"""The addresses that machines ask."""

from django.urls import path

from watchkeep.doors.health import views

urlpatterns = [
    path("healthz", views.healthz),
    path("healthz/escalation", views.alive),
    path("readyz", views.readyz),
    path("metrics", views.metrics),
]

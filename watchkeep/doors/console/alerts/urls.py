"""Addresses of alerts."""

from django.urls import path

from watchkeep.doors.console.alerts import views

urlpatterns = [
    path("alerts", views.alerts, name="alerts"),
    path("alerts/<int:pk>", views.alert, name="alert"),
    path("alerts/<int:pk>/close", views.close, name="alert_close"),
]

"""Addresses of connections."""

from django.urls import path

from watchkeep.doors.console.connections import views

urlpatterns = [
    path("settings/connections", views.connections, name="connections"),
    path("settings/connections/add/<slug:kind>", views.add, name="connection_add"),
    path("settings/connections/<int:pk>", views.connection, name="connection"),
    path("settings/connections/<int:pk>/change", views.change, name="connection_change"),
    path("settings/connections/<int:pk>/switch", views.switch, name="connection_switch"),
    path("settings/connections/<int:pk>/test", views.try_out, name="connection_test"),
]

"""Addresses that agents know; the key of a gateway stands in the one, or comes as a password to the other."""

from django.urls import path

from watchkeep.doors.integrations.inventory import views

app_name = "inventory"
urlpatterns = [
    path("inventory/agents", views.agents, name="agents"),
    path("inventory/agents/<str:key>", views.agents, name="agents_by_key"),
]

"""Addresses of outgoing webhooks."""

from django.urls import path

from watchkeep.doors.console.webhooks import views

urlpatterns = [
    path("settings/webhooks", views.webhooks, name="webhooks"),
    path("settings/webhooks/add", views.add, name="webhook_add"),
    path("settings/webhooks/<int:pk>", views.webhook, name="webhook"),
    path("settings/webhooks/<int:pk>/change", views.change, name="webhook_change"),
    path("settings/webhooks/<int:pk>/switch", views.switch, name="webhook_switch"),
    path("settings/webhooks/<int:pk>/secret", views.renew, name="webhook_secret"),
    path("settings/webhooks/<int:pk>/test", views.try_out, name="webhook_test"),
    path("settings/networks/add", views.allow, name="network_add"),
    path("settings/networks/<int:pk>/close", views.close, name="network_close"),
]

"""Addresses of integrations, their keys and what they could not say."""

from django.urls import path

from watchkeep.doors.console.integrations import views

urlpatterns = [
    path("integrations", views.integrations, name="integrations"),
    path("integrations/add/<str:kind>", views.add, name="integration_add"),
    path("integrations/refused", views.strangers, name="integration_strangers"),
    path("integrations/<int:pk>", views.integration, name="integration"),
    path("integrations/<int:pk>/change", views.change, name="integration_change"),
    path("integrations/<int:pk>/rotate", views.rotate, name="integration_rotate"),
    path("integrations/<int:pk>/test", views.try_out, name="integration_test"),
    path("integrations/<int:pk>/refused", views.rejections, name="integration_rejections"),
    path("integrations/keys/<int:pk>/revoke", views.revoke, name="integration_key_revoke"),
    path("integrations/aside/<int:pk>/retry", views.retry, name="event_retry"),
]

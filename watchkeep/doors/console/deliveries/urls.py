"""Addresses of the delivery log."""

from django.urls import path

from watchkeep.doors.console.deliveries import views

urlpatterns = [
    path("deliveries", views.deliveries, name="deliveries"),
    path("deliveries/<int:pk>", views.delivery, name="delivery"),
    path("deliveries/<int:pk>/resend", views.resend, name="delivery_resend"),
]

"""Addresses of the phone's page, and of what a browser needs to install it."""

from django.urls import path

from watchkeep.doors.console.phone import installing, views

urlpatterns = [
    path("phone", views.home, name="phone"),
    path("phone/take/<int:pk>", views.take, name="phone_take"),
    path("phone/approve/<int:pk>", views.approve, name="phone_approve"),
    path("phone/<str:number>/escalate", views.escalate, name="phone_escalate"),
    path("phone/<str:number>/give", views.give, name="phone_give"),
    path("phone/offline", installing.offline, name="phone_offline"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="service_worker"),
]

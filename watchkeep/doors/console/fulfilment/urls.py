"""Addresses of fulfilment."""

from django.urls import path

from watchkeep.doors.console.fulfilment import views

urlpatterns = [
    path("fulfilment", views.listed, name="fulfilment"),
    path("requests/<str:number>/fulfilment/begin", views.begin_again, name="fulfilment-begin"),
]

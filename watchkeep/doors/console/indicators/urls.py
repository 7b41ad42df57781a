"""Addresses of the pages on indicators."""

from django.urls import path

from watchkeep.doors.console.indicators import views

urlpatterns = [
    path("settings/indicators", views.indicators, name="indicators"),
    path("settings/indicators/add", views.add, name="indicator-add"),
    path("settings/indicators/<int:pk>", views.indicator, name="indicator"),
    path("settings/indicators/<int:pk>/edit", views.edit, name="indicator-edit"),
    path("settings/indicators/<int:pk>/switch", views.switch, name="indicator-switch"),
]

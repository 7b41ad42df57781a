"""Addresses of the pages on business hours."""

from django.urls import path

from watchkeep.doors.console.hours import views

urlpatterns = [
    path("settings/hours", views.hours, name="hours"),
    path("settings/hours/new", views.add, name="hours-add"),
    path("settings/hours/<int:pk>", views.page, name="hours-page"),
    path("settings/hours/<int:pk>/edit", views.edit, name="hours-edit"),
    path("settings/hours/<int:pk>/remove", views.remove, name="hours-remove"),
]

"""Addresses of the pages on organisations."""

from django.urls import path

from watchkeep.doors.console.organisations import views

urlpatterns = [
    path("settings/organisations", views.organisations, name="organisations"),
    path("settings/organisations/new", views.add, name="organisation-add"),
    path("settings/organisations/<int:pk>", views.edit, name="organisation-edit"),
]

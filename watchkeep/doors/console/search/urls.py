"""Addresses of palette and search."""

from django.urls import path

from watchkeep.doors.console.search import views

urlpatterns = [
    path("palette", views.palette, name="palette"),
    path("search", views.search, name="search"),
]

"""Addresses of the portals' figures and settings."""

from django.urls import path

from watchkeep.doors.console.portals import views

urlpatterns = [
    path("self-service", views.figures, name="self-service"),
    path("self-service/searches", views.searches, name="self-service-searches"),
    path("self-service/comments", views.comments, name="self-service-comments"),
    path("settings/portals", views.portals, name="portals"),
    path("settings/portals/<str:audience>", views.edit, name="portal-settings"),
]

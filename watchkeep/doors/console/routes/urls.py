"""Addresses of routes."""

from django.urls import path

from watchkeep.doors.console.routes import views

urlpatterns = [
    path("routes", views.routes, name="routes"),
    path("routes/add", views.add, name="route_add"),
    path("routes/<int:pk>", views.change, name="route"),
    path("routes/<int:pk>/move", views.move, name="route_move"),
    path("routes/<int:pk>/remove", views.remove, name="route_remove"),
]

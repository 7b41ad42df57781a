"""Addresses of drift and of what is watched."""

from django.urls import path

from watchkeep.doors.console.drift import views, watches

urlpatterns = [
    path("changes/drift", views.drift, name="drift"),
    path("changes/drift/watched", watches.watches, name="drift-watches"),
    path("changes/drift/watched/new", watches.watch, name="drift-watch-add"),
    path("changes/drift/watched/<int:pk>", watches.watch, name="drift-watch"),
    path("changes/drift/watched/<int:pk>/remove", watches.remove, name="drift-watch-remove"),
    path("changes/drift/<int:pk>", views.finding, name="drift-finding"),
    path("changes/drift/<int:pk>/justify", views.justify, name="drift-justify"),
    path("changes/drift/<int:pk>/link", views.link, name="drift-link"),
    path("changes/drift/<int:pk>/raise", views.raise_change, name="drift-raise"),
]

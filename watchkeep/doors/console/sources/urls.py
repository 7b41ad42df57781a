"""Addresses of the sources of people."""

from django.urls import path

from watchkeep.doors.console.sources import runs, views

urlpatterns = [
    path("settings/identity", views.sources, name="sources"),
    path("settings/identity/add/<slug:kind>", views.add, name="source-add"),
    path("settings/identity/<int:pk>", views.source, name="source"),
    path("settings/identity/<int:pk>/change", views.change, name="source-change"),
    path("settings/identity/<int:pk>/switch", views.switch, name="source-switch"),
    path("settings/identity/<int:pk>/remove", views.remove, name="source-remove"),
    path("settings/identity/<int:pk>/lines/add", views.add_line, name="source-line-add"),
    path("settings/identity/lines/<int:pk>/remove", views.remove_line, name="source-line-remove"),
    path("settings/identity/<int:pk>/key", views.key, name="source-key"),
    path("settings/identity/<int:pk>/run", runs.ask, name="source-run"),
    path("settings/identity/runs/<int:pk>", runs.one, name="sync-run"),
    path("people/identities/<int:pk>/unlink", views.unlink, name="identity-unlink"),
]

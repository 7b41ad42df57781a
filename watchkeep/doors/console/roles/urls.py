"""Addresses of the pages on roles."""

from django.urls import path

from watchkeep.doors.console.roles import views

urlpatterns = [
    path("settings/roles", views.roles, name="roles"),
    path("settings/roles/new", views.add, name="role-add"),
    path("settings/roles/<slug:slug>", views.edit, name="role-edit"),
    path("settings/roles/<slug:slug>/remove", views.remove, name="role-remove"),
]

"""Addresses of the pages on people."""

from django.urls import path

from watchkeep.doors.console.people import views

urlpatterns = [
    path("people", views.people, name="people"),
    path("people/invite", views.invite, name="person-invite"),
    path("people/<int:pk>", views.person, name="person"),
    path("people/<int:pk>/edit", views.edit, name="person-edit"),
    path("people/<int:pk>/roles", views.change_roles, name="person-roles"),
    path("people/<int:pk>/deactivate", views.deactivate, name="person-deactivate"),
    path("people/<int:pk>/activate", views.activate, name="person-activate"),
    path("people/<int:pk>/tokens/<int:token>/revoke", views.revoke_token, name="person-revoke-token"),
]

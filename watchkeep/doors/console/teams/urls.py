"""Addresses of the pages on teams."""

from django.urls import path

from watchkeep.doors.console.teams import views

urlpatterns = [
    path("teams", views.teams, name="teams"),
    path("teams/new", views.add, name="team-add"),
    path("teams/<slug:slug>", views.team, name="team"),
    path("teams/<slug:slug>/edit", views.edit, name="team-edit"),
    path("teams/<slug:slug>/join", views.join, name="team-join"),
    path("teams/<slug:slug>/people/<int:pk>/lead", views.lead, name="team-lead"),
    path("teams/<slug:slug>/people/<int:pk>/leave", views.leave, name="team-leave"),
]

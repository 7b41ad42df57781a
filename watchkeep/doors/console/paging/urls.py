"""Addresses of paging."""

from django.urls import path

from watchkeep.doors.console.paging import views

urlpatterns = [
    path("a/<str:token>", views.answer, name="answer"),
    path("incidents/<str:number>/escalate", views.escalate, name="incident_escalate"),
    path("incidents/<str:number>/page", views.page, name="incident_page"),
    path("incidents/<str:number>/paging", views.panel, name="incident_paging"),
]

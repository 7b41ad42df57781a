"""Addresses of runbooks, workflows and runs."""

from django.urls import path

from watchkeep.doors.console.procedures import views

urlpatterns = [
    path("runbooks", views.procedures, name="procedures"),
    path("runbooks/<slug:slug>", views.procedure, name="procedure"),
    path("incidents/<str:number>/runbooks/<slug:slug>/start", views.start, name="run-start"),
    path("runs/<int:pk>", views.run, name="run"),
    path("runs/<int:pk>/rate", views.rate, name="run-rate"),
    path("runs/<int:pk>/cancel", views.cancel, name="run-cancel"),
    path("runs/<int:pk>/undo", views.undo, name="run-undo"),
    path("runs/<int:pk>/steps/<int:position>/<slug:verb>", views.work, name="run-step"),
]

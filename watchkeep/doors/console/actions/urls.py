"""Addresses of actions and their runs."""

from django.urls import path

from watchkeep.doors.console.actions import views

urlpatterns = [
    path("actions", views.actions, name="actions"),
    path("actions/library", views.library, name="action_library"),
    path("actions/library/<slug:name>", views.ask, name="action_ask"),
    path("actions/<int:pk>", views.run, name="action_run"),
    path("actions/<int:pk>/approve", views.approve, name="action_approve"),
    path("actions/<int:pk>/refuse", views.refuse, name="action_refuse"),
    path("actions/<int:pk>/answer", views.answer, name="action_answer"),
    path("actions/<int:pk>/cancel", views.cancel, name="action_cancel"),
    path("actions/<int:pk>/undo", views.undo, name="action_undo"),
]

"""Addresses of what every ticket has, whatever its kind, and of calls."""

from django.urls import path

from watchkeep.doors.console.desk import views
from watchkeep.doors.console.desk.working import here, time

urlpatterns = [
    path("calls/new", views.call, name="call"),
    path("tickets/people", views.people_to_mention, name="mention-people"),
    path("tickets/<str:number>/here", here.here, name="ticket-here"),
    path("tickets/<str:number>/draft", here.draft, name="ticket-draft"),
    path("tickets/<str:number>/merge", views.merge, name="ticket-merge"),
    path("tickets/<str:number>/unmerge", views.unmerge, name="ticket-unmerge"),
    path("tickets/<str:number>/parent", views.parent, name="ticket-parent"),
    path("tickets/<str:number>/link", views.link, name="ticket-link"),
    path("tickets/<str:number>/links/<int:pk>/delete", views.unlink, name="ticket-unlink"),
    path("tickets/<str:number>/split/<int:pk>", views.split, name="ticket-split"),
    path("tickets/<str:number>/time", time.log, name="ticket-time"),
    path("tickets/<str:number>/time/start", time.start, name="ticket-time-start"),
    path("tickets/<str:number>/time/stop", time.stop, name="ticket-time-stop"),
    path("tickets/<str:number>/time/<int:pk>", time.correct, name="ticket-time-correct"),
    path("tickets/<str:number>/time/<int:pk>/strike", time.strike, name="ticket-time-strike"),
]

"""Addresses of boards and their meetings."""

from django.urls import path

from watchkeep.doors.console.boards import meetings, views

urlpatterns = [
    path("boards", views.boards, name="boards"),
    path("boards/new", views.add, name="board-add"),
    path("boards/<int:pk>", views.board, name="board"),
    path("boards/<int:pk>/edit", views.edit, name="board-edit"),
    path("boards/<int:pk>/call", views.call, name="board-call"),
    path("boards/meetings/<int:pk>", meetings.meeting, name="meeting"),
    path("boards/meetings/<int:pk>/there", meetings.there, name="meeting-there"),
    path("boards/meetings/<int:pk>/gather", meetings.gather, name="meeting-gather"),
    path("boards/meetings/<int:pk>/close", meetings.close, name="meeting-close"),
    path("boards/meetings/<int:pk>/<int:place>", meetings.walk, name="meeting-item"),
]

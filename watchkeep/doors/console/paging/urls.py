"""The address in every page's message."""

from django.urls import path

from watchkeep.doors.console.paging import views

urlpatterns = [
    path("a/<str:token>", views.answer, name="answer"),
]

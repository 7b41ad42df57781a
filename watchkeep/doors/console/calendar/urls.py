"""Address of the calendar of changes."""

from django.urls import path

from watchkeep.doors.console.calendar import views

urlpatterns = [path("calendar", views.calendar, name="change-calendar")]

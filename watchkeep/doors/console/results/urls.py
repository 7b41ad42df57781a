"""The address of results."""

from django.urls import path

from watchkeep.doors.console.results import views

urlpatterns = [path("changes/results", views.results, name="change-results")]

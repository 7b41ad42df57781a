"""Addresses of the page of failed jobs."""

from django.urls import path

from watchkeep.doors.console.jobs import views

urlpatterns = [
    path("settings/jobs", views.jobs, name="jobs"),
    path("settings/jobs/<int:pk>/retry", views.retry, name="job-retry"),
]

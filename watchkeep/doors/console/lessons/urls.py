"""Addresses of lessons."""

from django.urls import path

from watchkeep.doors.console.lessons import views

urlpatterns = [path("lessons", views.listed, name="lessons")]

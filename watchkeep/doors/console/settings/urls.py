"""Address of the settings."""

from django.urls import path

from watchkeep.doors.console.settings import views

urlpatterns = [path("settings", views.settings, name="settings")]

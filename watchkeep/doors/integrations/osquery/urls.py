"""Addresses that osqueryd is given in its flags."""

from django.urls import path

from watchkeep.doors.integrations.osquery import views

app_name = "osquery"
urlpatterns = [
    path("osquery/enroll", views.enroll, name="enroll"),
    path("osquery/config", views.config, name="config"),
    path("osquery/log", views.log, name="log"),
    path("osquery/distributed/read", views.read, name="read"),
    path("osquery/distributed/write", views.write, name="write"),
]

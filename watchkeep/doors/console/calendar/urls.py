"""Addresses of the calendar of changes."""

from django.urls import path

from watchkeep.doors.console.calendar import feeds, views

urlpatterns = [
    path("calendar", views.calendar, name="change-calendar"),
    path("calendar/now", views.now, name="change-now"),
    path("calendar/addresses", feeds.feeds, name="change-feeds"),
    path("calendar/addresses/new", feeds.new, name="change-feed-new"),
    path("calendar/addresses/<int:pk>/revoke", feeds.revoke, name="change-feed-revoke"),
    path("calendar/changes/<slug:key>.ics", feeds.calendar, name="change-feed"),
]

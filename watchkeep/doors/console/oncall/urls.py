"""Addresses of the on-call pages."""

from django.urls import path

from watchkeep.doors.console.oncall.views import (
    absences,
    board,
    covers,
    feeds,
    layers,
    overrides,
    pageability,
    schedules,
)

urlpatterns = [
    path("on-call", board.board, name="oncall"),
    path("on-call/pageability", pageability.pageability, name="pageability"),
    path("on-call/pageability/check", pageability.check_now, name="pageability_check"),
    path("on-call/schedules/new", schedules.new, name="schedule_new"),
    path("on-call/schedules/<int:pk>", schedules.schedule, name="schedule"),
    path("on-call/schedules/<int:pk>/edit", schedules.edit, name="schedule_edit"),
    path("on-call/schedules/<int:pk>/remove", schedules.remove, name="schedule_remove"),
    path("on-call/schedules/<int:pk>/layers/new", layers.new, name="layer_new"),
    path("on-call/schedules/<int:pk>/stand-in", overrides.new, name="override_new"),
    path("on-call/layers/<int:pk>/edit", layers.edit, name="layer_edit"),
    path("on-call/layers/<int:pk>/move", layers.move, name="layer_move"),
    path("on-call/layers/<int:pk>/remove", layers.remove, name="layer_remove"),
    path("on-call/stand-ins/<int:pk>/remove", overrides.remove, name="override_remove"),
    path("on-call/schedules/<int:pk>/ask", covers.new, name="cover_new"),
    path("on-call/absences", absences.absences, name="absences"),
    path("on-call/absences/new", absences.new, name="absence_new"),
    path("on-call/absences/holidays", absences.homeland, name="homeland"),
    path("on-call/absences/<int:pk>", absences.absence, name="absence"),
    path("on-call/absences/<int:pk>/ask", absences.ask, name="absence_ask"),
    path("on-call/absences/<int:pk>/remove", absences.remove, name="absence_remove"),
    path("on-call/covers", covers.covers, name="covers"),
    path("on-call/covers/<int:pk>", covers.cover, name="cover"),
    path("on-call/covers/<int:pk>/accept", covers.accept, name="cover_accept"),
    path("on-call/covers/<int:pk>/refuse", covers.refuse, name="cover_refuse"),
    path("on-call/covers/<int:pk>/withdraw", covers.withdraw, name="cover_withdraw"),
    path("on-call/calendars", feeds.feeds, name="feeds"),
    path("on-call/calendars/new", feeds.new, name="feed_new"),
    path("on-call/calendars/<int:pk>/revoke", feeds.revoke, name="feed_revoke"),
    path("on-call/calendar/<slug:key>.ics", feeds.calendar, name="feed"),
]

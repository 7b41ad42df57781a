"""Addresses of the queue over all kinds, of changes of many, of macros, and of what every ticket has."""

from django.urls import path

from watchkeep.doors.console.queue.views import bulk, listing, macros, saving

urlpatterns = [
    path("tickets", listing.queue, name="tickets"),
    path("tickets/news", listing.news, name="tickets-news"),
    path("tickets/views", listing.views, name="tickets-views"),
    path("tickets/views/new", saving.save, name="tickets-view-save"),
    path("tickets/complete", listing.complete, name="tickets-complete"),
    path("tickets/bulk", bulk.choose, name="bulk"),
    path("tickets/bulk/<int:pk>", bulk.run, name="bulk-run"),
    path("tickets/bulk/<int:pk>/undo", bulk.undo, name="bulk-undo"),
    path("macros", macros.listing, name="macros"),
    path("macros/new", macros.new, name="macro-new"),
    path("macros/<int:pk>", macros.edit, name="macro"),
    path("macros/<int:pk>/delete", macros.drop, name="macro-drop"),
    path("views/<int:pk>/delete", saving.drop, name="view-drop"),
    path("tickets/<str:number>", listing.room, name="ticket"),
    path("tickets/<str:number>/macros", macros.offer, name="ticket-macros"),
    path("tickets/<str:number>/macros/<int:pk>", macros.use, name="ticket-macro"),
]

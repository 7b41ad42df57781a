"""Addresses of mailboxes."""

from django.urls import path

from watchkeep.doors.console.mailboxes import views

urlpatterns = [
    path("settings/mailboxes", views.mailboxes, name="mailboxes"),
    path("settings/mailboxes/add/<slug:way>", views.add, name="mailbox_add"),
    path("settings/mailboxes/<int:pk>", views.mailbox, name="mailbox"),
    path("settings/mailboxes/<int:pk>/change", views.change, name="mailbox_change"),
    path("settings/mailboxes/<int:pk>/switch", views.switch, name="mailbox_switch"),
    path("settings/mailboxes/<int:pk>/test", views.try_out, name="mailbox_test"),
]
